/** What a panel says to its worker and hears from it, told to the campaign. Runs inside the panel, before its own code. */

import type { Operation } from '../../lib/domain/actions.ts';

export type Heard =
  | { kind: 'asked'; operationId: string }
  /** `as`: the id under which it goes on, when the same wish was being held already. */
  | { kind: 'acknowledged'; operationId: string; as: string; state: Operation['state'] }
  /** A row went back to an older version on one line. */
  | { kind: 'stepBack'; id: string; from: number; to: number };

/** The name by which the panel reaches the campaign. */
export const recorderName = 'floorwalkerHeard';

interface Port {
  name: string;
  postMessage(message: unknown): void;
  onMessage: { addListener(listener: (message: never) => void): void };
}
interface Said {
  kind: string;
  id: string;
  name?: string;
  input?: { action?: { operationId: string } };
  value?: { id?: string; state?: Operation['state'] };
  topic?: string;
  subscription?: string;
  push?: { rows?: { id: string; version: number }[] };
}

/** Self-contained: the browser gets its source. Nothing is changed on the way. */
export function record(name: string): void {
  const scope = globalThis as never as {
    chrome?: { runtime?: { connect?(info: { name: string }): Port } };
  } & Record<string, (heard: Heard) => void>;
  const runtime = scope.chrome?.runtime;
  if (location.protocol !== 'chrome-extension:' || runtime?.connect === undefined) return;
  const connect = runtime.connect.bind(runtime);
  const tell = (heard: Heard) => scope[name]?.(heard);
  runtime.connect = (info) => {
    const port = connect(info);
    const questions = new Map<string, string>();
    const versions = new Map<string, number>();
    const post = port.postMessage.bind(port);
    port.postMessage = (message) => {
      const { kind, id, name: request, input } = message as Said;
      const operationId = input?.action?.operationId;
      if (kind === 'ask' && request === 'act' && operationId !== undefined) {
        questions.set(id, operationId);
        tell({ kind: 'asked', operationId });
      }
      post(message);
    };
    port.onMessage.addListener((message: Said) => {
      if (message.kind === 'answer') {
        const operationId = questions.get(message.id);
        const { id: as, state } = message.value ?? {};
        if (operationId !== undefined && as !== undefined && state !== undefined)
          tell({ kind: 'acknowledged', operationId, as, state });
      }
      if (message.kind !== 'push' || message.topic !== 'list') return;
      for (const { id, version } of message.push?.rows ?? []) {
        const before = versions.get(id) ?? version;
        if (version < before) tell({ kind: 'stepBack', id, from: before, to: version });
        versions.set(id, Math.max(version, before));
      }
    });
    return port;
  };
}
