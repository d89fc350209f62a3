/** Who a bearer token belongs to. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Floor, Supervisor } from '../floor.ts';

export interface Account {
  id: string;
  agentId: string;
  name: string;
  roles: string[];
  /** Absent: a plain agent, who has a token but no supervisor's permission (G1). */
  supervisor: Supervisor | undefined;
}

export interface Accounts {
  /** By supervisor id. */
  tokens: Map<string, string>;
  /** Of an agent who is no supervisor; `undefined` on a floor that has none. */
  agentToken: string | undefined;
  byToken(token: string): Account | undefined;
}

/** @param given tokens by supervisor id; whoever is missing gets a random one. */
export function createAccounts(floor: Floor, given: ReadonlyMap<string, string>): Accounts {
  const known: { hash: Buffer; account: Account }[] = [];
  const tokens = new Map<string, string>();
  for (const supervisor of floor.supervisors) {
    const { id, agentId, name, roles } = supervisor;
    const token = given.get(id) ?? randomToken();
    tokens.set(id, token);
    known.push({ hash: hashOf(token), account: { id, agentId, name, roles, supervisor } });
  }
  const supervising = new Set(floor.supervisors.map((supervisor) => supervisor.agentId));
  const agent = floor.agents().find((each) => each.kind === 'human' && !supervising.has(each.id));
  const agentToken = agent && randomToken();
  if (agent && agentToken !== undefined) {
    const account = { id: agent.id, agentId: agent.id, name: agent.name, roles: ['agent'], supervisor: undefined };
    known.push({ hash: hashOf(agentToken), account });
  }
  return {
    tokens,
    agentToken,
    byToken(token) {
      const hash = hashOf(token);
      let found: Account | undefined;
      // All are compared, each in constant time: how long it takes tells nothing about which one came close.
      for (const entry of known) if (timingSafeEqual(entry.hash, hash)) found = entry.account;
      return found;
    },
  };
}

function randomToken(): string {
  return randomBytes(24).toString('base64url');
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
