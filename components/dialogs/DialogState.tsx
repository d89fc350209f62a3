/** What a dialog has to say for itself: it changed, it is not possible (any more), it could not be sent. */
import type { ReadonlySignal } from '@preact/signals';
import { isOnlyInWorkspace } from '../../lib/domain/reasons.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { LineState } from '../../lib/messages/client.ts';
import type { DialogModel, DialogType } from '../../lib/models/dialog.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner, ReasonList } from '../base/told.tsx';
import { FailedAct } from '../operations/FailedAct.tsx';
import { changeLines } from './changes.ts';

interface SaysProps {
  model: DialogModel;
  names: Names;
}

export function Changed({ model, names }: SaysProps) {
  const text = useText();
  const fields = model.changes.value;
  const [was, is] = [model.seen.value, model.row.value];
  if (fields === undefined || was === undefined || is === undefined) return null;
  const goOn = model.reasons.value.length === 0 && (
    <Button onPress={model.takeNote}>{text.dialogs.changed.goOn}</Button>
  );
  return (
    <Banner tone="warn" action={goOn}>
      <strong>{text.dialogs.changed.title}</strong>
      {changeLines(text, names, fields, was, is).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Banner>
  );
}

/** Ways on from what is not possible. */
export interface Instead {
  onInstead(type: DialogType): void;
  /** There it is possible. */
  onOpenInWorkspace(): void;
}

/** Every reason, and what would do it instead. */
export function Impossible({ model, names, onInstead, onOpenInWorkspace }: SaysProps & Instead) {
  const text = useText();
  const { dialogs, actions } = text;
  const refused = model.progress.value.kind === 'refused' ? model.progress.value.reasons : [];
  const reasons = model.reasons.value;
  const instead = model.instead.value;
  const isThere = isOnlyInWorkspace(reasons);
  return (
    <>
      {reasons.length > 0 && (
        <section>
          <h3>{dialogs.notPossible}</h3>
          <ReasonList reasons={reasons} names={names} />
        </section>
      )}
      {refused.length > 0 && (
        <section>
          <h3>{dialogs.refused}</h3>
          <ReasonList reasons={refused} names={names} />
        </section>
      )}
      <section>
        <h3>{dialogs.instead}</h3>
        {isThere && <Button onPress={onOpenInWorkspace}>{text.conversation.openInWorkspace}</Button>}
        {instead.length === 0 && !isThere && <p class="dialog-hint">{dialogs.insteadNone[model.type]}</p>}
        {instead.map((type) => (
          <Button key={type} onPress={() => onInstead(type)}>
            {actions[type]}
          </Button>
        ))}
      </section>
    </>
  );
}

export function Trouble({ model, line }: { model: DialogModel; line: ReadonlySignal<LineState> }) {
  const { dialogs, requestErrors } = useText();
  const progress = model.progress.value;
  if (line.value === 'silent') {
    return <Banner tone="urgent">{requestErrors[progress.kind === 'sending' ? 'lineLost' : 'lineClosed']}</Banner>;
  }
  if (progress.kind === 'sending' && line.value !== 'open') return <Banner tone="warn">{dialogs.lineBroken}</Banner>;
  if (progress.kind !== 'failed') return null;
  return (
    <Banner tone="urgent">
      <FailedAct {...progress} />
    </Banner>
  );
}
