/** What became of the supervisor's acts, in words, and what happens next. What went wrong stays until it is dismissed. */
import type { ReadonlySignal } from '@preact/signals';
import { type Operation, openOperationStates } from '../../lib/domain/actions.ts';
import { stuckFor } from '../../lib/domain/patience.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { ConnectionStatus } from '../../lib/messages/topics.ts';
import type { DialogType } from '../../lib/models/dialog.ts';
import type { OperationsModel } from '../../lib/models/operations.ts';
import type { TransferState } from '../../lib/models/transferWatch.ts';
import { Button, IconButton } from '../base/Button.tsx';
import { Icon, type IconName } from '../base/Icon.tsx';
import { useSurroundings, useText } from '../base/surroundings.tsx';
import { ReasonList } from '../base/told.tsx';
import { nextWords } from './nextWords.ts';
import { ReplyLine } from './ReplyLine.tsx';
import { customerName } from './UndoBar.tsx';
import './operations.css';

export interface OperationListProps {
  operations: OperationsModel;
  names: Names;
  /** What it waits for. */
  connection: ReadonlySignal<ConnectionStatus | undefined>;
  /** Opens the dialog anew for what was not sent. */
  onAskAgain(type: DialogType, conversationId: string): void;
}

export function OperationList({ operations, names, connection, onAskAgain }: OperationListProps) {
  const text = useText();
  const listed = operations.listed.value;
  return (
    <section class="operations" aria-label={text.operations.title} hidden={listed.length === 0}>
      <div role="status">
        <ul>
          {listed.map((operation) => (
            <OperationRow
              key={operation.id}
              operation={operation}
              operations={operations}
              names={names}
              connection={connection}
              onAskAgain={onAskAgain}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

function OperationRow(props: OperationListProps & { operation: Operation }) {
  const { operation, operations, names, onAskAgain } = props;
  const text = useText();
  const { id, action, about, state, reasons } = operation;
  const target = about?.target === undefined ? undefined : isolate(about.target);
  const what = text.operations.what[action.type](customerName(text, about), target);
  const transfer = operations.transfers.value.get(id)?.state;
  const look = lookOf(operation, transfer);
  const next = nextWords(text, operation, props.connection.value);
  const again = state === 'expired' || state === 'refused' ? dialogOf(action.type) : undefined;
  const isOpen = openOperationStates.includes(state);
  return (
    <li class={`operation ${look}`}>
      <Icon name={icons[look]} />
      <div class="grow">
        <div class="operation-what">{what}</div>
        <div class="operation-state">{stateWords(text, operation, transfer)}</div>
        {next && <div class="operation-hint">{next}</div>}
        {reasons && reasons.length > 0 && <ReasonList reasons={reasons} names={names} />}
        {again && (
          <Button kind="link" onPress={() => onAskAgain(again, action.conversationId)}>
            {text.operations.askAgain}
          </Button>
        )}
        {isOpen && <Stuck {...{ operation, operations, what }} />}
      </div>
      {!isOpen && (
        <IconButton icon="cross" label={text.operations.dismissWhat(what)} onPress={() => operations.dismiss(id)} />
      )}
    </li>
  );
}

/** What has been open for a minute says so and offers a way out: taken back while it was not sent, else looked at again. */
function Stuck({ operation, operations, what }: { operation: Operation; operations: OperationsModel; what: string }) {
  const words = useText();
  const text = words.operations;
  const { now } = useSurroundings();
  const { id, state } = operation;
  const stuck = stuckFor(operation, now.value);
  if (stuck === undefined) return null;
  return (
    <>
      <div class="operation-stuck">
        <span>{text.stuck(words.age(stuck))}</span>
        {state === 'queued' ? (
          <Button kind="link" label={text.cancelWhat(what)} onPress={() => operations.undo(id)}>
            {text.cancel}
          </Button>
        ) : (
          <Button kind="link" label={text.checkWhat(what)} onPress={() => operations.check(id)}>
            {text.check}
          </Button>
        )}
      </div>
      <ReplyLine class="operation-hint" reply={operations.replies.value.get(id)} />
    </>
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
