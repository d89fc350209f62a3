/** The switches of each connection (G2). What something above holds off is disabled here and names who does. */
import { useId } from 'preact/hooks';
import { type SwitchedAction, switchedActions } from '../../lib/domain/actions.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
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
          </li>
        ))}
      </ul>
    </Section>
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
  const policy = organisationName === undefined ? words.yourPolicy : words.policyOf(isolate(organisationName));
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
