/** Customers arrive so that about the wanted number of conversations is ongoing. */
import { kindOf } from '../../domain/rules.ts';
import type { NewConversation } from '../engine/commands.ts';
import { arrive } from '../engine/queueing.ts';
import type { Line, Talk } from '../engine/talk.ts';
import type { Contact, Customers } from './customers.ts';
import type { Sim } from './sim.ts';
import { arrivalShares } from './world.ts';

/** How long a conversation is on the floor, in the mean; only sets the pace at which the number is approached. */
const meanStay = 11 * 60_000;
/** Share of the chats that a bot answers first. */
const botShare = 0.2;

export interface Arrivals {
  start(): void;
  /** One customer now, as a command wants it. */
  newConversation(command: NewConversation): Talk | string;
}

export function createArrivals(sim: Sim, customers: Customers, wanted: number, nextId: () => string): Arrivals {
  const { core, agenda, chances, plays } = sim;

  function come(workstreamId: string, queueId: string, contact: Contact, id: string, isForBot: boolean): Talk {
    const channel = core.workstreams.get(workstreamId)?.channel ?? 'liveChat';
    const { dialogue, subject, customer } = contact;
    // Who writes begins to write while waiting; on the phone nobody listens yet.
    const opening = kindOf(channel) === 'messaging' ? dialogue?.turns[0] : undefined;
    const isOpened = opening?.[0] === 'customer';
    const lines: Line[] = isOpened ? [{ from: 'customer', authorName: customer.name, text: opening[1] }] : [];
    plays.set(id, { dialogue, next: isOpened ? 1 : 0, isForBot });
    return arrive(core, { id, subject, customer, queueId, workstreamId, channel }, lines);
  }

  function next(): void {
    const workstreamId = chances.arrivals.weighted(arrivalShares);
    const channel = core.workstreams.get(workstreamId)?.channel ?? 'liveChat';
    const contact = customers.contact(channel);
    const isForBot = channel === 'liveChat' && chances.arrivals.happens(botShare);
    come(workstreamId, customers.queueFor(channel, contact), contact, nextId(), isForBot);
  }

  /** Below the wanted number they come faster, above it slower. */
  function plan(): void {
    const crowd = (sim.ongoing / wanted) ** 8;
    const mean = ((meanStay * sim.pace) / wanted) * Math.min(20, Math.max(0.05, crowd));
    agenda.at(core.now + Math.max(1, chances.arrivals.about(mean)), () => {
      next();
      plan();
    });
  }

  return {
    start() {
      if (wanted > 0) plan();
    },
    newConversation({ workstreamId, queueId, customerName, subject, dialogueId, id }) {
      const dialogue = dialogueId === undefined ? undefined : customers.dialogue(dialogueId);
      if (dialogueId !== undefined && !dialogue) return `There is no dialogue ${dialogueId}.`;
      const channel = core.workstreams.get(workstreamId)?.channel ?? 'liveChat';
      const contact = customers.contact(channel, dialogue ? { dialogue } : { queueId });
      const asked: Contact = {
        ...contact,
        subject: subject ?? contact.subject,
        customer: { ...contact.customer, ...(customerName === undefined ? {} : { name: customerName }) },
      };
      return come(workstreamId, queueId, asked, id ?? nextId(), false);
    },
  };
}
