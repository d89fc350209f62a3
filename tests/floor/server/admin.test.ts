import { describe, expect, it } from 'vitest';
import { startServer } from './harness.ts';
import { queueId, testFloor, workstreamId } from './testFloor.ts';

const paths = [
  ['POST', 'faults'],
  ['POST', 'command'],
  ['POST', 'advance'],
  ['POST', 'ageHistory'],
  ['GET', 'ledger'],
  ['GET', 'state'],
  ['GET', 'transitions'],
] as const;

describe('the admin paths', () => {
  it.each(paths)('%s /admin/%s is not there without the flag', async (method, path) => {
    const { call } = await startServer(testFloor(0));
    expect((await call(`/admin/${path}`, { method, ...(method === 'POST' && { json: {} }) })).status).toBe(404);
  });

  it('take no simple POST, which any page could send', async () => {
    const { call } = await startServer(testFloor(0), { admin: true });
    const headers = { 'content-type': 'text/plain' };
    for (const [method, path] of paths.filter(([each]) => each === 'POST'))
      expect((await call(`/admin/${path}`, { method, headers, body: '{"ms":1}' })).status).toBe(415);
  });

  it('advance, command, and tell what is there', async () => {
    const { call, act, floor } = await startServer(testFloor(2), { admin: true });
    const post = (path: string, json: unknown) => call(`/admin/${path}`, { method: 'POST', json });
    const start = floor.now;
    expect((await post('advance', { ms: 60_000 })).body).toEqual({ now: start + 60_000, sequence: floor.sequence });
    const made = await post('command', { type: 'newConversation', workstreamId, queueId, id: 'c-new' });
    expect(made.body).toEqual({ ok: true, conversationId: 'c-new' });
    expect(floor.conversation('c-new')).toBeDefined();
    const impossible = await post('command', { type: 'accept', conversationId: 'c-000000' });
    expect([impossible.status, impossible.body.detail]).toEqual([422, expect.stringMatching(/.+/)]);
    await act('c-000000', 'assign', { agentId: 'a-2', override: { presence: true } });
    expect((await call('/admin/state')).body).toMatchObject({ conversations: { active: 1, open: 2 }, now: floor.now });
    expect((await call('/admin/ledger')).body).toMatchObject([{ operationId: 'op-1', outcome: 'done' }]);
    expect((await call('/admin/transitions')).body).toMatchObject({ 'open>active:assigned': 1 });
  });

  it.each([
    ['faults', { rules: [{ fault: 'flood' }] }, 'rules.0.fault'],
    ['faults', { rules: [{ fault: 'latency', ms: -1 }] }, 'rules.0.ms'],
    ['command', { type: 'dance' }, 'type'],
    ['command', { type: 'accept' }, 'conversationId'],
    ['advance', { ms: 'long' }, 'ms'],
  ])('%s %j: 400 names the field', async (path, json, field) => {
    const { call } = await startServer(testFloor(0), { admin: true });
    const { status, body } = await call(`/admin/${path}`, { method: 'POST', json });
    expect([status, body.detail]).toEqual([400, expect.stringMatching(new RegExp(`^${field}: `))]);
  });
});

describe('when the floor itself fails', () => {
  it('answers 500 as a problem, tells the log and not the client why', async () => {
    const lines: string[] = [];
    const floor = testFloor(1);
    floor.conversation = () => {
      throw new Error('a secret of the inside');
    };
    const { call } = await startServer(floor, { log: (line) => lines.push(line) });
    const { status, body } = await call('/v1/conversations/c-000000');
    expect([status, body.type]).toEqual([500, expect.stringMatching(/\/internal$/)]);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(lines).toEqual([expect.stringContaining('GET /v1/conversations/c-000000 failed: Error: a secret')]);
  });
});
