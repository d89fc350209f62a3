/** The notice as a gate (G3): closed until this account has acknowledged this version on this connection. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode } from '../messages/requests.ts';
import type { ConnectionStatus } from '../messages/topics.ts';

export interface NoticeModel {
  /** True: nothing of the connection may be shown yet. */
  closed: ReadonlySignal<boolean>;
  storing: ReadonlySignal<boolean>;
  trouble: ReadonlySignal<RequestErrorCode | undefined>;
  /** The gate opens when the worker tells that it is stored, not before. */
  acknowledge(): Promise<void>;
}

/** `version` is that of the text that is shown. */
export function createNotice(
  client: WorkerClient,
  connection: ReadonlySignal<ConnectionStatus | undefined>,
  version: number,
): NoticeModel {
  const storing = signal(false);
  const trouble = signal<RequestErrorCode | undefined>(undefined);
  return {
    closed: computed(() => connection.value?.noticeAcknowledged !== true),
    storing,
    trouble,
    async acknowledge() {
      const connectionId = connection.peek()?.id;
      if (connectionId === undefined) return;
      storing.value = true;
      trouble.value = undefined;
      try {
        await client.ask('acknowledgeNotice', { connectionId, noticeVersion: version });
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        trouble.value = error.code;
      }
      storing.value = false;
    },
  };
}
