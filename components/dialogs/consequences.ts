/** "Told before" (spec §2): who is told, who hears or reads what, what is recorded, whether it can be undone. */
import type { Conversation } from '../../lib/domain/records.ts';
import type { Candidate, Directory, RuleContext } from '../../lib/domain/ruleContext.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { Names } from '../../lib/i18n/reasonTexts.ts';
import type { DialogType } from '../../lib/models/dialog.ts';
import type { Consequence } from '../base/told.tsx';

export interface Situation {
  row: Conversation;
  /** Whom an assign or transfer would give it to. */
  choice: Candidate | undefined;
  directory: Directory;
  names: Names;
  context: RuleContext;
  undoSeconds: number;
}

export function consequencesOf(text: Language, type: DialogType, situation: Situation): Consequence[] {
  return [...tellers[type](text.dialogs.tells, situation), ...lastLines(text, type, situation)];
}

type Tells = Language['dialogs']['tells'];
type Teller = (tells: Tells, situation: Situation) => Consequence[];

const choose = (tells: Tells): Consequence[] => [{ icon: 'info', text: tells.choose }];

const assign: Teller = (tells, { row, choice, directory }) => {
  if (choice === undefined) return choose(tells);
  const name = isolate(choice.name);
  if (choice.target.agentId === undefined) {
    return [
      { icon: 'bell', text: tells.queued(name) },
      { icon: 'ear', text: tells.queueReads(name) },
    ];
  }
  const rings = row.workstreamId !== undefined && directory.workstream(row.workstreamId)?.asksAcceptance === true;
  const forOthers = rings ? tells.rung(name) : tells.given(name);
  const forMe = rings ? tells.rungYou : tells.givenYou;
  return [
    { icon: 'bell', text: choice.isMe ? forMe : forOthers },
    { icon: 'ear', text: choice.isMe ? tells.targetReadsYou : tells.targetReads(name) },
  ];
};

const transfer: Teller = (tells, { row, choice, names }) => {
  if (choice === undefined) return choose(tells);
  const name = isolate(choice.name);
  if (choice.target.agentId === undefined) {
    return [
      { icon: 'bell', text: tells.movedToQueue(name) },
      { icon: 'ear', text: tells.queueReads(name) },
    ];
  }
  const lines: Consequence[] = [{ icon: 'bell', text: choice.isMe ? tells.askedYou : tells.asked(name) }];
  if (row.agentId !== undefined) {
    const from = names.agent(row.agentId);
    // T6: what becomes of the first agent depends on where they stand with it.
    const after = row.ringing ? tells.losesOffer : row.state === 'waiting' ? tells.notAdded : tells.staysConsultant;
    lines.push({ icon: 'info', text: tells.keeps(from) }, { icon: 'ear', text: after(from) });
  }
  lines.push({ icon: 'ear', text: choice.isMe ? tells.targetReadsYou : tells.targetReads(name) });
  return lines;
};

const forceClose: Teller = (tells, { row, names, directory }) => {
  const agent = row.agentId === undefined ? undefined : names.agent(row.agentId);
  const isBot = row.agentId !== undefined && directory.agent(row.agentId)?.kind === 'bot';
  const customerHere = row.customerGone !== true;
  const told =
    row.participants.length > 1
      ? tells.endedAll
      : agent === undefined || isBot
        ? tells.endedCustomer
        : customerHere
          ? tells.endedBoth(agent)
          : tells.endedAgent(agent);
  const lines: Consequence[] = [{ icon: 'bell', text: told }];
  if (row.pendingTransfer !== undefined) {
    lines.push({ icon: 'info', text: tells.cancelsTransfer(names.agent(row.pendingTransfer.toAgentId)) });
  }
  return [...lines, { icon: 'ear', text: tells.closedReads }];
};

const monitor: Teller = (tells, { row, context }) => {
  const silent = context.capabilities.silentMonitoring;
  const isVoice = row.channel === 'voice' || row.escalatedTo !== undefined;
  const lines: Consequence[] = [
    silent === true
      ? { icon: 'bell', text: tells.silent }
      : { icon: 'warning', text: silent === false ? tells.notSilent : tells.silenceUnknown, tone: 'warn' },
  ];
  if (isVoice && silent !== true) lines.push({ icon: 'warning', text: tells.microphone, tone: 'warn' });
  return [...lines, { icon: 'ear', text: isVoice ? tells.youHear : tells.youRead }];
};

const join: Teller = (tells, { row, directory }) => {
  const isBot = row.agentId !== undefined && directory.agent(row.agentId)?.kind === 'bot';
  const gone = row.customerGone === true;
  const reads =
    row.channel === 'voice' ? tells.speaks : isBot ? tells.writesEveryone : gone ? tells.writesAgent : tells.writesBoth;
  return [
    { icon: 'bell', text: gone ? tells.joinToldAgent : tells.joinTold },
    { icon: 'ear', text: reads },
  ];
};

const setPresence: Teller = (tells, { row, names }) => {
  const name = names.agent(row.agentId ?? '');
  return [
    { icon: 'bell', text: tells.presenceTold(name) },
    { icon: 'info', text: tells.presenceKeeps(name) },
  ];
};

const tellers: Record<DialogType, Teller> = { assign, transfer, forceClose, monitor, join, setPresence };

function lastLines({ dialogs: { tells } }: Language, type: DialogType, situation: Situation): Consequence[] {
  const record: Consequence = { icon: 'record', text: tells.recorded[type] };
  const { row, choice, context, undoSeconds } = situation;
  const undo = (text: string): Consequence => ({ icon: 'undo', text });
  if (type === 'forceClose') return [record, undo(undoSeconds > 0 ? tells.closeUndo(undoSeconds) : tells.closeNow)];
  if (type === 'monitor') return [record, undo(tells.monitorUndo)];
  if (type === 'join') return [record, undo(tells.joinUndo)];
  if (type === 'setPresence') return [record, undo(tells.presenceUndo)];
  if (choice === undefined) return [record];
  if (type === 'transfer' && choice.target.agentId !== undefined) return [record, undo(tells.transferUndo)];
  if (choice.target.queueId !== undefined) return [record, undo(tells.canAssign)];
  if (row.channel === 'voice' && !context.capabilities.voiceTransfer) {
    return [record, { icon: 'undo', text: tells.cannotTransfer, tone: 'warn' }];
  }
  return [record, undo(tells.canTransfer)];
}
