// @vitest-environment node
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { verbs } from '../../../lib/floor/server/acts.ts';
import { fakeFloor } from './fakeFloor.ts';
import { type Reply, startServer } from './harness.ts';

type Json = Record<string, unknown>;

/** Answers may hold nothing that the document does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

async function startDocumented() {
  const started = await startServer(fakeFloor(3));
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
  return { ...started, document, hold };
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
    floor.tell({ id: 'm', conversationId: 'c-000000', at: 1, from: 'customer', text: 'Hi', audience: 'everyone' });
    await act('c-000000', 'monitor', {});
    for (const path of ['identity', 'conversations', 'agents', 'queues', 'workstreams'])
      hold(await call(`/v1/${path}`), 'get', `/v1/${path}`);
    hold(await call('/v1/conversations/c-000000'), 'get', '/v1/conversations/{id}');
    hold(await call('/v1/conversations/c-000000/transcript'), 'get', '/v1/conversations/{id}/transcript');
    hold(await call('/v1/operations/op-1'), 'get', '/v1/operations/{id}');
    hold(await call('/v1/tickets', { method: 'POST' }), 'post', '/v1/tickets');
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

  it.each(Object.entries(verbs))('holds for what %s answers', async (verb, { needsEtag }) => {
    const { act, call, hold } = await startDocumented();
    const json = { agentId: 'a-2', text: 'Hello', audience: 'internal' };
    const path = `/v1/conversations/{id}/${verb}`;
    const statuses: number[] = [];
    const check = (reply: Reply) => {
      statuses.push(reply.status);
      hold(reply, 'post', path);
    };
    check(await act('c-000000', verb, json));
    check(await act('c-000001', verb, json));
    check(await act('c-9', verb, json, { key: 'op-2' }));
    check(await act('c-000001', verb, json, { key: 'op-3', etag: 'old' }));
    check(await act('c-000001', verb, [], { key: 'op-4' }));
    check(await call(`/v1/conversations/c-000001/${verb}`, { method: 'POST' }));
    const headers = { 'idempotency-key': 'op-5', 'if-match': '"e-1"' };
    check(await call(`/v1/conversations/c-000001/${verb}`, { method: 'POST', headers, body: 'x' }));
    check(await call(`/v1/conversations/c-000001/${verb}`, { method: 'POST', headers, body: 'x'.repeat(70_000) }));
    expect(statuses).toEqual([200, 409, 404, 412, 400, 400, 415, 413]);
    if (needsEtag) check(await act('c-000001', verb, json, { key: 'op-6', etag: null }));
    if (verb === 'assign') check(await act('c-000000', verb, json, { key: 'op-7', etag: 'e-2' }));
    if (needsEtag) expect(statuses[8]).toBe(428);
    if (verb === 'assign') expect(statuses[9]).toBe(422);
  });
});
