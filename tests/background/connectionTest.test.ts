/** A connection that is only tried leaves nothing behind, and takes nothing from the one that was tried before. */
import { expect, test } from 'vitest';
import type { Connect } from '../../lib/background/connecting.ts';
import { testConnection } from '../../lib/background/connectionTest.ts';
import type { Connector } from '../../lib/connectors/connector.ts';
import { aSupervisor } from './liveScene.ts';

test('what a connector wants to remember of a trial is forgotten with it', async () => {
  const found: unknown[] = [];
  const connect: Connect = (_settings, memory) =>
    ({
      async identify() {
        found.push(await memory?.read());
        await memory?.write('what the first system offers');
        return aSupervisor;
      },
    }) as unknown as Connector;
  const tried = { backend: 'localFloor', name: '', secret: '', signIn: { kind: 'token' as const } };
  const trial = (baseUrl: string) => testConnection({ ...tried, baseUrl }, connect, async () => true);
  expect(await trial('https://one.example')).toMatchObject({ ok: true });
  await trial('https://two.example');
  expect(found).toEqual([undefined, undefined]);
});
