/** One dialog: what it does to whom, whether it is possible, what follows, and verbs on the buttons. */
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { maxNoteLength } from '../../lib/domain/actions.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import type { RuleContext } from '../../lib/domain/ruleContext.ts';
import { type Isolated, isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { LineState } from '../../lib/messages/client.ts';
import type { DialogModel, DialogType } from '../../lib/models/dialog.ts';
import type { Everybody } from '../../lib/models/directory.ts';
import type { Freshness } from '../../lib/models/freshness.ts';
import { Button } from '../base/Button.tsx';
import { SearchBox } from '../base/SearchBox.tsx';
import { Segmented } from '../base/Segmented.tsx';
import { Sheet } from '../base/Sheet.tsx';
import { useText } from '../base/surroundings.tsx';
import { type Consequence, ConsequenceCard } from '../base/told.tsx';
import { consequencesOf } from './consequences.ts';
import { Changed, Impossible, type Instead, Trouble } from './DialogState.tsx';
import { PresencePicker } from './PresencePicker.tsx';
import { ChoiceTrouble, TargetPicker } from './TargetPicker.tsx';
import './dialogs.css';

export interface DialogSheetProps extends Instead {
  model: DialogModel;
  everybody: ReadonlySignal<Everybody>;
  context: ReadonlySignal<RuleContext>;
  line: ReadonlySignal<LineState>;
  freshness: ReadonlySignal<Freshness>;
  names: Names;
  undoSeconds: number;
  onClose(): void;
  /** The act was accepted. */
  onAccepted(): void;
}

export function DialogSheet(props: DialogSheetProps) {
  const { model, everybody, names, onClose, onAccepted } = props;
  const text = useText();
  const tellsId = useId();
  useEffect(() => model.start(), [model]);
  const row = model.row.value ?? model.seen.value;
  const possible = model.reasons.value.length === 0 && model.progress.value.kind !== 'refused';
  const { type } = model;
  const picks = type === 'assign' || type === 'transfer';
  const picker = model.tab.value === 'agent' ? model.agents : model.queues;
  const needed = row && (row.unitsNeeded ?? workstreamOf(everybody.value, row.workstreamId)?.unitsNeeded);

  async function submit() {
    if (await model.submit()) onAccepted();
  }

  return (
    <Sheet
      title={row ? text.dialogs.titles[type](aboutWhom(type, row, names)) : text.dialogs.goneTitle}
      role={type === 'forceClose' ? 'alertdialog' : 'dialog'}
      onClose={onClose}
      top={picks && possible && <PickerTop model={model} />}
      foot={<Foot {...{ model, text, possible, tellsId, onClose }} onSubmit={submit} />}
    >
      <div class="dialog">
        <Changed model={model} names={names} />
        {possible ? (
          <>
            {picks && (
              <TargetPicker
                key={model.tab.value}
                picker={picker}
                label={model.tab.value === 'agent' ? text.dialogs.pick.agents : text.dialogs.pick.queues}
                empty={model.tab.value === 'agent' ? text.dialogs.pick.noAgents : text.dialogs.pick.noQueues}
                directory={everybody.value}
                names={names}
                needed={needed}
              />
            )}
            {type === 'setPresence' && <PresencePicker model={model} />}
            <div class="dialog-tells">
              {picks && <ChoiceTrouble {...{ picker, names, needed }} />}
              {row && (
                <ConsequenceCard
                  id={tellsId}
                  lines={[
                    ...oldPicture(text, props.freshness.value),
                    ...consequencesOf(text, type, {
                      row,
                      choice: picker.choice.value?.candidate,
                      directory: everybody.value,
                      names,
                      context: props.context.value,
                      undoSeconds: props.undoSeconds,
                    }),
                  ]}
                />
              )}
              {type === 'forceClose' && <NoteField model={model} />}
            </div>
          </>
        ) : (
          <Impossible {...props} />
        )}
        <Trouble model={model} line={props.line} />
      </div>
    </Sheet>
  );
}

/** All but one are about the customer's conversation. */
function aboutWhom(type: DialogType, { agentId, customer }: Conversation, names: Names): Isolated {
  return type === 'setPresence' && agentId !== undefined ? names.agent(agentId) : isolate(customer.name);
}

/** Red: whoever goes on does so knowing how old the picture is. Where it cannot be read again, nothing is sent anyway. */
function oldPicture(text: Language, { kind, tone, age }: Freshness): Consequence[] {
  const isOld = tone === 'urgent' && (kind === 'stale' || kind === 'offline' || kind === 'reconnecting');
  if (!isOld || age === undefined) return [];
  return [{ icon: 'warning', text: text.dialogs.oldPicture(text.age(age)), tone: 'urgent' }];
}

function PickerTop({ model }: { model: DialogModel }) {
  const text = useText();
  const { pick } = text.dialogs;
  const isAgents = model.tab.value === 'agent';
  const picker = isAgents ? model.agents : model.queues;
  return (
    <>
      {model.queues.total.value > 0 && (
        <Segmented
          label={pick.kind}
          value={model.tab.value}
          segments={[
            { value: 'agent', label: pick.agent, count: model.agents.total.value },
            { value: 'queue', label: pick.queue, count: model.queues.total.value },
          ]}
          onChange={model.setTab}
        />
      )}
      <SearchBox
        label={isAgents ? pick.findAgent : pick.findQueue}
        placeholder={isAgents ? pick.findAgent : pick.findQueue}
        value={picker.search.value}
        onInput={picker.setSearch}
      />
    </>
  );
}

interface FootProps {
  model: DialogModel;
  text: Language;
  possible: boolean;
  tellsId: string;
  onClose(): void;
  onSubmit(): void;
}

function Foot({ model, text, possible, tellsId, onClose, onSubmit }: FootProps) {
  const { buttons } = text.dialogs;
  const sending = model.progress.value.kind === 'sending';
  const leaving = !possible ? text.common.close : model.type === 'forceClose' ? buttons.keepOpen : text.common.cancel;
  return (
    <>
      <Button safe onPress={onClose}>
        {leaving}
      </Button>
      {possible && (
        <Button
          kind={model.type === 'forceClose' ? 'destroy' : 'primary'}
          unavailable={!model.ready.value}
          busy={sending}
          describedBy={tellsId}
          onPress={onSubmit}
        >
          {sending ? buttons.sending : verb(text, model)}
        </Button>
      )}
    </>
  );
}

/** "Assign to Mina Park": the button says to whom, and when it overrides. */
function verb(text: Language, { type, tab, agents, queues }: DialogModel): string {
  const { buttons } = text.dialogs;
  if (type !== 'assign' && type !== 'transfer') return buttons[type];
  const choice = (tab.value === 'agent' ? agents : queues).choice.value;
  if (choice === undefined) return buttons[type];
  const name = isolate(choice.candidate.name, 40);
  if (type === 'transfer') return buttons.transferTo(name);
  return choice.group === 'overridable' ? buttons.assignAnyway(name) : buttons.assignTo(name);
}

function NoteField({ model }: { model: DialogModel }) {
  const { note } = useText().dialogs;
  return (
    <textarea
      class="field"
      rows={2}
      dir="auto"
      maxLength={maxNoteLength}
      aria-label={note}
      placeholder={note}
      value={model.note.value}
      onInput={(event) => model.setNote(event.currentTarget.value)}
    />
  );
}

function workstreamOf(everybody: Everybody, id: string | undefined) {
  return id === undefined ? undefined : everybody.workstream(id);
}
