import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { switchOf } from '../../../lib/domain/actions.ts';
import { verbs } from '../../../lib/floor/server/acts.ts';
import { type Reply, startServer } from './harness.ts';
import { activate, command, idOf, testFloor } from './testFloor.ts';

type Json = Record<string, unknown>;

/** Answers may hold nothing that the document does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

async function startDocumented() {
  const started = await startServer(testFloor(3));
  const document = (await started.call('/openapi.json', { as: null })).body;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'floor', ...(closed({ components: document.components }) as Json) });
  function hold(reply: Reply, method: string, path: string): void {
    const described = document.paths[path]?.[method]?.responses[reply.status];
    expect(described, `${method} ${path} ${reply.status} is documented`).toBeDefined();
    const [type = ''] = Object.keys(described.content);
    expect(reply.headers.get('content-type')).toBe(type);
    const valid = ajv.getSchema(`floor${described.content[type].schema.$ref}`);
    if (!valid) throw new Error(`no component for ${path}`);
    expect([valid(reply.body), valid.errors]).toEqual([true, null]);
  }
  return { ...started, document, hold, ajv };
}

describe('the OpenAPI document', () => {
  it('describes every verb and nothing under a path that is not there', async () => {
    const { document, call } = await startDocumented();
    expect(document.openapi).toBe('3.1.0');
    for (const verb of Object.keys(verbs)) expect(document.paths[`/v1/conversations/{id}/${verb}`]?.post).toBeDefined();
    for (const [path, methods] of Object.entries<Json>(document.paths))
      for (const method of Object.keys(methods)) {
        const { body } = await call(path.replace('{id}', 'c-9'), { method: method.toUpperCase() });
        // A route that is not there has nothing to add to its 404.
        if (body.status === 404) expect(body.detail, `${method} ${path}`).toBeDefined();
      }
  });

  it('holds for real answers of every reading endpoint', async () => {
    const { call, act, hold, floor } = await startDocumented();
    activate(floor);
    await act('c-000000', 'monitor', {});
    for (const path of ['identity', 'conversations', 'agents', 'queues', 'workstreams'])
      hold(await call(`/v1/${path}`), 'get', `/v1/${path}`);
    hold(await call('/v1/conversations/c-000000'), 'get', '/v1/conversations/{id}');
    hold(await call('/v1/conversations/c-000000/transcript'), 'get', '/v1/conversations/{id}/transcript');
    hold(await call('/v1/operations/op-1'), 'get', '/v1/operations/{id}');
    hold(await call('/v1/tickets', { method: 'POST' }), 'post', '/v1/tickets');
  });

  it('holds for the frames of the event stream', async () => {
    const { listen, floor, clock, ajv } = await startDocumented();
    const line = await listen(floor.begun);
    activate(floor);
    command(floor, { type: 'remove', conversationId: idOf(0) });
    clock.pass(15_000);
    const frames = await line.received(floor.sequence - floor.begun + 1);
    const kinds = new Set(frames.map((frame) => frame.type));
    expect([...kinds].sort()).toEqual(['agent', 'conversation', 'ping', 'removed']);
    const valid = ajv.getSchema('floor#/components/schemas/Event');
    for (const frame of frames) expect([frame.type, valid?.(frame)]).toEqual([frame.type, true]);
  });

  it('holds for the problems of every reading endpoint', async () => {
    const { call, hold, document, agentToken = '' } = await startDocumented();
    for (const [path, methods] of Object.entries<Json>(document.paths))
      for (const method of Object.keys(methods)) {
        const real = path.replace('{id}', 'c-9');
        hold(await call(real, { method: method.toUpperCase(), as: null }), method, path);
        const denied = await call(real, { method: method.toUpperCase(), as: agentToken });
        if (path !== '/v1/identity') expect(denied.status).toBe(403);
        hold(denied, method, path);
      }
    hold(await call('/v1/conversations?limit=0'), 'get', '/v1/conversations');
    hold(await call('/v1/conversations/c-9'), 'get', '/v1/conversations/{id}');
    hold(await call('/v1/conversations/c-000001/transcript'), 'get', '/v1/conversations/{id}/transcript');
    hold(await call('/v1/operations/op-9'), 'get', '/v1/operations/{id}');
  });

  it.each(Object.entries(verbs))('holds for what %s answers', async (verb, { type, needsEtag }) => {
    const { act, call, hold, floor } = await startDocumented();
    const [first, second, third] = [idOf(0), idOf(1), idOf(2)];
    if (verb !== 'assign') for (const id of [first, second, third]) activate(floor, id);
    // Monitored and joined, so that each verb finds something to do.
    if (!['monitor', 'join', 'assign'].includes(verb)) {
      await act(first, 'monitor', {}, { key: 'before-1' });
      await act(first, 'join', {}, { key: 'before-2' });
    } else if (verb === 'join') await act(first, 'monitor', {}, { key: 'before-1' });
    const json = { agentId: floor.agents2[1], presenceId: 'away', text: 'Hello', audience: 'internal' };
    const path = `/v1/conversations/{id}/${verb}`;
    const statuses: number[] = [];
    const check = (reply: Reply) => {
      statuses.push(reply.status);
      hold(reply, 'post', path);
    };
    check(await act(first, verb, json));
    check(await act(second, verb, json));
    check(await act('c-none', verb, json, { key: 'op-2' }));
    check(await act(second, verb, [], { key: 'op-3' }));
    check(await call(`/v1/conversations/${second}/${verb}`, { method: 'POST' }));
    const headers = { 'idempotency-key': 'op-4', 'if-match': '"any"' };
    check(await call(`/v1/conversations/${second}/${verb}`, { method: 'POST', headers, body: 'x' }));
    check(await call(`/v1/conversations/${second}/${verb}`, { method: 'POST', headers, body: 'x'.repeat(70_000) }));
    if (needsEtag) check(await act(second, verb, json, { key: 'op-5', etag: null }));
    if (needsEtag) check(await act(second, verb, json, { key: 'op-6', etag: 'old' }));
    expect(statuses).toEqual([200, 409, 404, 400, 400, 415, 413, ...(needsEtag ? [428, 412] : [])]);
    command(floor, { type: 'setSwitch', action: switchOf(type), on: false });
    const off = await act(third, verb, json, { key: 'op-7' });
    // One may always stop listening and leave.
    expect(off.status).toBe(['stop-monitor', 'leave'].includes(verb) ? 200 : 422);
    check(off);
  });
});
