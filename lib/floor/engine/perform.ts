/** What a supervisor asks for: gates, goal, precondition, rules, effect, in this order; and all of it on record. */
import type { Action, Outcome } from '../../domain/actions.ts';
import { targetOf } from '../../domain/actions.ts';
import { hasPrecondition } from '../../domain/goals.ts';
import type { Reason, ReasonCode } from '../../domain/reasons.ts';
import type { Supervisor } from '../floor.ts';
import { settablePresences } from '../wire.ts';
import type { Core } from './core.ts';
import { forceClose } from './ending.ts';
import { hasJoined, join, leave, say } from './joining.ts';
import type { Ledger } from './ledger.ts';
import type { Monitoring } from './monitoring.ts';
import { setPresence } from './presence.ts';
import { assignToQueue, give, toQueue } from './queueing.ts';
import { againstAct, againstSettingPresence, againstTarget, asConversation, type Question } from './rules.ts';
import type { Talk } from './talk.ts';
import { requestTransfer } from './transfers.ts';

export interface Desktop {
  core: Core;
  monitoring: Monitoring;
  ledger: Ledger;
}
const gates: readonly ReasonCode[] = ['notSupervisor', 'switchedOff', 'notSupported'];

export function perform(
  desktop: Desktop,
  supervisorId: string,
  action: Action,
  sender: string,
): Outcome | 'keyReused' | 'noSuchConversation' {
  const { core, ledger } = desktop;
  const earlier = ledger.earlier(supervisorId, action);
  if (earlier) return earlier;
  const talk = core.talks.get(action.conversationId);
  if (!talk) return 'noSuchConversation';
  const outcome = act(desktop, core.supervisors.get(supervisorId), action, talk);
  const { operationId } = action;
  const reasonCodes = outcome.kind === 'refused' ? outcome.reasons.map(({ code }) => code) : [];
  const version = outcome.kind === 'done' ? talk.row.version : undefined;
  const entry = {
    operationId,
    at: core.now,
    supervisorId,
    sender,
    action,
    outcome: outcome.kind,
    reasonCodes,
    version,
  };
  ledger.write(entry, outcome);
  return outcome;
}

function act(desktop: Desktop, supervisor: Supervisor | undefined, action: Action, talk: Talk): Outcome {
  const { core, monitoring } = desktop;
  const isMonitoring = supervisor !== undefined && monitoring.isHeld(supervisor.id, talk.row.id);
  const reasons = reasonsAgainst(core, { supervisor, row: talk.row, isMonitoring }, action);
  const row = () => asConversation(talk.row, core.now);
  if (!supervisor || reasons.some(({ code }) => gates.includes(code))) return { kind: 'refused', reasons, row: row() };
  if (isAlreadySo(action, talk, supervisor, isMonitoring)) return { kind: 'alreadySo', row: row() };
  if (hasPrecondition(action.type) && action.etag !== talk.row.etag) return { kind: 'changed', row: row() };
  if (reasons.length > 0) return { kind: 'refused', reasons, row: row() };
  effect(desktop, supervisor, action, talk);
  return { kind: 'done', row: row() };
}

function reasonsAgainst(core: Core, question: Question, action: Action): Reason[] {
  const against = againstAct(core, question, action.type, action.type === 'say' ? action.audience : undefined);
  if (action.type === 'setPresence') return [...against, ...againstSettingPresence(core, question, action)];
  if (action.type !== 'assign' && action.type !== 'transfer') return against;
  const override = action.type === 'assign' ? action.override : {};
  return [...against, ...againstTarget(core, question, action.type, targetOf(action), override)];
}

function isAlreadySo({ type }: Action, talk: Talk, supervisor: Supervisor, isMonitoring: boolean): boolean {
  if (type === 'forceClose') return talk.row.state === 'closed';
  if (type === 'stopMonitor') return !isMonitoring;
  if (type === 'join') return hasJoined(talk, supervisor);
  return type === 'leave' && !hasJoined(talk, supervisor);
}

function effect({ core, monitoring }: Desktop, supervisor: Supervisor, action: Action, talk: Talk): void {
  const { id } = talk.row;
  switch (action.type) {
    case 'monitor':
    case 'renewMonitor':
      monitoring.hold(supervisor.id, id);
      break;
    case 'stopMonitor':
      monitoring.end(supervisor.id, id);
      break;
    case 'join':
      join(core, talk, supervisor);
      break;
    case 'leave':
      leave(core, talk, supervisor);
      break;
    case 'say':
      say(core, talk, supervisor, action);
      break;
    case 'assign': {
      const desk = core.desks.get(action.agentId ?? '');
      if (desk) give(core, talk, desk, 'open>active:assigned');
      else if (action.queueId !== undefined) assignToQueue(core, talk, action.queueId);
      break;
    }
    case 'transfer': {
      const desk = core.desks.get(action.agentId ?? '');
      if (desk) requestTransfer(core, talk, desk);
      else if (action.queueId !== undefined) {
        toQueue(core, talk, { by: 'active>open:movedToQueue', queueId: action.queueId });
      }
      break;
    }
    case 'setPresence': {
      const [desk, base] = [core.desks.get(action.agentId), settablePresences.find((one) => one === action.presenceId)];
      if (desk && base) setPresence(core, desk, { base }, 'command');
      break;
    }
    case 'forceClose':
      forceClose(core, talk, action.note);
  }
}
