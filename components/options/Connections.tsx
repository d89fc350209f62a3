/** The connections that exist, each with what it still needs, and the form for one more. */
import { useState } from 'preact/hooks';
import type { StorageHealth } from '../../lib/domain/storage.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { OptionsModel } from '../../lib/models/options.ts';
import { Button } from '../base/Button.tsx';
import { Name } from '../base/Name.tsx';
import { useText } from '../base/surroundings.tsx';
import { Rebuild } from '../storage/Rebuild.tsx';
import { StorageTroubles } from '../storage/StorageTroubles.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { DescriptorFile } from './DescriptorFile.tsx';
import { Section } from './Section.tsx';

interface ConnectionsProps {
  options: OptionsModel;
  state: OptionsState;
  /** How a connection's storage stands; undefined until the worker has told. */
  health(connectionId: string): StorageHealth | undefined;
}

export function Connections({ options, state, health }: ConnectionsProps) {
  const { connections: words } = useText().options;
  const [adds, setAdds] = useState(state.connections.length === 0);
  return (
    <Section title={words.title}>
      {state.connections.length === 0 && <p class="options-hint">{words.none}</p>}
      <ul class="cards">
        {state.connections.map((connection) => (
          <ConnectionCard key={connection.id} {...{ connection, options, state, health }} />
        ))}
      </ul>
      {adds ? (
        <div class="card">
          <h3>{words.add}</h3>
          <ConnectionForm options={options} state={state} />
        </div>
      ) : (
        <div>
          <Button onPress={() => setAdds(true)}>{words.add}</Button>
        </div>
      )}
    </Section>
  );
}

type Connection = OptionsState['connections'][number];

function ConnectionCard({ connection, options, state, health }: ConnectionsProps & { connection: Connection }) {
  const { connections: words } = useText().options;
  const [asks, setAsks] = useState(false);
  const stands = health(connection.id);
  const rebuild = () => options.rebuild(connection.id);
  const backend = state.backends.find(({ id }) => id === connection.backend);
  const needs = needOf(connection);
  return (
    <li class="card">
      <div class="card-line">
        <div class="grow">
          <h3>
            <Name text={connection.name} />
          </h3>
          <div class="options-hint">
            {backend?.name ?? connection.backend} · <bdi dir="ltr">{connection.baseUrl}</bdi>
          </div>
        </div>
        {!connection.managed && !asks && (
          <Button kind="danger" onPress={() => setAsks(true)}>
            {words.remove}
          </Button>
        )}
      </div>
      {connection.managed && (
        <p class="options-hint">{words.managedBy(isolate(state.organisationName ?? words.organisation))}</p>
      )}
      {asks && (
        <div class="card-ask" role="alertdialog" aria-label={words.removeAsk(isolate(connection.name))}>
          <strong>{words.removeAsk(isolate(connection.name))}</strong>
          <p>{words.removeTells}</p>
          <div class="card-line">
            <Button safe onPress={() => setAsks(false)}>
              {words.keep}
            </Button>
            <Button kind="destroy" onPress={() => options.remove(connection.id)}>
              {words.removeNow}
            </Button>
          </div>
        </div>
      )}
      {stands && (
        <StorageTroubles
          health={stands}
          onRebuild={rebuild}
          onUnderstood={() => options.acknowledgeLoss(connection.id)}
        />
      )}
      {stands && connection.hasSecret && <Rebuild health={stands} onRebuild={rebuild} />}
      {backend?.takesDescriptor && !connection.managed && <DescriptorFile options={options} connection={connection} />}
      {needs && (
        <>
          <p class="needs">{words[needs]}</p>
          <ConnectionForm options={options} state={state} only={connection} />
        </>
      )}
    </li>
  );
}

/** What a connection needs from this person before it can be used: one of a policy comes without it. */
function needOf({ hasSecret, mayReach }: Connection): 'noSecret' | 'noAccess' | undefined {
  if (!hasSecret) return 'noSecret';
  return mayReach ? undefined : 'noAccess';
}
