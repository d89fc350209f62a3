/** The sessions of conversations and who takes part in them (facts §4.3): conversation → its open thread. */
import * as v from 'valibot';
import { type Path, path } from '../http.ts';
import { stillOpen } from './codes.ts';
import {
  idColumn,
  labelOf,
  optionalCode,
  optionalId,
  optionalText,
  optionalTime,
  readRows,
  versionColumn,
} from './columns.ts';
import { guid } from './guid.ts';
import type { Reading } from './odataReading.ts';

const sessionSchema = v.object({
  activityid: idColumn,
  versionnumber: versionColumn,
  statecode: v.number(),
  _msdyn_liveworkitemid_value: optionalId,
  _msdyn_primarysession_value: optionalId,
  msdyn_channel: optionalCode,
  msdyn_queueassignedon: optionalTime,
});
export type Session = v.InferOutput<typeof sessionSchema>;

const participantSchema = v.object({
  versionnumber: versionColumn,
  _msdyn_omnichannelsession_value: optionalId,
  _msdyn_agentid_value: optionalId,
  [labelOf('_msdyn_agentid_value')]: optionalText,
  msdyn_mode: optionalCode,
  msdyn_assignreason: optionalText,
  msdyn_addedon: optionalTime,
  msdyn_joinedon: optionalTime,
  msdyn_lefton: optionalTime,
});
export type Participant = v.InferOutput<typeof participantSchema>;

export interface Thread {
  /** Open ones. */
  sessions: Session[];
  /** Who is there, or asked to come. */
  participants: Participant[];
  /** The highest row version among them and those that ended lately. */
  version: number;
}
export type Threads = ReadonlyMap<string, Thread>;

const sessionColumns =
  'activityid,versionnumber,statecode,_msdyn_liveworkitemid_value,_msdyn_primarysession_value,msdyn_channel,msdyn_queueassignedon';
const participantColumns =
  '_msdyn_omnichannelsession_value,_msdyn_agentid_value,versionnumber,msdyn_mode,msdyn_assignreason,msdyn_addedon,msdyn_joinedon,msdyn_lefton';

/**
 * All open threads. What ended after `since` (as OData writes times) is read too: that somebody left is only to be seen
 * in the version of what is no longer there.
 */
export async function readThreads(api: Reading, since: string | undefined, signal: AbortSignal): Promise<Threads> {
  const orLately = since === undefined ? '' : ` or modifiedon ge ${since}`;
  const sessions = await listOf(
    api,
    path`/msdyn_ocsessions`,
    sessionColumns,
    `statecode eq ${stillOpen}${orLately}`,
    signal,
  );
  const filter = `msdyn_lefton eq null${orLately}`;
  const participants = await listOf(api, path`/msdyn_sessionparticipants`, participantColumns, filter, signal);
  return joined(sessions, participants);
}

/** The threads of one conversation. */
export async function readThreadsOf(api: Reading, conversationId: string, signal: AbortSignal): Promise<Threads> {
  const own = `_msdyn_liveworkitemid_value eq ${guid(conversationId)}`;
  const sessions = await listOf(api, path`/msdyn_ocsessions`, sessionColumns, own, signal);
  const open = readRows(sessionSchema, sessions).rows.filter(({ statecode }) => statecode === stillOpen);
  if (open.length === 0) return joined(sessions, []);
  const filter = open.map(({ activityid }) => `_msdyn_omnichannelsession_value eq ${activityid}`).join(' or ');
  return joined(sessions, await listOf(api, path`/msdyn_sessionparticipants`, participantColumns, filter, signal));
}

async function listOf(api: Reading, target: Path, select: string, filter: string, signal: AbortSignal) {
  const rows: unknown[] = [];
  for await (const page of api.list(target, { query: { $select: select, $filter: filter }, signal }))
    rows.push(...page);
  return rows;
}

/** Rows of these tables that make no sense are left out: the conversation itself is still shown. */
function joined(sessionRows: readonly unknown[], participantRows: readonly unknown[]): Threads {
  const threads = new Map<string, Thread>();
  const bySession = new Map<string, Thread>();
  for (const session of readRows(sessionSchema, sessionRows).rows) {
    const id = session._msdyn_liveworkitemid_value;
    if (id === undefined) continue;
    const thread = threads.get(id) ?? { sessions: [], participants: [], version: 0 };
    threads.set(id, thread);
    bySession.set(session.activityid, thread);
    thread.version = Math.max(thread.version, session.versionnumber);
    if (session.statecode === stillOpen) thread.sessions.push(session);
  }
  for (const participant of readRows(participantSchema, participantRows).rows) {
    const thread = bySession.get(participant._msdyn_omnichannelsession_value ?? '');
    if (!thread) continue;
    thread.version = Math.max(thread.version, participant.versionnumber);
    if (participant.msdyn_lefton === undefined) thread.participants.push(participant);
  }
  return threads;
}
