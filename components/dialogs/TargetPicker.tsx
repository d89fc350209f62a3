/** Everybody who could get it: offered ones first, then "assign anyway", then the impossible with all their reasons. */
import { useRef, useState } from 'preact/hooks';
import type { TargetReason } from '../../lib/domain/reasons.ts';
import type { Directory } from '../../lib/domain/ruleContext.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import { type Names, reasonText } from '../../lib/i18n/reasonTexts.ts';
import type { Picker, PickerRow } from '../../lib/models/picker.ts';
import { Button } from '../base/Button.tsx';
import { PresenceMark } from '../base/marks.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';

export interface TargetPickerProps {
  picker: Picker;
  label: string;
  empty: string;
  directory: Directory;
  names: Names;
  /** Units that the conversation needs, where known. */
  needed: number | undefined;
}

/** Arrow keys walk over all rows, also those that cannot be chosen; Space or Enter chooses. */
export function TargetPicker({ picker, label, empty, directory, names, needed }: TargetPickerProps) {
  const text = useText();
  const list = useRef<HTMLDivElement>(null);
  const [walked, walkTo] = useState<string | undefined>(undefined);
  const rows = picker.rows.value;
  const matching = picker.matching.value;
  const chosenKey = picker.choice.value?.key;
  const stop = [walked, chosenKey].find((key) => rows.some((row) => row.key === key)) ?? rows[0]?.key;

  function onKeyDown(event: KeyboardEvent) {
    const at = rows.findIndex(({ key }) => key === stop);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const next = to === undefined ? undefined : rows[to];
    if (to === undefined) return;
    event.preventDefault();
    if (next === undefined) return;
    walkTo(next.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  }

  if (rows.length === 0) {
    return <p class="picker-empty">{picker.total.value === 0 ? empty : text.dialogs.pick.nothingFound}</p>;
  }
  return (
    <>
      <div ref={list} class="picker" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <TargetRow
            key={row.key}
            row={row}
            checked={row.key === chosenKey}
            stop={row.key === stop}
            onChoose={() => {
              walkTo(row.key);
              picker.choose(row.key);
            }}
            {...{ directory, names, needed, text }}
          />
        ))}
      </div>
      {matching > rows.length && (
        <p class="picker-more">
          <span class="grow">{text.dialogs.pick.shown(rows.length, matching)}</span>
          <Button kind="link" onPress={picker.showMore}>
            {text.dialogs.pick.showMore(Math.min(pageOf(rows.length), matching - rows.length))}
          </Button>
        </p>
      )}
    </>
  );
}
const pageOf = (shown: number) => Math.min(shown, 50);

interface TargetRowProps {
  row: PickerRow;
  checked: boolean;
  stop: boolean;
  onChoose(): void;
  directory: Directory;
  names: Names;
  needed: number | undefined;
  text: Language;
}

function TargetRow({ row, checked, stop, onChoose, directory, names, needed, text }: TargetRowProps) {
  const { candidate, group, key } = row;
  const agent = candidate.target.agentId === undefined ? undefined : directory.agent(candidate.target.agentId);
  const { pick } = text.dialogs;
  const capacity = agent?.kind === 'human' ? agent.capacity : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: native radios choose while one walks over them and skip the disabled, whose reasons must be reachable
    <button
      type="button"
      class={`target ${group}`}
      role="radio"
      aria-checked={checked}
      aria-disabled={group === 'blocked' || undefined}
      tabIndex={stop ? 0 : -1}
      data-key={key}
      onClick={onChoose}
    >
      <span class="radio" aria-hidden="true" />
      {agent ? <PresenceMark base={agent.presence.base} /> : <span />}
      <span class="target-name">
        <Name text={candidate.name} />
        {candidate.isMe && <span class="target-me"> ({pick.you})</span>}
        {agent?.presence.text !== undefined && (
          <span class="target-presence">
            {' · '}
            <Name text={agent.presence.text} />
          </span>
        )}
      </span>
      <span class="target-free count">
        {capacity === undefined
          ? ''
          : capacity === 'unknown'
            ? pick.capacityUnknown
            : pick.free(capacity.free, capacity.max)}
      </span>
      {candidate.blocking.map((reason) => (
        <span key={reason.code} class="target-why">
          {reasonText(text.reasons, reason, names)}
        </span>
      ))}
      {candidate.overridable.length > 0 && (
        <span class="target-why override">
          <strong>
            {candidate.overridable.map((reason) => overridableText(text, names, reason, needed)).join(' ')}
          </strong>
          {group === 'overridable' && ` · ${pick.overrides(overriddenBy(candidate.overridable))}`}
        </span>
      )}
      {group !== 'blocked' && candidate.unitsOver !== undefined && candidate.unitsOver > 0 && (
        <span class="target-why override">{pick.note(candidate.unitsOver)}</span>
      )}
    </button>
  );
}

/** A reason as the picker says it: capacity with what the conversation needs (A5). */
export function overridableText(
  text: Language,
  names: Names,
  reason: TargetReason,
  needed: number | undefined,
): string {
  return reason.code === 'overCapacity'
    ? text.dialogs.pick.over(reason.units, needed)
    : reasonText(text.reasons, reason, names);
}

function overriddenBy(reasons: readonly TargetReason[]): ('presence' | 'capacity')[] {
  const isCapacity = ({ code }: TargetReason) => code === 'overCapacity' || code === 'capacityUnknown';
  const what: ('presence' | 'capacity')[] = [];
  if (reasons.some((reason) => !isCapacity(reason))) what.push('presence');
  if (reasons.some(isCapacity)) what.push('capacity');
  return what;
}

/** Said when the chosen one got worse; choosing anew agrees to it. */
export function ChoiceTrouble({ picker, names, needed }: Pick<TargetPickerProps, 'picker' | 'names' | 'needed'>) {
  const text = useText();
  const choice = picker.choice.value;
  if (choice?.trouble === undefined) return null;
  const name = isolate(choice.candidate.name);
  const why = choice.candidate.overridable.map((reason) => overridableText(text, names, reason, needed)).join(' ');
  return (
    <div class="choice-trouble" role="alert">
      {choice.trouble === 'impossible' ? (
        text.dialogs.pick.impossible(name)
      ) : (
        <>
          {text.dialogs.pick.worse(name, why)}{' '}
          <Button kind="link" onPress={() => picker.choose(choice.key)}>
            {text.dialogs.pick.agree}
          </Button>
        </>
      )}
    </div>
  );
}
