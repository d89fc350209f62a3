/** The options page: connections with their test, switches, preferences. What is stored is read again after each change. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SwitchedAction } from '../domain/actions.ts';
import { normaliseBaseUrl } from '../domain/baseUrl.ts';
import type { WorkerClient } from '../messages/client.ts';
import {
  type OptionsState,
  RequestError,
  type RequestErrorCode,
  type RequestInput,
  type TestResult,
} from '../messages/requests.ts';
import type { RequestAccess } from './signIn.ts';

export type NewConnection = RequestInput<'testConnection'>;
type Preferences = RequestInput<'setPreferences'>;

/** How far one attempt to reach a connection has come; it belongs to exactly the values that were tried. */
export type Attempt =
  | { kind: 'none' }
  | { kind: 'testing'; tried: NewConnection }
  | { kind: 'result'; tried: NewConnection; result: TestResult; saved: boolean }
  | { kind: 'failed'; tried: NewConnection; code: RequestErrorCode };

export interface OptionsModel {
  state: ReadonlySignal<OptionsState | undefined>;
  /** The last change or reading that the worker could not do. */
  trouble: ReadonlySignal<RequestErrorCode | undefined>;
  attempt: ReadonlySignal<Attempt>;
  /** Forgets the last attempt: the form has been changed. */
  forget(): void;
  /** With the sign-in window where it signs in by OAuth. Within the user's gesture: the browser may ask something. */
  test(connection: NewConnection): Promise<void>;
  /** Tests once more and stores it when that works. True = stored. */
  save(connection: NewConnection): Promise<boolean>;
  remove(connectionId: string): Promise<void>;
  /** Throws the connection's stored list away and reads everything anew. */
  rebuild(connectionId: string): Promise<void>;
  acknowledgeLoss(connectionId: string): Promise<void>;
  setSwitch(connectionId: string, action: SwitchedAction, on: boolean): Promise<void>;
  setRulesVersion(connectionId: string, rulesVersion: '2024' | '2025'): Promise<void>;
  /** Without one, the connection's corrections are taken away. */
  setDescriptor(connectionId: string, descriptor: RequestInput<'setDescriptor'>['descriptor']): Promise<void>;
  setPreferences(preferences: Preferences): Promise<void>;
  load(): Promise<void>;
}

export function createOptions(client: WorkerClient, requestAccess: RequestAccess): OptionsModel {
  const state = signal<OptionsState | undefined>(undefined);
  const trouble = signal<RequestErrorCode | undefined>(undefined);
  const attempt = signal<Attempt>({ kind: 'none' });

  async function guarded(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      state.value = await client.ask('readOptions', {});
      trouble.value = undefined;
    } catch (error) {
      trouble.value = codeOf(error);
    }
  }

  async function reach(tried: NewConnection, save: boolean): Promise<boolean> {
    const fail = (problem: 'badAddress' | 'noPermission') => {
      attempt.value = { kind: 'result', tried, result: { ok: false, problem, detail: '' }, saved: false };
      return false;
    };
    const address = normaliseBaseUrl(tried.baseUrl);
    if (!address.ok) return fail(address.problem);
    attempt.value = { kind: 'testing', tried };
    try {
      // Nothing is awaited before this: the browser asks its question only within the gesture.
      if (!(await requestAccess(address.baseUrl, tried.signIn))) return fail('noPermission');
      const { baseUrl, signIn } = tried;
      if (!save && signIn.kind === 'oauth') {
        const signedIn = await client.ask('signIn', { baseUrl, signIn });
        if (!signedIn.ok) {
          attempt.value = { kind: 'result', tried, result: signedIn, saved: false };
          return false;
        }
      }
      const result = await client.ask(save ? 'addConnection' : 'testConnection', tried);
      attempt.value = { kind: 'result', tried, result, saved: save && result.ok };
      if (save && result.ok) await guarded(async () => undefined);
      return save && result.ok;
    } catch (error) {
      attempt.value = { kind: 'failed', tried, code: codeOf(error) };
      return false;
    }
  }

  return {
    state,
    trouble,
    attempt,
    forget() {
      attempt.value = { kind: 'none' };
    },
    async test(connection) {
      await reach(connection, false);
    },
    save: (connection) => reach(connection, true),
    remove: (connectionId) => guarded(() => client.ask('removeConnection', { connectionId })),
    rebuild: (connectionId) => guarded(() => client.ask('rebuildMirror', { connectionId })),
    acknowledgeLoss: (connectionId) => guarded(() => client.ask('acknowledgeLoss', { connectionId })),
    async setSwitch(connectionId, action, on) {
      const switches = state.peek()?.connections.find(({ id }) => id === connectionId)?.switches;
      if (switches === undefined) return;
      await guarded(() => client.ask('setSwitches', { connectionId, switches: { ...switches, [action]: on } }));
    },
    setRulesVersion: (connectionId, rulesVersion) =>
      guarded(() => client.ask('setRulesVersion', { connectionId, rulesVersion })),
    setDescriptor: (connectionId, descriptor) =>
      guarded(() => client.ask('setDescriptor', { connectionId, ...(descriptor && { descriptor }) })),
    setPreferences: (preferences) => guarded(() => client.ask('setPreferences', preferences)),
    load: () => guarded(async () => undefined),
  };
}

function codeOf(error: unknown): RequestErrorCode {
  if (error instanceof RequestError) return error.code;
  throw error;
}
