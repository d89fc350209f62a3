/**
 * An empty floor where nothing happens by itself, and hands to make things happen. Agents `x`, `y` and `z`
 * work in Billing; `me` is the first supervisor; `t` is the floor's clock at the start.
 */
import type { Action, ActionType, Outcome } from '../../../lib/domain/actions.ts';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import type { Command, Dialogue, Floor, FloorEvent, FloorOptions, Supervisor } from '../../../lib/floor/floor.ts';
import type { WireAgent, WireConversation } from '../../../lib/floor/wire.ts';

export const t = 1_772_442_000_000;
export const oneDialogue: Dialogue = {
  id: 'd-1',
  subject: 'A question',
  language: 'en',
  topics: [],
  turns: [
    ['customer', 'Hello, my invoice is wrong.'],
    ['agent', 'Let me look.'],
    ['customer', 'Thank you, that is wonderful!'],
  ],
};

export interface Scene {
  floor: Floor;
  me: Supervisor;
  x: string;
  y: string;
  z: string;
  bot: string;
  events: FloorEvent[];
  /** Wall clock, ms; leases run on it. */
  wall: { now: number };
  command(command: Command): void;
  /** Lets a conversation come; with `by` somebody has accepted it. */
  open(workstreamId?: string, queueId?: string): string;
  active(by: string, workstreamId?: string, queueId?: string): string;
  ringing(to: string, workstreamId?: string, queueId?: string): string;
  waiting(by: string): string;
  wrapUp(by: string, workstreamId?: string, queueId?: string): string;
  escalated(by: string): string;
  row(id: string): WireConversation;
  agent(id: string): WireAgent;
  free(id: string): number;
  /** `x` primary · `y` consultant, in order. */
  people(id: string): string[];
  texts(id: string): string[];
  act(type: ActionType, id: string, more?: Record<string, unknown>, by?: Supervisor): Outcome;
  /** The codes of all reasons, or the outcome's kind. */
  answer(type: ActionType, id: string, more?: Record<string, unknown>, by?: Supervisor): string[];
}

const kindOfWorkstream: Record<string, string> = { 'w-phone': 'q-voice', 'w-case': 'q-cases' };

export function createScene(more: Partial<FloorOptions> = {}): Scene {
  const wall = { now: 0 };
  const options = {
    seed: 1,
    conversations: 0,
    startAt: t,
    dialogues: [oneDialogue],
    wallClock: () => wall.now,
    ...more,
  };
  const floor = createFloor(options);
  floor.standStill();
  const events: FloorEvent[] = [];
  floor.subscribe((event) => events.push(event));
  const supervising = new Set(floor.supervisors.map(({ agentId }) => agentId));
  const members = floor
    .agents()
    .filter(({ id, kind, queueIds }) => kind === 'human' && queueIds.includes('q-billing') && !supervising.has(id));
  const [x = '', y = '', z = ''] = members.map(({ id }) => id);
  const bot = floor.agents().find(({ kind }) => kind === 'bot')?.id ?? '';
  const [me] = floor.supervisors;
  if (!me || z === '') throw new Error('the scene needs a supervisor and three agents in Billing');
  let operations = 0;

  const scene: Scene = {
    floor,
    me,
    x,
    y,
    z,
    bot,
    events,
    wall,
    command(command) {
      const result = floor.command(command);
      if (!result.ok) throw new Error(`${command.type}: ${result.why}`);
    },
    open(workstreamId = 'w-chat', queueId = kindOfWorkstream[workstreamId] ?? 'q-billing') {
      const result = floor.command({ type: 'newConversation', workstreamId, queueId });
      if (!result.ok || result.conversationId === undefined) throw new Error(JSON.stringify(result));
      return result.conversationId;
    },
    ringing(to, workstreamId, queueId) {
      const id = scene.open(workstreamId, queueId);
      scene.command({ type: 'offer', conversationId: id, agentId: to });
      return id;
    },
    active(by, workstreamId, queueId) {
      const id = scene.ringing(by, workstreamId, queueId);
      if (scene.row(id).ringing) scene.command({ type: 'accept', conversationId: id });
      return id;
    },
    waiting(by) {
      const id = scene.active(by, 'w-sms');
      scene.command({ type: 'stepAway', conversationId: id });
      return id;
    },
    wrapUp(by, workstreamId, queueId) {
      const id = scene.active(by, workstreamId, queueId);
      scene.command({ type: 'endTalk', conversationId: id });
      return id;
    },
    escalated(by) {
      const id = scene.active(by);
      scene.command({ type: 'escalate', conversationId: id });
      return id;
    },
    row(id) {
      const row = floor.conversation(id);
      if (!row) throw new Error(`no conversation ${id}`);
      return row;
    },
    agent(id) {
      const row = floor.agents().find((each) => each.id === id);
      if (!row) throw new Error(`no agent ${id}`);
      return row;
    },
    free(id) {
      const { capacity } = scene.agent(id);
      if (capacity === 'unknown') throw new Error(`capacity of ${id} is unknown`);
      return capacity.free;
    },
    people: (id) => scene.row(id).participants.map(({ agentId, mode }) => `${agentId} ${mode}`),
    texts: (id) => floor.transcript(id).map(({ text }) => text),
    act(type, id, more = {}, by = me) {
      operations += 1;
      const etag = floor.conversation(id)?.etag ?? '';
      const action = { type, operationId: `o-${operations}`, conversationId: id, etag, ...more } as Action;
      const outcome = floor.perform(by.id, action, 'test');
      if (typeof outcome === 'string') throw new Error(outcome);
      return outcome;
    },
    answer(type, id, more, by) {
      const outcome = scene.act(type, id, more, by);
      return outcome.kind === 'refused' ? outcome.reasons.map(({ code }) => code) : [outcome.kind];
    },
  };
  return scene;
}
