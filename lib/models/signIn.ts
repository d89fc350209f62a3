/** Signing in again from where it is missed: a normal state of every day where a connection signs in by OAuth. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { SignIn } from '../domain/signIn.ts';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError, type RequestErrorCode, type TestFailure } from '../messages/requests.ts';
import type { ConnectionStatus } from '../messages/topics.ts';

/** Asks the browser for what a connection needs: its site, and the sign-in window. Only within the user's gesture. */
export type RequestAccess = (baseUrl: string, signIn: SignIn) => Promise<boolean>;

export type SignInState =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'refused'; result: TestFailure }
  | { kind: 'failed'; code: RequestErrorCode };

export interface SignInModel {
  state: ReadonlySignal<SignInState>;
  /** Must be called within the user's gesture. Connections that sign in otherwise do nothing. */
  start(): Promise<void>;
}

export function createSignIn(
  client: WorkerClient,
  connection: ReadonlySignal<Pick<ConnectionStatus, 'baseUrl' | 'signIn'> | undefined>,
  requestAccess: RequestAccess,
): SignInModel {
  const state = signal<SignInState>({ kind: 'idle' });
  return {
    state,
    async start() {
      const { baseUrl, signIn } = connection.peek() ?? {};
      if (baseUrl === undefined || signIn?.kind !== 'oauth' || state.peek().kind === 'busy') return;
      state.value = { kind: 'busy' };
      try {
        // Nothing is awaited before this: the browser asks its question only within the gesture.
        const allowed = await requestAccess(baseUrl, signIn);
        const result = allowed
          ? await client.ask('signIn', { baseUrl, signIn })
          : ({ ok: false, problem: 'noPermission', detail: '' } as const);
        state.value = result.ok ? { kind: 'idle' } : { kind: 'refused', result };
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        state.value = { kind: 'failed', code: error.code };
      }
    },
  };
}
