/** Which connection a page shows, in which language and theme, and how fresh its picture is. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type Language, languageFor } from '../i18n/languages.ts';
import type { WorkerClient } from '../messages/client.ts';
import type { ConnectionStatus, SessionState } from '../messages/topics.ts';
import type { Clock } from './clock.ts';
import { type Freshness, freshnessOf } from './freshness.ts';

export interface SessionModel {
  /** Undefined until the worker has answered for the first time. */
  state: ReadonlySignal<SessionState | undefined>;
  connection: ReadonlySignal<ConnectionStatus | undefined>;
  connectionId: ReadonlySignal<string | undefined>;
  text: ReadonlySignal<Language>;
  theme: ReadonlySignal<'auto' | 'light' | 'dark'>;
  freshness: ReadonlySignal<Freshness>;
  /** Epoch ms on the backend's clock: what a row's times are compared with. */
  backendNow: ReadonlySignal<number>;
  choose(connectionId: string): void;
  start(): () => void;
}

/** @param browserLanguage BCP 47 tag that serves until the settings have arrived */
export function createSession(client: WorkerClient, clock: Clock, browserLanguage: string): SessionModel {
  const state = signal<SessionState | undefined>(undefined);
  const chosen = signal<string | undefined>(undefined);
  const connection = computed(() => {
    const connections = state.value?.connections ?? [];
    const byId = (id: string | undefined) => connections.find((one) => one.id === id);
    return byId(chosen.value) ?? byId(state.value?.hereConnectionId) ?? connections[0];
  });
  return {
    state,
    connection,
    connectionId: computed(() => connection.value?.id),
    text: computed(() => languageFor(state.value?.language ?? browserLanguage)),
    theme: computed(() => state.value?.theme ?? 'auto'),
    freshness: computed(() => freshnessOf(client.line.value, connection.value, clock.now.value)),
    backendNow: computed(() => clock.now.value + (connection.value?.clockOffset ?? 0)),
    choose(connectionId) {
      chosen.value = connectionId;
    },
    start() {
      const subscription = client.subscribe(
        'session',
        () => ({}),
        (push) => {
          state.value = push;
        },
      );
      return () => subscription.stop();
    },
  };
}
