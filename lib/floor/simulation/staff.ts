/** Who works on the floor: agents by queue, two bots, three supervisors. */
import { createDesk, type Desk } from '../engine/desks.ts';
import { blockingRole } from '../engine/rules.ts';
import type { Supervisor } from '../floor.ts';
import { agentNames, botNames, type Person, supervisorNames } from '../people.ts';
import { queues } from './world.ts';

export interface Staff {
  desks: Desk[];
  supervisors: Supervisor[];
  bots: Desk[];
  /** By queue, those to whom routing gives work: no supervisors, no bots. */
  members: Map<string, Desk[]>;
}

const messaging = queues.filter(({ kind }) => kind === 'messaging').map(({ id }) => id);
/** Of ten agents three answer the phone; everybody else writes, some of them work on cases as well. */
function queuesOf(index: number): string[] {
  if (index % 10 < 3) return ['q-voice'];
  const own = messaging[index % messaging.length] ?? '';
  const other = messaging[(index + 1 + (index % 3)) % messaging.length] ?? '';
  return [...new Set([own, other]), ...(index % 3 === 0 ? ['q-cases'] : [])];
}

/** A floor of 60 has 24 agents; a large one gives each of at most 2,000 agents more units instead. */
export function createStaff(conversations: number, startAt: number): Staff {
  const count = Math.min(2000, Math.max(24, Math.round(conversations / 12)));
  const load = Math.max(1, conversations / 60 / (count / 24));
  const agents = Array.from({ length: count }, (_, index) => {
    const { name, language } = personAt(index, count);
    const queueIds = queuesOf(index);
    const units = Math.round((queueIds.includes('q-cases') ? 3 : 4) * load);
    return desk(`a-${index + 1}`, name, 'human', queueIds, units, startAt, [language]);
  });
  const bots = botNames.map((name, index) =>
    desk(`b-${index + 1}`, name, 'bot', messaging, Math.round(20 * load), startAt, ['en', 'he']),
  );
  const supervising = supervisorNames.map(({ name, language }, index) => {
    const all = queues.map(({ id }) => id);
    return desk(`a-s${index + 1}`, name, 'human', all, 6, startAt, [language]);
  });
  return {
    desks: [...agents, ...bots, ...supervising],
    supervisors: supervising.map(({ row }, index) => ({
      id: `s-${index + 1}`,
      agentId: row.id,
      name: row.name,
      // The last one holds the role that blocks assigning (A6).
      roles: index === supervising.length - 1 ? ['supervisor', blockingRole] : ['supervisor'],
    })),
    bots,
    members: new Map(queues.map(({ id }) => [id, agents.filter(({ row }) => row.queueIds.includes(id))])),
  };
}

/** Spread over the list, first and last included; more people than names: numbered. */
function personAt(index: number, count: number): Person {
  const last = agentNames.length - 1;
  const isFew = count <= agentNames.length;
  const person = agentNames[isFew ? Math.round((index * last) / (count - 1)) : index % agentNames.length];
  if (!person) return { name: `Agent ${index + 1}`, language: 'en' };
  const round = Math.floor(index / agentNames.length);
  return isFew || round === 0 ? person : { ...person, name: `${person.name} ${round + 1}` };
}

function desk(
  id: string,
  name: string,
  kind: 'human' | 'bot',
  queueIds: readonly string[],
  units: number,
  since: number,
  languages: string[],
): Desk {
  const presence = { base: 'available', since } as const;
  return createDesk({ id, name, kind, presence, queueIds: [...queueIds], languages: [...new Set(languages)] }, units);
}
