/** Stands before all customer data until this account has acknowledged the notice (G3). */
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { noticeVersion } from '../../lib/domain/notice.ts';
import type { WorkerClient } from '../../lib/messages/client.ts';
import type { ConnectionStatus } from '../../lib/messages/topics.ts';
import { createNotice, type NoticeModel } from '../../lib/models/notice.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';
import { NoticeText } from './NoticeText.tsx';
import './notice.css';

export interface NoticeGateProps {
  client: WorkerClient;
  connection: ReadonlySignal<ConnectionStatus | undefined>;
  /** Not drawn at all while the gate is closed. */
  children: ComponentChildren;
}

export function NoticeGate({ client, connection, children }: NoticeGateProps) {
  const model = useMemo(() => createNotice(client, connection, noticeVersion), [client, connection]);
  return model.closed.value ? <NoticePage model={model} /> : children;
}

function NoticePage({ model }: { model: NoticeModel }) {
  const text = useText();
  const titleId = useId();
  const trouble = model.trouble.value;
  return (
    <section class="notice-page" aria-labelledby={titleId}>
      <div class="notice-scroll">
        <h1 id={titleId}>{text.notice.title}</h1>
        <NoticeText />
        <p class="notice-why">{text.notice.why}</p>
      </div>
      <div class="notice-foot">
        {trouble && <Banner tone="urgent">{text.requestErrors[trouble]}</Banner>}
        <p class="notice-stored">{text.notice.stored}</p>
        <Button kind="primary" busy={model.storing.value} onPress={model.acknowledge}>
          {model.storing.value ? text.notice.acknowledging : text.notice.acknowledge}
        </Button>
      </div>
    </section>
  );
}
