/** One conversation's row and its thread → a fresh record. Which code means what stands in codes.ts. */
import * as v from 'valibot';
import type { Channel, Conversation, Participant } from '../../domain/records.ts';
import { conversationSchema, participantModes } from '../../domain/records.ts';
import {
  awaitingAcceptance,
  besides,
  channels,
  codesOf,
  customerLeft,
  escalations,
  modes,
  sentiments,
  states,
} from './codes.ts';
import {
  idColumn,
  labelOf,
  optionalCode,
  optionalId,
  optionalText,
  optionalTime,
  timeColumn,
  versionColumn,
} from './columns.ts';
import type { Thread } from './threads.ts';

/** `msdyn_ocliveworkitem` (facts §4.1). Its key is `activityid`; the column of its own name is only a copy. */
export const workItemSchema = v.object({
  activityid: idColumn,
  subject: optionalText,
  msdyn_title: optionalText,
  statecode: v.number(),
  statuscode: v.number(),
  msdyn_statuschangereason: optionalCode,
  [labelOf('msdyn_statuschangereason')]: optionalText,
  msdyn_statusupdatedon: optionalTime,
  msdyn_startedon: optionalTime,
  createdon: timeColumn,
  modifiedon: timeColumn,
  versionnumber: versionColumn,
  msdyn_channel: optionalText,
  msdyn_customersentimentlabel: optionalCode,
  msdyn_transfercount: optionalCode,
  msdyn_customerlocale: optionalText,
  _msdyn_activeagentid_value: optionalId,
  _msdyn_cdsqueueid_value: optionalId,
  _msdyn_liveworkstreamid_value: optionalId,
  _msdyn_customer_value: optionalId,
  [labelOf('_msdyn_customer_value')]: optionalText,
});
export type WorkItem = v.InferOutput<typeof workItemSchema>;

/** What the row itself leaves out. */
export interface Surroundings {
  connectionId: string;
  /** The backend's clock, epoch ms. */
  observedAt: number;
  thread: Thread | undefined;
  /** No version above this may be claimed: row and thread were not read at one moment (conversations.ts). */
  horizon: number;
}

/** `undefined` for a state that the records do not know (6 Resolved, 7 Scheduled, or newer): no action may rest on it. */
export function toConversation(item: WorkItem, around: Surroundings): Conversation | undefined {
  const state = states[item.statuscode];
  if (state === undefined) return undefined;
  const thread = state === 'closed' ? undefined : around.thread;
  const agentId = item._msdyn_activeagentid_value;
  const reason = item.msdyn_statuschangereason;
  const stateSince = item.msdyn_statusupdatedon ?? item.modifiedon;
  const row = {
    id: item.activityid,
    connectionId: around.connectionId,
    subject: (item.subject ?? item.msdyn_title ?? '').slice(0, 2000),
    customer: customerOf(item),
    ...channelOf(item, thread),
    state,
    stateSince,
    ...(reason === undefined
      ? {}
      : { reason: (item[labelOf('msdyn_statuschangereason')] ?? `${reason}`).slice(0, 500) }),
    ...(item._msdyn_cdsqueueid_value && { queueId: item._msdyn_cdsqueueid_value }),
    ...(item._msdyn_liveworkstreamid_value && { workstreamId: item._msdyn_liveworkstreamid_value }),
    ...(agentId && { agentId }),
    ringing: state === 'active' && reason === awaitingAcceptance,
    participants: participantsOf(thread),
    ...pendingTransferOf(thread, agentId),
    sentiment: { level: sentiments[item.msdyn_customersentimentlabel ?? 0] ?? 'unknown', source: 'backend' as const },
    transferCount: Math.max(0, item.msdyn_transfercount ?? 0),
    ...(reason !== undefined && customerLeft.includes(reason) ? { customerGone: true } : {}),
    startedAt: item.msdyn_startedon ?? item.createdon,
    ...(state === 'open' && { waitingSince: queuedSince(thread) ?? stateSince }),
    version: thread ? Math.min(Math.max(item.versionnumber, thread.version), around.horizon) : item.versionnumber,
    observedAt: around.observedAt,
  };
  const parsed = v.safeParse(conversationSchema, { ...row, etag: etagOf(row) });
  return parsed.success ? parsed.output : undefined;
}

/** Changes exactly with what an action rests on. */
export function etagOf(
  row: Pick<Conversation, 'state' | 'agentId' | 'queueId' | 'ringing' | 'pendingTransfer'>,
): string {
  const { state, agentId = '', queueId = '', ringing, pendingTransfer } = row;
  const pending = pendingTransfer ? `${pendingTransfer.toAgentId}@${pendingTransfer.since}` : '';
  return [state, agentId, queueId, ringing ? 'ringing' : '', pending].join('|');
}

function customerOf(item: WorkItem): Conversation['customer'] {
  const { _msdyn_customer_value: id, msdyn_customerlocale: locale } = item;
  return {
    name: (item[labelOf('_msdyn_customer_value')] ?? '').slice(0, 500),
    ...(id && { id }),
    // Its form is not documented: only what is a language tag is taken for one.
    ...(locale && /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(locale) ? { language: locale } : {}),
  };
}

/** Several channels at once: what carries it, and what it was raised to, told by a second code or a second session. */
function channelOf(item: WorkItem, thread: Thread | undefined): Pick<Conversation, 'channel' | 'escalatedTo'> {
  const codes = codesOf(item.msdyn_channel);
  const carrier = codes.find((code) => escalations[code] === undefined && !besides.includes(code));
  const code = carrier ?? codes[0];
  const channel: Channel = (code === undefined ? undefined : channels[code]) ?? `unknown:${code ?? 'none'}`;
  const raised = (thread?.sessions ?? []).filter((session) => session._msdyn_primarysession_value !== undefined);
  const second = [...codes.filter((each) => each !== code), ...raised.map((session) => session.msdyn_channel ?? 0)];
  const escalatedTo = second.map((each) => escalations[each]).find((each) => each !== undefined);
  return { channel, ...(escalatedTo && { escalatedTo }) };
}

/** Asked and not there yet: no participant. */
const hasYetToCome = (participant: Thread['participants'][number]) =>
  participant.msdyn_mode === modes.primary && participant.msdyn_joinedon === undefined;

function participantsOf(thread: Thread | undefined): Participant[] {
  return (thread?.participants ?? []).flatMap((participant): Participant[] => {
    const mode = participantModes.find((each) => modes[each] === participant.msdyn_mode);
    const agentId = participant._msdyn_agentid_value;
    const since = participant.msdyn_joinedon ?? participant.msdyn_addedon;
    if (!mode || !agentId || since === undefined || hasYetToCome(participant)) return [];
    return [{ agentId, name: (participant[labelOf('_msdyn_agentid_value')] ?? '').slice(0, 500), mode, since }];
  });
}

/** Somebody else than the agent is asked to become primary (facts §5.4; which rows show it is inferred). */
function pendingTransferOf(
  thread: Thread | undefined,
  agentId: string | undefined,
): Pick<Conversation, 'pendingTransfer'> {
  const asked = (thread?.participants ?? []).findLast(
    (each) =>
      hasYetToCome(each) && each._msdyn_agentid_value !== agentId && /transfer/i.test(each.msdyn_assignreason ?? ''),
  );
  const { _msdyn_agentid_value: toAgentId, msdyn_addedon: since } = asked ?? {};
  return toAgentId && since !== undefined ? { pendingTransfer: { toAgentId, since } } : {};
}

function queuedSince(thread: Thread | undefined): number | undefined {
  const times = (thread?.sessions ?? []).flatMap((session) => session.msdyn_queueassignedon ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}
