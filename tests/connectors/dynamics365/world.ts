/** A floor behind the double, over real sockets, and what a connector makes of it. */
import { onTestFinished } from 'vitest';
import type { Change, Connector, ConnectorEnvironment } from '../../../lib/connectors/connector.ts';
import { createDynamicsConnector } from '../../../lib/connectors/dynamics365/createDynamicsConnector.ts';
import type { Conversation } from '../../../lib/domain/records.ts';
import type { Manners } from '../../doubles/dynamics365/manners.ts';
import { startDynamics } from '../../doubles/dynamics365/startDynamics.ts';
import { activate, idOf, testFloor } from '../../floor/server/testFloor.ts';
import { schedule } from '../../realTime.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

const { signal } = new AbortController();

/** The budget of requests is a matter of minutes (budget.test.ts): here they pass in a moment. */
const haste = 200;
export function hurried(): ConnectorEnvironment {
  const begun = Date.now();
  return anEnvironment({
    now: () => begun + (Date.now() - begun) * haste,
    schedule: (task, delay) => schedule(task, delay / haste),
  });
}

export async function aWorld(conversations: number, manners: Partial<Manners> = {}) {
  const floor = testFloor(conversations);
  activate(floor, idOf(1));
  const double = await startDynamics({ floor, port: 0, speed: 0 });
  onTestFinished(() => double.stop());
  double.behave(manners);
  /** Each one is a new worker: it remembers nothing. */
  const connect = () => createDynamicsConnector(settingsFor(double.url, { secret: double.token }), hurried());
  return { floor, double, connect, connector: connect() };
}

export async function readAll(connector: Connector, from?: string, known: string[] = []) {
  const pages = [await connector.pull(from, signal, () => known)];
  for (let page = pages[0]; page?.more; page = pages.at(-1)) pages.push(await connector.pull(page.cursor, signal));
  return { pages, changes: pages.flatMap(({ changes }) => changes), cursor: pages.at(-1)?.cursor ?? '' };
}

export function rowsOf(changes: readonly Change[]): Map<string, Conversation> {
  return new Map(changes.flatMap((each) => (each.kind === 'conversation' ? [[each.row.id, each.row] as const] : [])));
}
