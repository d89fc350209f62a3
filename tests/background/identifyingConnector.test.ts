import { describe, expect, test } from 'vitest';
import { identifyingConnector } from '../../lib/background/identifyingConnector.ts';
import type { Connector } from '../../lib/connectors/connector.ts';
import type { Action, Outcome } from '../../lib/domain/actions.ts';
import type { Identity } from '../../lib/domain/identity.ts';
import type { Reason } from '../../lib/domain/reasons.ts';

const identity: Identity = {
  accountId: 's-1',
  agentId: 'a-1',
  name: 'Robin',
  isSupervisor: true,
  rolesReadable: false,
  switchedOff: [],
  siteName: 'Site',
};
const unexplained: Reason = { code: 'backendRefused', text: 'Access denied' };
const hint: Reason = { code: 'blockingRole', role: 'API access', known: false };

async function refusalOf(
  type: 'assign' | 'transfer',
  reasons: Reason[],
  about: { rolesReadable?: boolean; role?: string | undefined } = {},
): Promise<Reason[]> {
  const { rolesReadable = false, role = 'API access' } = about;
  const connector = identifyingConnector(
    {
      ...('role' in about && about.role === undefined ? {} : { roleAgainstAssigning: role }),
      identify: async () => ({ ...identity, rolesReadable }),
      perform: async (): Promise<Outcome> => ({ kind: 'refused', reasons }),
    } as unknown as Connector,
    () => 0,
    () => undefined,
  );
  const { signal } = new AbortController();
  await connector.identify(signal);
  const outcome = await connector.perform({ type, agentId: 'a-2' } as Action, signal);
  return outcome.kind === 'refused' ? outcome.reasons : [];
}

describe('A6: the hint about the role that blocks assigning', () => {
  test('stands beside every unexplained refusal of an assign while the roles cannot be read', async () => {
    expect(await refusalOf('assign', [unexplained])).toEqual([unexplained, hint]);
    expect(await refusalOf('assign', [])).toEqual([hint]);
  });
  test('does not stand where the refusal is explained', async () => {
    const explained: Reason[] = [unexplained, { code: 'isBot' }];
    expect(await refusalOf('assign', explained)).toEqual(explained);
  });
  test('does not stand when the roles were read: a known holder is refused before anything is sent', async () => {
    expect(await refusalOf('assign', [unexplained], { rolesReadable: true })).toEqual([unexplained]);
  });
  test('does not stand for another action, or on a backend without such a role', async () => {
    expect(await refusalOf('transfer', [unexplained])).toEqual([unexplained]);
    expect(await refusalOf('assign', [unexplained], { role: undefined })).toEqual([unexplained]);
  });
});

describe('roles and switches change while a supervisor works', () => {
  const { signal } = new AbortController();
  function polled(watch?: Connector['watch']) {
    const scene = { now: 0, asked: 0 };
    const connector = identifyingConnector(
      {
        identify: async () => {
          scene.asked += 1;
          return identity;
        },
        pull: async () => ({ cursor: 'c' }),
        ...(watch === undefined ? {} : { watch }),
      } as unknown as Connector,
      () => scene.now,
      () => undefined,
    );
    return { scene, pull: () => connector.pull('c', signal) };
  }

  test('who is only polled is asked again after five minutes, and not at every poll', async () => {
    const { scene, pull } = polled();
    await pull();
    scene.now = 299_999;
    await pull();
    expect(scene.asked).toBe(1);
    scene.now = 300_000;
    await pull();
    expect(scene.asked).toBe(2);
  });

  test('where every new line asks, polling does not', async () => {
    const { scene, pull } = polled(async () => {});
    await pull();
    scene.now = 3_600_000;
    await pull();
    expect(scene.asked).toBe(1);
  });
});
