/** A real floor whose people stand still: what happens in it is what a test does. */
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import type { Command, Floor } from '../../../lib/floor/floor.ts';

export interface TestFloor extends Floor {
  /** Number of the last event when the test got it. */
  begun: number;
  /** Two human agents who can take a conversation of the test's queue. */
  agents2: readonly [string, string];
}
export const queueId = 'q-billing';
export const workstreamId = 'w-chat';

export function idOf(index: number): string {
  return `c-${String(index).padStart(6, '0')}`;
}

/** Holds `count` Open chats in one queue, `c-000000` the one that has waited longest, each a second longer than the next. */
export function testFloor(count: number): TestFloor {
  const dialogues = builtInDialogues.slice(0, 1);
  const options = { seed: 1, conversations: 1, startAt: 1_000_000, dialogues, wallClock: () => 0 };
  const floor = createFloor(options);
  floor.standStill();
  for (const { id } of floor.conversations()) command(floor, { type: 'remove', conversationId: id });
  for (let index = 0; index < count; index += 1) {
    const id = idOf(index);
    command(floor, { type: 'newConversation', id, workstreamId, queueId, customerName: `Customer ${id}`, subject: id });
    floor.advance(floor.now + 1000);
  }
  const supervising = floor.supervisors.map((supervisor) => supervisor.agentId);
  const [one, two] = floor
    .agents()
    .filter(({ id, kind, presence, queueIds }) => {
      return (
        kind === 'human' && presence.base === 'available' && queueIds.includes(queueId) && !supervising.includes(id)
      );
    })
    .map((agent) => agent.id);
  if (one === undefined || two === undefined) throw new Error('two agents are needed');
  return Object.assign(Object.create(floor), { begun: floor.sequence, agents2: [one, two] });
}

export function command(floor: Floor, order: Command): void {
  const result = floor.command(order);
  if (!result.ok) throw new Error(result.why);
}

/** One event: the customer says something. */
export function change(floor: Floor, times: number, conversationId = idOf(0)): void {
  for (let index = 0; index < times; index += 1)
    command(floor, { type: 'say', conversationId, from: 'customer', text: `Line ${index}` });
}

/** Active, with the first of the two agents. */
export function activate(floor: TestFloor, conversationId = idOf(0)): void {
  command(floor, { type: 'offer', conversationId, agentId: floor.agents2[0] });
  command(floor, { type: 'accept', conversationId });
}
