/** What an agent's presence may be set to, as the organisation calls it. */
import { useId } from 'preact/hooks';
import type { DialogModel } from '../../lib/models/dialog.ts';
import { PresenceMark } from '../base/marks.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';

export function PresencePicker({ model }: { model: DialogModel }) {
  const text = useText();
  const group = useId();
  return (
    <fieldset class="presences">
      <legend class="visually-hidden">{text.dialogs.presence}</legend>
      {model.presences.value.map((choice) => (
        <label key={choice.id} class="presence-choice">
          <input
            type="radio"
            name={group}
            checked={model.presence.value?.id === choice.id}
            onChange={() => model.choosePresence(choice)}
          />
          <PresenceMark base={choice.base} silent />
          {choice.text === undefined ? text.presences[choice.base] : <Name text={choice.text} />}
        </label>
      ))}
    </fieldset>
  );
}
