/** What tests and demonstrations may do to the floor; mounted with `admin: true` only, and never for a page of another origin. */
import { Hono } from 'hono';
import * as v from 'valibot';
import { switchedActions } from '../../domain/actions.ts';
import { idSchema, presenceBases } from '../../domain/records.ts';
import type { Command, Floor } from '../floor.ts';
import type { EventStream } from './eventStream.ts';
import { type Faults, faultPlanSchema } from './faults.ts';
import { type FloorEnv, parse, readJson } from './http.ts';
import { problem } from './problems.ts';

const conversationId = idSchema;
const withConversation = <const T extends string>(...types: T[]) =>
  v.object({ type: v.picklist(types), conversationId });
const commandSchema: v.GenericSchema<unknown, Command> = v.variant('type', [
  v.object({
    type: v.literal('newConversation'),
    workstreamId: idSchema,
    queueId: idSchema,
    customerName: v.optional(v.string()),
    subject: v.optional(v.string()),
    dialogueId: v.optional(v.string()),
    id: v.optional(idSchema),
  }),
  v.object({ type: v.literal('offer'), conversationId, agentId: idSchema }),
  withConversation('accept', 'decline'),
  withConversation('acceptTransfer', 'declineTransfer', 'timeOutTransfer'),
  withConversation(
    'stepAway',
    'comeBack',
    'customerComesBack',
    'release',
    'endTalk',
    'finishWrapUp',
    'customerLeaves',
    'escalate',
    'timeOutRing',
  ),
  v.object({ type: v.literal('moveToQueue'), conversationId, queueId: idSchema }),
  v.object({ type: v.literal('say'), conversationId, from: v.picklist(['customer', 'agent']), text: v.string() }),
  v.object({
    type: v.literal('setPresence'),
    agentId: idSchema,
    base: v.picklist(presenceBases),
    text: v.optional(v.string()),
  }),
  v.object({ type: v.literal('requestTransfer'), conversationId, agentId: idSchema }),
  v.object({ type: v.literal('remove'), conversationId }),
  v.object({ type: v.literal('setSwitch'), action: v.picklist(switchedActions), on: v.boolean() }),
]);
const day = 86_400_000;
const advanceSchema = v.object({ ms: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7 * day)) });

export function adminRoutes(floor: Floor, faults: Faults, stream: EventStream): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  app.use(async (c, next) => {
    // A foreign page can send a simple POST, but not this type without asking first, which it is never allowed.
    if (c.req.method === 'POST' && !/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      return problem('notJson');
    return next();
  });
  app.post('/faults', async (c) => {
    const body = await readJson(c);
    const plan = body.ok ? parse(faultPlanSchema, body.value) : body;
    if (!plan.ok) return plan.problem;
    faults.set(plan.value);
    return c.json({ rules: plan.value.rules.length });
  });
  app.post('/command', async (c) => {
    const body = await readJson(c);
    const command = body.ok ? parse(commandSchema, body.value) : body;
    if (!command.ok) return command.problem;
    const result = floor.command(command.value);
    return result.ok ? c.json(result) : problem('refused', { detail: result.why });
  });
  app.post('/advance', async (c) => {
    const body = await readJson(c);
    const by = body.ok ? parse(advanceSchema, body.value) : body;
    if (!by.ok) return by.problem;
    floor.advance(floor.now + by.value.ms);
    return c.json({ now: floor.now, sequence: floor.sequence });
  });
  app.post('/ageHistory', (c) => {
    stream.ageHistory();
    return c.json({ oldest: floor.sequence });
  });
  app.get('/ledger', (c) => c.json(floor.ledger));
  app.get('/transitions', (c) => c.json(Object.fromEntries(floor.transitions)));
  app.get('/state', (c) => {
    const conversations: Record<string, number> = {};
    for (const { state } of floor.conversations()) conversations[state] = (conversations[state] ?? 0) + 1;
    const { now, sequence } = floor;
    return c.json({ now, sequence, sockets: stream.sockets, agents: floor.agents().length, conversations });
  });
  return app;
}
