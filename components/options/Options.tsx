/** The options page: connections, switches, preferences, the notice, the action log. */
import { useEffect, useMemo } from 'preact/hooks';
import type { StorageHealth } from '../../lib/domain/storage.ts';
import type { WorkerClient } from '../../lib/messages/client.ts';
import type { OptionsState } from '../../lib/messages/requests.ts';
import type { Clock } from '../../lib/models/clock.ts';
import { createOptions, type OptionsModel } from '../../lib/models/options.ts';
import { createSession, type SessionModel } from '../../lib/models/session.ts';
import type { RequestAccess } from '../../lib/models/signIn.ts';
import { Icon } from '../base/Icon.tsx';
import { Silence } from '../base/Silence.tsx';
import { Surrounded, useText } from '../base/surroundings.tsx';
import { Banner, Progress } from '../base/told.tsx';
import { ActionLog } from './ActionLog.tsx';
import { Connections } from './Connections.tsx';
import { NoticeSection } from './NoticeSection.tsx';
import { Preferences } from './Preferences.tsx';
import { Section } from './Section.tsx';
import { Switches } from './Switches.tsx';
import '../base.css';
import './options.css';

export interface OptionsProps {
  client: WorkerClient;
  clock: Clock;
  /** BCP 47 tag that serves until the settings have arrived. */
  browserLanguage: string;
  requestAccess: RequestAccess;
  /** For a worker that says nothing any more. */
  restart(): void;
}

export function Options({ client, clock, browserLanguage, requestAccess, restart }: OptionsProps) {
  const { session, options } = useMemo(
    () => ({ session: createSession(client, clock, browserLanguage), options: createOptions(client, requestAccess) }),
    [client],
  );
  useEffect(() => {
    const stops = [clock.start(), session.start()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [session, options, clock]);
  // A connection that signed in, was acknowledged or lost a switch elsewhere is read anew; its running age is not.
  const told = JSON.stringify(
    session.state.value?.connections.map(({ id, phase, noticeAcknowledged, switchedOff }) => [
      id,
      phase,
      noticeAcknowledged,
      switchedOff,
    ]),
  );
  useEffect(() => void options.load(), [options, told]);
  return (
    <Surrounded text={session.text} now={clock.now} theme={session.theme}>
      <Page {...{ client, session, options, restart }} />
    </Surrounded>
  );
}

interface PageProps extends Pick<OptionsProps, 'client' | 'restart'> {
  session: SessionModel;
  options: OptionsModel;
}

function Page({ restart, ...page }: PageProps) {
  const text = useText();
  const { options } = page;
  const state = options.state.value;
  const trouble = options.trouble.value;
  return (
    <main class="options">
      <header class="options-head">
        <span class="logo">
          <Icon name="logo" />
        </span>
        <h1>{text.options.title}</h1>
      </header>
      <Silence line={page.client.line} restart={restart} />
      {trouble && page.client.line.value !== 'silent' && <Banner tone="urgent">{text.requestErrors[trouble]}</Banner>}
      {state === undefined ? <Progress label={text.options.loading} /> : <Sections {...page} state={state} />}
    </main>
  );
}

function Sections({ client, session, options, state }: Omit<PageProps, 'restart'> & { state: OptionsState }) {
  const text = useText();
  const { about } = text.options;
  const several = state.connections.length > 1;
  return (
    <>
      <Connections options={options} state={state} health={(id) => healthOf(session, id)} />
      <Switches options={options} state={state} />
      <Preferences options={options} state={state} />
      <NoticeSection state={state} />
      {state.connections.map(({ id, name, baseUrl }) => (
        <ActionLog key={id} client={client} connectionId={id} of={several ? name || baseUrl : undefined} />
      ))}
      <Section title={about.title}>
        <p>{about.text}</p>
        <p>{about.local}</p>
        <p>{about.noScores}</p>
      </Section>
    </>
  );
}

function healthOf(session: SessionModel, connectionId: string): StorageHealth | undefined {
  return session.state.value?.connections.find(({ id }) => id === connectionId)?.storage;
}
