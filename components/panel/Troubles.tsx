/** What is wrong with the picture, and what to do about it; nothing while all is well. */
import type { ComponentChildren } from 'preact';
import { isolate } from '../../lib/i18n/isolate.ts';
import { Button } from '../base/Button.tsx';
import { Silence } from '../base/Silence.tsx';
import { problemText, signedOutText } from '../base/signedOut.ts';
import { useText } from '../base/surroundings.tsx';
import { Banner, EmptyState } from '../base/told.tsx';
import { StorageTroubles } from '../storage/StorageTroubles.tsx';
import type { PanelBodyProps } from './Panel.tsx';

export function Troubles({ panel, openOptions, restart }: PanelBodyProps) {
  const text = useText();
  const { freshness, connection } = panel.session;
  const { kind, tone } = freshness.value;
  const status = connection.value;
  const options = openOptions && (
    <Button kind="link" onPress={openOptions}>
      {text.trouble.openOptions}
    </Button>
  );
  const banners: { tone: 'info' | 'warn' | 'urgent'; text: string; action?: ComponentChildren }[] = [];
  if (kind === 'otherVersion') {
    const reload = (
      <Button kind="link" onPress={() => location.reload()}>
        {text.common.reload}
      </Button>
    );
    banners.push({ tone: 'urgent', text: text.trouble.otherVersion, action: reload });
  } else if (kind === 'offline' || kind === 'stale') {
    banners.push({ tone: tone === 'urgent' ? 'urgent' : 'warn', text: text.trouble[kind] });
  } else if (kind === 'signedOut' && status !== undefined && status.signIn.kind !== 'token') {
    banners.push({ tone: 'warn', text: signedOutText(text, status.signIn), action: <SignInAgain panel={panel} /> });
  } else if (kind === 'signedOut' || kind === 'wrongBackend') {
    banners.push({ tone: 'urgent', text: text.trouble[kind], action: options });
  } else if (kind === 'forbidden') {
    banners.push({ tone: 'urgent', text: text.trouble.forbidden });
  }
  if (status?.identity?.isSupervisor === false) banners.push({ tone: 'warn', text: text.trouble.notSupervisor });
  if (status && status.unreadable > 0) banners.push({ tone: 'warn', text: text.trouble.unreadable(status.unreadable) });
  return (
    <>
      <Silence line={panel.client.line} asOf={status?.asOf} restart={restart} />
      {banners.map(({ tone: look, text: words, action }) => (
        <Banner key={words} tone={look} action={action}>
          {words}
        </Banner>
      ))}
      {kind === 'signedOut' && <SignInTrouble panel={panel} />}
      {status && (
        <StorageTroubles health={status.storage} onRebuild={panel.rebuild} onUnderstood={panel.acknowledgeLoss} />
      )}
    </>
  );
}

/** The way back in, by how this connection signs in. */
function SignInAgain({ panel }: Pick<PanelBodyProps, 'panel'>) {
  const { trouble } = useText();
  const busy = panel.signIn.state.value.kind === 'busy';
  return panel.session.connection.value?.signIn.kind === 'oauth' ? (
    <Button kind="primary" busy={busy} onPress={() => panel.signIn.start()}>
      {busy ? trouble.signingIn : trouble.signIn}
    </Button>
  ) : (
    <Button onPress={() => panel.refresh()}>{trouble.tryAgain}</Button>
  );
}

function SignInTrouble({ panel }: Pick<PanelBodyProps, 'panel'>) {
  const text = useText();
  const state = panel.signIn.state.value;
  const status = panel.session.connection.value;
  if (state.kind === 'failed') return <Banner tone="urgent">{text.requestErrors[state.code]}</Banner>;
  if (state.kind !== 'refused' || status === undefined) return null;
  const { problem, detail } = state.result;
  return (
    <Banner tone="urgent">
      {problemText(text, problem, status.signIn)} {detail !== '' && <bdi>{isolate(detail, 300)}</bdi>}
    </Banner>
  );
}

export function NoConnection({ openOptions }: Pick<PanelBodyProps, 'openOptions'>) {
  const text = useText();
  const action = openOptions && (
    <Button kind="primary" onPress={openOptions}>
      {text.trouble.openOptions}
    </Button>
  );
  return (
    <EmptyState icon="people" title={text.panel.noConnection} action={action}>
      {text.panel.noConnectionHint}
    </EmptyState>
  );
}
