/** Floorwalker's actions as single calls to the organisation, and what such a call can be told. */
import type { Action } from '../../domain/actions.ts';
import type { Capabilities } from '../../domain/capabilities.ts';

/** What is done by calling one message. */
export const deeds = [
  'monitor',
  'stopMonitor',
  'join',
  'leave',
  'assignToAgent',
  'assignToQueue',
  'transferToAgent',
  'transferToQueue',
  'forceClose',
  'setPresence',
] as const;
export type Deed = (typeof deeds)[number];

/** What a parameter can be filled from. */
export const sources = [
  'conversationId',
  /** The supervisor's own. */
  'myAgentId',
  /** The target of an assign or a transfer; the agent whose presence is set. */
  'agentId',
  'queueId',
  'presenceId',
  /** The supervisor's note at a force close; empty where there is none. */
  'note',
  /** Whether "assign anyway" was chosen against presence, capacity (A5). */
  'overridesPresence',
  'overridesCapacity',
] as const;
export type Source = (typeof sources)[number];
export type Values = Partial<Record<Source, string | boolean>>;

/** Acts that are a call; a lease is renewed by reading, and there is no message for writing. */
export type CalledAction = Exclude<Action, { type: 'say' | 'renewMonitor' }>;

export function deedOf(action: CalledAction): Deed {
  switch (action.type) {
    case 'assign':
      return action.agentId === undefined ? 'assignToQueue' : 'assignToAgent';
    case 'transfer':
      return action.agentId === undefined ? 'transferToQueue' : 'transferToAgent';
    default:
      return action.type;
  }
}

export function valuesOf(action: CalledAction, myAgentId: string): Values {
  const { conversationId } = action;
  const always = { conversationId, myAgentId };
  switch (action.type) {
    case 'assign': {
      const { presence = false, capacity = false } = action.override;
      return { ...always, ...targetValues(action), overridesPresence: presence, overridesCapacity: capacity };
    }
    case 'transfer':
      return { ...always, ...targetValues(action) };
    case 'setPresence':
      return { ...always, agentId: action.agentId, presenceId: action.presenceId };
    case 'forceClose':
      return { ...always, note: action.note ?? '' };
    default:
      return always;
  }
}

function targetValues({ agentId, queueId }: { agentId?: string | undefined; queueId?: string | undefined }): Values {
  return { ...(agentId === undefined ? {} : { agentId }), ...(queueId === undefined ? {} : { queueId }) };
}

/** Whose absence a refusal tells. */
export const capabilityOf: Readonly<Record<Deed, keyof Capabilities>> = {
  monitor: 'monitor',
  stopMonitor: 'monitor',
  join: 'join',
  leave: 'join',
  assignToAgent: 'assignToAgent',
  assignToQueue: 'assignToQueue',
  transferToAgent: 'transfer',
  transferToQueue: 'transfer',
  forceClose: 'forceClose',
  setPresence: 'setPresence',
};
