/** The schema that browsers hold an organisation's policy against: what it does not name never arrives. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePolicy } from '../../lib/settings/policy.ts';

interface Schema {
  type: string;
  enum?: string[];
  properties?: Record<string, Schema>;
}
const schema = JSON.parse(readFileSync(new URL('../../public/managed-schema.json', import.meta.url), 'utf8')) as Schema;

/** As browsers do it: members that the schema does not name, or that are of another type, are left out. */
function arriving(value: unknown, { type, properties, enum: allowed }: Schema): unknown {
  if (type !== 'object') return typeof value === type && (allowed?.includes(String(value)) ?? true) ? value : undefined;
  const members = Object.entries(value as object).flatMap(([name, member]) => {
    const arrived = properties?.[name] && arriving(member, properties[name]);
    return arrived === undefined ? [] : [[name, arrived]];
  });
  return Object.fromEntries(members);
}

test.each([
  ['by token', { kind: 'token' }],
  ['by the browser’s session', { kind: 'browser', throughPage: true }],
  ['by OAuth', { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' }],
])('everything that a policy can say arrives: a connection %s', (_how, signIn) => {
  const policy = {
    organisationName: 'Harbour Line',
    switches: { monitor: false, assign: true, transfer: false, forceClose: true },
    connection: {
      backend: 'b',
      name: 'n',
      baseUrl: 'https://desk.example',
      secret: 's',
      signIn,
      descriptor: '{"a":1}',
      rulesVersion: '2025',
    },
  };
  const { connection } = parsePolicy(arriving(policy, schema) as Record<string, unknown>);
  expect(connection).toEqual({ ...policy.connection, descriptor: { a: 1 } });
  expect(arriving(policy, schema)).toEqual(policy);
});
