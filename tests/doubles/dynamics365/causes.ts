/** What a transition of the floor is called in Dataverse (facts §1.3, §4.3). */
import type { TransitionName } from '../../../lib/floor/engine/transitions.ts';
import type { WireConversation } from '../../../lib/floor/wire.ts';
import { changeReasons, closureReasons } from './codes.ts';

interface Meaning {
  /** `msdyn_statuschangereason` */
  change: keyof typeof changeReasons;
  /** The session ends with it, and another one begins unless the conversation is closed. */
  closure?: keyof typeof closureReasons;
}

const meanings: Partial<Record<TransitionName, Meaning>> = {
  'new>open:arrived': { change: 'awaitingAssignment' },
  'open>active:routed': { change: 'inConversation' },
  'open>active:picked': { change: 'inConversation' },
  'open>active:assigned': { change: 'assignedBySupervisor' },
  'ringing>active:accepted': { change: 'inConversation' },
  'ringing>open:declined': { change: 'awaitingAssignment', closure: 'agentReject' },
  'ringing>open:timedOut': { change: 'awaitingAssignment', closure: 'agentTimeout' },
  'ringing>open:wentOffline': { change: 'awaitingAssignment', closure: 'agentDisconnected' },
  'active>waiting:steppedAway': { change: 'awaitingCustomer' },
  'waiting>active:cameBack': { change: 'inConversation' },
  'waiting>active:transferred': { change: 'inConversation', closure: 'supervisorTransferToAgent' },
  'waiting>open:customerCameBack': { change: 'awaitingAssignment', closure: 'agentReRouted' },
  'waiting>closed:inactive': { change: 'autoClosedFromWaiting', closure: 'conversationTimeout' },
  'active>open:released': { change: 'awaitingAssignment', closure: 'agentReRouted' },
  'active>open:disconnected': { change: 'awaitingAssignment', closure: 'agentDisconnected' },
  'active>open:movedToQueue': { change: 'awaitingAssignment', closure: 'agentTransferToQueue' },
  'active>active:transferred': { change: 'inConversation', closure: 'supervisorTransferToAgent' },
  'active>wrapUp:agentEnded': { change: 'agentMovedToWrapUp' },
  'active>wrapUp:customerEnded': { change: 'customerMovedToWrapUp' },
  'active>wrapUp:customerDisconnected': { change: 'customerDisconnectedActive' },
  'wrapUp>closed:finished': { change: 'endedByAgent', closure: 'agentEnded' },
  'wrapUp>closed:limit': { change: 'autoClosed', closure: 'autoClose' },
  'open>closed:customerLeft': { change: 'customerDisconnectedOpen', closure: 'customerDisconnect' },
  'ringing>closed:customerLeft': { change: 'customerDisconnectedOpen', closure: 'customerDisconnect' },
  'open>open:assignedToQueue': { change: 'assignedBySupervisor', closure: 'supervisorAssignToQueue' },
  'any>closed:forceClosed': { change: 'forceClosed', closure: 'forceClose' },
  'any>closed:resolved': { change: 'endedByAgent', closure: 'agentEnded' },
};

/** What of it can be told from a row alone: how it was before the double came. */
const byState = {
  open: 'awaitingAssignment',
  active: 'inConversation',
  waiting: 'awaitingCustomer',
  wrapUp: 'agentMovedToWrapUp',
  closed: 'autoClosed',
} as const;

/** `undefined`: nothing happened that has a reason. Whoever is only rung by routing has not accepted. */
export function changeReasonOf(row: WireConversation, causes: readonly TransitionName[]): number | undefined {
  const [meaning] = causes.flatMap((cause) => meanings[cause] ?? []);
  if (!meaning) return undefined;
  const isRung = row.ringing && meaning.change === 'inConversation';
  return changeReasons[isRung ? 'awaitingAcceptance' : meaning.change];
}

export function firstChangeReason(row: WireConversation): number {
  return changeReasons[row.ringing ? 'awaitingAcceptance' : byState[row.state]];
}

export function closureOf(causes: readonly TransitionName[], askedBySupervisor: boolean): number | undefined {
  const [closure] = causes.flatMap((cause) => meanings[cause]?.closure ?? []);
  if (closure === 'supervisorTransferToAgent' && !askedBySupervisor) return closureReasons.agentTransferred;
  return closure && closureReasons[closure];
}
