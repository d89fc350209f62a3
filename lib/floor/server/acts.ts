/** The API's deeds: one path per verb, once per Idempotency-Key, against the row that If-Match names. */
import { type Context, Hono } from 'hono';
import { type Action, type ActionType, actionSchema, type Outcome } from '../../domain/actions.ts';
import type { Conversation } from '../../domain/records.ts';
import type { Floor, Supervisor } from '../floor.ts';
import type { WireConversation } from '../wire.ts';
import { type FloorEnv, type Parsed, parse, readJson } from './http.ts';
import { problem } from './problems.ts';

interface Verb {
  type: ActionType;
  /** It gives the conversation away or ends it, decided on a picture of it; the others are about one's own place in it. */
  needsEtag: boolean;
}
export const verbs: Record<string, Verb> = {
  monitor: { type: 'monitor', needsEtag: false },
  'renew-monitor': { type: 'renewMonitor', needsEtag: false },
  'stop-monitor': { type: 'stopMonitor', needsEtag: false },
  join: { type: 'join', needsEtag: false },
  leave: { type: 'leave', needsEtag: false },
  say: { type: 'say', needsEtag: false },
  assign: { type: 'assign', needsEtag: true },
  transfer: { type: 'transfer', needsEtag: true },
  'force-close': { type: 'forceClose', needsEtag: true },
  'set-presence': { type: 'setPresence', needsEtag: false },
};

export function actRoutes(floor: Floor): Hono<FloorEnv> {
  const app = new Hono<FloorEnv>();
  for (const [name, verb] of Object.entries(verbs)) {
    app.post(`/conversations/:id/${name}`, async (c) => {
      const action = await readAction(c, verb, c.req.param('id'));
      if (!action.ok) return action.problem;
      return perform(floor, c.get('supervisor'), action.value, c.req.header('origin') ?? '');
    });
  }
  app.get('/operations/:id', (c) => {
    const operationId = c.req.param('id');
    const entry = floor.outcomeOf(operationId);
    if (!entry || entry.supervisorId !== c.get('supervisor').id)
      return problem('notFound', { detail: 'this operation never had an effect' });
    // The same act under the same key changes nothing and answers what is stored, with the reasons' arguments.
    const outcome = floor.perform(entry.supervisorId, entry.action, entry.sender);
    if (typeof outcome === 'string') return problem('notFound', { detail: 'this operation is no longer known' });
    return c.json({
      operationId,
      outcome: outcome.kind,
      reasons: outcome.kind === 'refused' ? outcome.reasons : [],
      row: rowOf(floor, outcome, entry.action.conversationId),
    });
  });
  return app;
}

async function readAction(
  c: Context<FloorEnv>,
  { type, needsEtag }: Verb,
  conversationId: string,
): Promise<Parsed<Action>> {
  const operationId = c.req.header('idempotency-key');
  if (!operationId) return { ok: false, problem: problem('badRequest', { detail: 'Idempotency-Key: is missing' }) };
  const ifMatch = c.req.header('if-match');
  if (ifMatch === undefined && needsEtag) return { ok: false, problem: problem('preconditionRequired') };
  const etag = ifMatch === undefined ? '' : /^"([^"]*)"$/.exec(ifMatch)?.[1];
  if (etag === undefined)
    return { ok: false, problem: problem('badRequest', { detail: 'If-Match: is one etag in quotes' }) };
  const body = await readJson(c);
  if (!body.ok) return body;
  if (typeof body.value !== 'object' || body.value === null || Array.isArray(body.value))
    return { ok: false, problem: problem('badRequest', { detail: 'body: is not an object' }) };
  const implied = type === 'assign' ? { override: {} } : {};
  const input = { ...implied, ...body.value, type, operationId, conversationId, etag };
  return parse(actionSchema, input, { operationId: 'Idempotency-Key', etag: 'If-Match', conversationId: 'id' });
}

function perform(floor: Floor, supervisor: Supervisor, action: Action, sender: string): Response {
  const outcome = floor.perform(supervisor.id, action, sender);
  if (outcome === 'keyReused') return problem('keyReused');
  if (outcome === 'noSuchConversation') return problem('notFound', { detail: 'no such conversation' });
  if (outcome.kind === 'refused') return problem('refused', { reasons: outcome.reasons });
  const row = rowOf(floor, outcome, action.conversationId);
  if (outcome.kind === 'changed') return problem('changed', { row });
  if (!row) return problem('notFound', { detail: 'the conversation is no longer there' });
  return Response.json({ operationId: action.operationId, alreadySo: outcome.kind === 'alreadySo', row });
}

/** The row of the moment of the act where the floor kept it, else as it is now. */
function rowOf(floor: Floor, outcome: Outcome, conversationId: string): WireConversation | undefined {
  return outcome.row ? onWire(outcome.row) : floor.conversation(conversationId);
}

function onWire({ connectionId: _, observedAt: __, olderSince: ___, ...row }: Conversation): WireConversation {
  return row;
}
