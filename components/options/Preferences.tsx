/** Undo window, language, theme. */
import { languages } from '../../lib/i18n/languages.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { OptionsModel } from '../../lib/models/options.ts';
import { Segmented } from '../base/Segmented.tsx';
import { useText } from '../base/surroundings.tsx';
import { Section } from './Section.tsx';

const maxUndoSeconds = 15;

export function Preferences({ options, state }: { options: OptionsModel; state: OptionsState }) {
  const { preferences: words } = useText().options;
  return (
    <Section title={words.title}>
      <div class="form">
        <label>
          <span>{words.undo}</span>
          <span class="range">
            <input
              type="range"
              min={0}
              max={maxUndoSeconds}
              step={1}
              value={state.undoSeconds}
              aria-valuetext={words.undoValue(state.undoSeconds)}
              onChange={(event) => options.setPreferences({ undoSeconds: event.currentTarget.valueAsNumber })}
            />
            <output class="count">{words.undoValue(state.undoSeconds)}</output>
          </span>
          <small class="options-hint">{words.undoHint}</small>
        </label>
        <label>
          <span>{words.language}</span>
          <select
            value={state.language}
            onChange={(event) => options.setPreferences({ language: event.currentTarget.value })}
          >
            <option value="auto">{words.languageAuto}</option>
            {languages.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div class="preference">
          <span>{words.theme}</span>
          <Segmented
            label={words.theme}
            value={state.theme}
            segments={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
            onChange={(theme) => options.setPreferences({ theme })}
          />
        </div>
      </div>
    </Section>
  );
}
