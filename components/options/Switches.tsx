/** What holds for each connection: its switches (G2) and which year's rules. What something above holds off is disabled here and names who does. */
import { useId } from 'preact/hooks';
import { type SwitchedAction, switchedActions } from '../../lib/domain/actions.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { OptionsModel } from '../../lib/models/options.ts';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { Section } from './Section.tsx';

interface SwitchesProps {
  options: OptionsModel;
  state: OptionsState;
}

export function Switches({ options, state }: SwitchesProps) {
  const { switches: words } = useText().options;
  if (state.connections.length === 0) return null;
  return (
    <Section title={words.title} hint={words.hint}>
      <ul class="cards">
        {state.connections.map((connection) => (
          <li key={connection.id} class="card">
            <h3>
              <Name text={connection.name} />
            </h3>
            {switchedActions.map((action) => (
              <Switch
                key={action}
                action={action}
                on={connection.switches[action]}
                heldOff={connection.heldOff[action] ?? []}
                organisationName={state.organisationName}
                onChange={(on) => options.setSwitch(connection.id, action, on)}
              />
            ))}
            <Rules
              version={connection.rulesVersion}
              heldBy={connection.rulesHeld ? policyName(words, state.organisationName) : undefined}
              onChange={(version) => options.setRulesVersion(connection.id, version)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type RulesVersion = OptionsState['connections'][number]['rulesVersion'];

interface RulesProps {
  version: RulesVersion;
  /** Whose policy has chosen them. */
  heldBy: string | undefined;
  onChange(version: RulesVersion): void;
}

function Rules({ version, heldBy, onChange }: RulesProps) {
  const { switches: words } = useText().options;
  const hintId = useId();
  return (
    <label class="preference">
      <span>{words.rules}</span>
      <select
        value={version}
        disabled={heldBy !== undefined}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.currentTarget.value === '2025' ? '2025' : '2024')}
      >
        {(['2024', '2025'] as const).map((one) => (
          <option key={one} value={one}>
            {words.rulesNames[one]}
          </option>
        ))}
      </select>
      <small id={hintId} class="options-hint">
        {heldBy === undefined ? words.rulesHint : words.rulesBy(heldBy)}
      </small>
    </label>
  );
}

interface SwitchProps {
  action: SwitchedAction;
  on: boolean;
  heldOff: readonly ('policy' | 'backend')[];
  organisationName: string | undefined;
  onChange(on: boolean): void;
}

function Switch({ action, on, heldOff, organisationName, onChange }: SwitchProps) {
  const text = useText();
  const { switches: words } = text.options;
  const whyId = useId();
  const policy = policyName(words, organisationName);
  const owners = heldOff.map((owner) => (owner === 'policy' ? words.heldBy.policy(policy) : words.heldBy.backend));
  const held = owners.length > 0;
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={on && !held}
        aria-checked={on && !held}
        disabled={held}
        aria-describedby={held ? whyId : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="grow">
        {words.names[action]}
        {held && (
          <small id={whyId} class="needs">
            {owners.join(' · ')}
          </small>
        )}
      </span>
    </label>
  );
}

function policyName(words: Language['options']['switches'], organisationName: string | undefined): string {
  return organisationName === undefined ? words.yourPolicy : words.policyOf(isolate(organisationName));
}
