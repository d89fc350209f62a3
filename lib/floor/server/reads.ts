/** The API's questions: who am I, pages of rows, one conversation, what was said. */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Floor } from '../floor.ts';
import { en } from '../workspace/texts.ts';
import { type FloorEnv, parse } from './http.ts';
import { problem } from './problems.ts';

const maxPage = 1000;
const pageQuery = v.object({
  after: v.optional(v.string(), ''),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, 'is a whole number'),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(maxPage),
    ),
    String(maxPage),
  ),
});

export function identityRoutes(floor: Floor): Hono<FloorEnv> {
  return new Hono<FloorEnv>().get('/identity', (c) => {
    const { id, agentId, name, roles } = c.get('account');
    return c.json({
      product: 'floorwalker-floor',
      apiVersion: 1,
      siteName: en.organisation,
      accountId: id,
      agentId,
      name,
      roles,
      switchedOff: [...floor.switchedOff],
      now: floor.now,
    });
  });
}

export function readRoutes(floor: Floor): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  const collections: Record<string, () => readonly { id: string }[]> = {
    conversations: () => floor.conversations(),
    agents: () => floor.agents(),
    queues: () => floor.queues(),
    workstreams: () => floor.workstreams(),
  };
  for (const [name, all] of Object.entries(collections)) {
    app.get(`/${name}`, (c) => {
      const query = parse(pageQuery, c.req.query());
      if (!query.ok) return query.problem;
      return c.json({ sequence: floor.sequence, ...page(all(), query.value.after, query.value.limit), now: floor.now });
    });
  }
  app.get('/conversations/:id', (c) => {
    const row = floor.conversation(c.req.param('id'));
    return row ? c.json(row) : problem('notFound', { detail: 'no such conversation' });
  });
  app.get('/conversations/:id/transcript', (c) => {
    const id = c.req.param('id');
    if (!floor.conversation(id)) return problem('notFound', { detail: 'no such conversation' });
    if (!floor.mayRead(c.get('supervisor').id, id))
      return problem('notReading', { reasons: [{ code: 'notMonitoring' }] });
    const messages = floor.transcript(id);
    const after = c.req.query('after');
    // An unknown `after` gives everything: too much is harmless, a hole is not.
    const start = messages.findIndex((message) => message.id === after) + 1;
    return c.json({ messages: messages.slice(start), sentiment: floor.sentimentOverTime(id) });
  });
  return app;
}

/** Rows after the id `after`; `next` is the id to go on from. An id that is gone by then still has its place in the order. */
function page<T extends { id: string }>(rows: readonly T[], after: string, limit: number) {
  const rest = rows.filter((row) => row.id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
  const slice = rest.slice(0, limit);
  return { rows: slice, next: rest.length > limit ? (slice.at(-1)?.id ?? null) : null };
}
