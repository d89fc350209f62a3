/** The toolbar's popup: every queue in numbers, live, and where work waits with nobody there. */
import { useEffect, useMemo } from 'preact/hooks';
import type { Overview } from '../../lib/domain/overview.ts';
import type { WorkerClient } from '../../lib/messages/client.ts';
import type { Clock } from '../../lib/models/clock.ts';
import { createOverview } from '../../lib/models/overview.ts';
import { createSession, type SessionModel } from '../../lib/models/session.ts';
import { Button } from '../base/Button.tsx';
import { Icon } from '../base/Icon.tsx';
import { Name } from '../base/Name.tsx';
import { Silence } from '../base/Silence.tsx';
import { signedOutText } from '../base/signedOut.ts';
import { Surrounded, useText } from '../base/surroundings.tsx';
import { EmptyState, Progress } from '../base/told.tsx';
import { Freshness } from '../panel/Freshness.tsx';
import { QueueTable } from './QueueTable.tsx';
import '../base.css';
import './popup.css';

export interface QueuePopupProps {
  client: WorkerClient;
  clock: Clock;
  /** BCP 47 tag that serves until the settings have arrived. */
  browserLanguage: string;
  /** Called within the user's gesture: the browser opens its side panel only then. */
  openPanel(): void;
  /** For a worker that says nothing any more. */
  restart(): void;
}

export function QueuePopup({ client, clock, browserLanguage, openPanel, restart }: QueuePopupProps) {
  const { session, overview } = useMemo(() => {
    const own = createSession(client, clock, browserLanguage);
    return { session: own, overview: createOverview(client, own.connectionId) };
  }, [client]);
  useEffect(() => {
    const stops = [clock.start(), session.start(), overview.start()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [session, overview, clock]);
  return (
    <Surrounded text={session.text} now={clock.now} theme={session.theme}>
      <main class="popup">
        <Head session={session} />
        <Silence line={client.line} asOf={session.connection.value?.asOf} restart={restart} />
        <Middle session={session} overview={overview.overview.value} />
        <Foot overview={overview.overview.value} openPanel={openPanel} />
      </main>
    </Surrounded>
  );
}

function Head({ session }: { session: SessionModel }) {
  const text = useText();
  const connection = session.connection.value;
  return (
    <header class="popup-head">
      <span class="logo">
        <Icon name="logo" />
      </span>
      <h1 class="clip grow">
        {text.popup.title}
        {connection && (
          <>
            {' · '}
            <Name text={connection.identity?.siteName ?? connection.name} maxLength={40} />
          </>
        )}
      </h1>
      {connection && <Freshness session={session} />}
    </header>
  );
}

function Middle({ session, overview }: { session: SessionModel; overview: Overview | undefined }) {
  const text = useText();
  const state = session.state.value;
  const connection = session.connection.value;
  if (state !== undefined && connection === undefined) {
    return (
      <EmptyState icon="info" title={text.panel.noConnection}>
        {text.panel.noConnectionHint}
      </EmptyState>
    );
  }
  if (connection?.noticeAcknowledged === false) {
    return <EmptyState icon="info" title={text.panel.noticeOpen} />;
  }
  const trouble = troubleOf(session);
  return (
    <>
      {trouble && (
        <p class="popup-trouble" role="status">
          {trouble === 'signedOut' && connection ? signedOutText(text, connection.signIn) : text.trouble[trouble]}
        </p>
      )}
      {overview === undefined ? (
        <Progress label={text.popup.loading} />
      ) : overview.queues.length === 0 ? (
        <EmptyState icon="info" title={text.popup.empty} />
      ) : (
        <QueueTable queues={overview.queues} backendNow={session.backendNow} />
      )}
    </>
  );
}

function troubleOf(session: SessionModel) {
  const { kind } = session.freshness.value;
  return kind === 'offline' ||
    kind === 'stale' ||
    kind === 'signedOut' ||
    kind === 'forbidden' ||
    kind === 'wrongBackend'
    ? kind
    : undefined;
}

function Foot({ overview, openPanel }: { overview: Overview | undefined; openPanel(): void }) {
  const text = useText();
  return (
    <footer class="popup-foot">
      <span class={`grow ${overview && overview.overLimit > 0 ? 'over-limit' : ''}`}>
        {overview && text.popup.overLimit(overview.overLimit)}
      </span>
      <Button kind="primary" onPress={openPanel}>
        {text.popup.openPanel}
      </Button>
    </footer>
  );
}
