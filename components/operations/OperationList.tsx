/** What became of the supervisor's acts, in words. What went wrong stays until it is dismissed. */
import type { Operation } from '../../lib/domain/actions.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { DialogType } from '../../lib/models/dialog.ts';
import type { OperationsModel } from '../../lib/models/operations.ts';
import type { TransferState } from '../../lib/models/transferWatch.ts';
import { Button, IconButton } from '../base/Button.tsx';
import { Icon, type IconName } from '../base/Icon.tsx';
import { useText } from '../base/surroundings.tsx';
import { ReasonList } from '../base/told.tsx';
import { customerName } from './UndoBar.tsx';
import './operations.css';

export interface OperationListProps {
  operations: OperationsModel;
  names: Names;
  /** Opens the dialog anew for what was not sent. */
  onAskAgain(type: DialogType, conversationId: string): void;
}

export function OperationList({ operations, names, onAskAgain }: OperationListProps) {
  const text = useText();
  const listed = operations.listed.value;
  return (
    <section class="operations" aria-label={text.operations.title} hidden={listed.length === 0}>
      <ul role="status">
        {listed.map((operation) => (
          <OperationRow
            key={operation.id}
            operation={operation}
            transfer={operations.transfers.value.get(operation.id)?.state}
            names={names}
            onDismiss={() => operations.dismiss(operation.id)}
            onAskAgain={onAskAgain}
          />
        ))}
      </ul>
    </section>
  );
}

interface OperationRowProps {
  operation: Operation;
  transfer: TransferState | undefined;
  names: Names;
  onDismiss(): void;
  onAskAgain: OperationListProps['onAskAgain'];
}

function OperationRow({ operation, transfer, names, onDismiss, onAskAgain }: OperationRowProps) {
  const text = useText();
  const { action, about, state, reasons } = operation;
  const target = about?.target === undefined ? undefined : isolate(about.target);
  const what = text.operations.what[action.type](customerName(text, about), target);
  const look = lookOf(operation, transfer);
  const hint =
    state === 'expired' ? text.operations.expiredHint : state === 'unknown' ? text.operations.unknownHint : undefined;
  const again = state === 'expired' || state === 'refused' ? dialogOf(action.type) : undefined;
  const settled = state !== 'queued' && state !== 'sending' && state !== 'unknown';
  return (
    <li class={`operation ${look}`}>
      <Icon name={icons[look]} />
      <div class="grow">
        <div class="operation-what">{what}</div>
        <div class="operation-state">{stateWords(text, operation, transfer)}</div>
        {hint && <div class="operation-hint">{hint}</div>}
        {reasons && reasons.length > 0 && <ReasonList reasons={reasons} names={names} />}
        {again && (
          <Button kind="link" onPress={() => onAskAgain(again, action.conversationId)}>
            {text.operations.askAgain}
          </Button>
        )}
      </div>
      {settled && <IconButton icon="cross" label={text.operations.dismissWhat(what)} onPress={onDismiss} />}
    </li>
  );
}

type Look = 'good' | 'bad' | 'waiting' | 'doubt';
const icons: Record<Look, IconName> = { good: 'check', bad: 'warning', waiting: 'send', doubt: 'refresh' };

function lookOf({ state }: Operation, transfer: TransferState | undefined): Look {
  if (transfer === 'notAccepted' || transfer === 'gone') return 'bad';
  if (transfer === 'pending') return 'waiting';
  if (state === 'confirmed' || state === 'cancelled') return 'good';
  if (state === 'unknown') return 'doubt';
  return state === 'refused' || state === 'expired' ? 'bad' : 'waiting';
}

function stateWords(text: Language, { state, outcome }: Operation, transfer: TransferState | undefined): string {
  if (transfer !== undefined) return text.operations.transfers[transfer];
  if (state === 'confirmed' && outcome === 'alreadySo') return text.operations.alreadySo;
  return text.operations.states[state];
}

const dialogTypes: readonly string[] = ['monitor', 'join', 'assign', 'transfer', 'forceClose'] satisfies DialogType[];
function dialogOf(type: string): DialogType | undefined {
  return dialogTypes.includes(type) ? (type as DialogType) : undefined;
}
