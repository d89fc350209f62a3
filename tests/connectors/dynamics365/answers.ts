/** Hand-made answers behind the connector's own requests: tables of a small organisation, and whatever a test says instead. */
import type { ConnectionSettings, ConnectorEnvironment } from '../../../lib/connectors/connector.ts';
import { createWebApi } from '../../../lib/connectors/dynamics365/webApi.ts';
import { morning } from '../../builders.ts';
import { anEnvironment, settingsFor } from '../environment.ts';

export const origin = 'https://contoso.crm.example';
export const root = `${origin}/api/data/v9.2`;
export const bySession = { kind: 'browser', throughPage: false } as const;
export const byEntra = { kind: 'oauth', issuer: 'https://login.example/t/v2.0', clientId: 'app' } as const;

export interface Asked {
  url: URL;
  /** Below the API, decoded. */
  path: string;
  query: URLSearchParams;
  init: RequestInit;
  headers: Headers;
}
/** `undefined`: the usual. What is no Response is sent as JSON. */
export type Answerer = (asked: Asked) => unknown;

/** An id that says what it is of. */
export function guidOf(kind: number, number: number): string {
  return `0b1f6c1e-${String(kind).padStart(4, '0')}-4000-8000-${String(number).padStart(12, '0')}`;
}
export const me = guidOf(2, 1);
export const organisationId = guidOf(9, 1);

export const formatted = (column: string) => `${column}@OData.Community.Display.V1.FormattedValue`;

/** The set's rows by path, or a function that makes the answer; a path that has none is an empty list. */
export function tables(rows: Readonly<Record<string, unknown>>): Answerer {
  return ({ path }) => {
    const known = rows[path];
    const found = typeof known === 'function' ? known() : known;
    return Array.isArray(found) ? { value: found } : found;
  };
}

export function setUp(
  answer: Answerer,
  {
    settings,
    environment,
  }: { settings?: Partial<ConnectionSettings>; environment?: Partial<ConnectorEnvironment> } = {},
) {
  const calls: Asked[] = [];
  let time = morning;
  const made = anEnvironment({
    now: () => time,
    // Whoever waits has waited: what takes minutes by the budget takes no time here.
    schedule(task, delay) {
      let isWanted = true;
      queueMicrotask(() => {
        if (!isWanted) return;
        time += delay;
        task();
      });
      return () => {
        isWanted = false;
      };
    },
    fetch: async (input, init = {}) => {
      const url = new URL(String(input));
      const path = decodeURIComponent(url.pathname.replace('/api/data/v9.2/', ''));
      const asked = { url, path, query: url.searchParams, init, headers: new Headers(init.headers) };
      calls.push(asked);
      const told = (await answer(asked)) ?? { value: [] };
      return told instanceof Response ? told : Response.json(told);
    },
    ...environment,
  });
  const connection = settingsFor(origin, { secret: 't-1', ...settings });
  return { api: createWebApi(connection, made), calls, environment: made, settings: connection };
}

export function refusal(status: number, message = '', code = '0x80040220'): Response {
  return Response.json({ error: { code, message } }, { status });
}
