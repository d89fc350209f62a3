/**
 * Queues, workstreams and agents (facts §4.4). Presence and free units are read every time; what administrators change
 * is read every five minutes and with every full reading.
 */
import * as v from 'valibot';
import type { Agent, PresenceBase, Queue, Workstream } from '../../domain/records.ts';
import { type Change, ConnectorError } from '../connector.ts';
import { type Path, path } from '../http.ts';
import { formatOf, piecesOf, unitsOf } from './capacities.ts';
import { byProfile, channels, codesOf, presences, queueKinds } from './codes.ts';
import {
  absentAs,
  idColumn,
  labelOf,
  optionalCode,
  optionalId,
  optionalText,
  optionalTime,
  readRows,
} from './columns.ts';
import type { Reading } from './odataReading.ts';
import { presenceSchema } from './presences.ts';

/** Milliseconds. */
export const slowEvery = 300_000;
/** Milliseconds of one unit of the workstreams' limits. The unit is not documented: every column in seconds says so in
 * its name, and those beside these (automatic closing) are documented in minutes. */
const thresholdUnit = 60_000;

const queueSchema = v.object({ queueid: idColumn, name: optionalText, msdyn_queuetype: optionalCode });
const memberSchema = v.object({ queueid: idColumn, systemuserid: idColumn });
const workstreamSchema = v.object({
  msdyn_liveworkstreamid: idColumn,
  msdyn_name: optionalText,
  msdyn_streamsource: optionalCode,
  msdyn_allowedpresences: optionalText,
  msdyn_capacityformat: optionalCode,
  msdyn_capacityrequired: optionalCode,
  // Its type is not documented: always, never, or for some minutes.
  msdyn_blockcapacityforwrapup: absentAs(v.union([v.number(), v.boolean()])),
  msdyn_waitingtimethreshold: optionalCode,
  msdyn_handlingtimethreshold: optionalCode,
  msdyn_screenpoptimeout: optionalCode,
  _msdyn_bot_user_value: optionalId,
});
type WorkstreamRow = v.InferOutput<typeof workstreamSchema>;
const userSchema = v.object({
  systemuserid: idColumn,
  fullname: optionalText,
  msdyn_capacity: optionalCode,
  msdyn_agenttype: optionalCode,
  [labelOf('msdyn_agenttype')]: optionalText,
  msdyn_usertype: optionalCode,
  [labelOf('msdyn_usertype')]: optionalText,
});
type UserRow = v.InferOutput<typeof userSchema>;
const statusSchema = v.object({
  _msdyn_agentid_value: idColumn,
  _msdyn_currentpresenceid_value: optionalId,
  msdyn_availableunitscapacity: optionalCode,
  msdyn_presencemodifiedon: optionalTime,
});
type StatusRow = v.InferOutput<typeof statusSchema>;
/** One of an agent's capacity profiles. */
const profileSchema = v.object({
  _msdyn_agentid_value: idColumn,
  msdyn_availablecapacityprofileunits: optionalCode,
});

export interface Directory {
  changes: Change[];
  /** Rows that could not be understood. */
  unreadable: number;
}

interface Slow {
  readAt: number;
  queues: Queue[];
  queuesOf: Map<string, string[]>;
  workstreams: WorkstreamRow[];
  users: Map<string, UserRow>;
  presences: Map<string, { base: PresenceBase; text: string | undefined }>;
  unreadable: number;
}

export function createDirectory({ api, now }: { api: Reading; now(): number }) {
  let slow: Slow | undefined;

  async function rowsOf<const S extends v.GenericSchema>(
    set: Path,
    schema: S & { entries: object },
    filter: string | undefined,
    signal: AbortSignal,
  ) {
    const $select = Object.keys(schema.entries)
      .filter((name) => !name.includes('@'))
      .join(',');
    const rows: v.InferOutput<S>[] = [];
    let unreadable = 0;
    for await (const page of api.list(set, { query: { $select, ...(filter && { $filter: filter }) }, signal })) {
      const understood = readRows(schema, page);
      rows.push(...understood.rows);
      unreadable += understood.odd.length;
    }
    return { rows, unreadable };
  }

  async function readSlow(signal: AbortSignal): Promise<Slow> {
    // One after the other: no further list is asked for once the backend has asked for silence (FA13).
    const readAt = now();
    const queues = await rowsOf(path`/queues`, queueSchema, 'msdyn_isomnichannelqueue eq true', signal);
    const members = await rowsOf(path`/queuememberships`, memberSchema, undefined, signal);
    const workstreams = await rowsOf(path`/msdyn_liveworkstreams`, workstreamSchema, undefined, signal);
    const users = await rowsOf(path`/systemusers`, userSchema, 'isdisabled eq false', signal);
    const known = await rowsOf(path`/msdyn_presences`, presenceSchema, undefined, signal);
    const talkQueues = new Set(queues.rows.map(({ queueid }) => queueid));
    const queuesOf = new Map<string, string[]>();
    for (const { queueid, systemuserid } of members.rows) {
      if (!talkQueues.has(queueid)) continue;
      queuesOf.set(systemuserid, [...(queuesOf.get(systemuserid) ?? []), queueid]);
    }
    const lists = [queues, members, workstreams, users, known];
    const understood = queues.rows.flatMap((row) => toQueue(row) ?? []);
    return {
      readAt,
      queues: understood,
      queuesOf,
      workstreams: workstreams.rows,
      users: new Map(users.rows.map((row) => [row.systemuserid, row])),
      presences: new Map(
        known.rows.map(({ msdyn_presenceid: id, msdyn_basepresencestatus: code, msdyn_presencestatustext: text }) => {
          return [id, { base: presences[code ?? 0] ?? 'unknown', text }];
        }),
      ),
      unreadable: lists.reduce((sum, list) => sum + list.unreadable, queues.rows.length - understood.length),
    };
  }

  /** Who may not read it (facts §7) knows nobody's presence and capacity. */
  async function rowsIfAllowed<const S extends v.GenericSchema>(
    set: Path,
    schema: S & { entries: object },
    signal: AbortSignal,
  ) {
    try {
      return await rowsOf(set, schema, undefined, signal);
    } catch (error) {
      if (error instanceof ConnectorError && error.kind === 'forbidden') return { rows: [], unreadable: 0 };
      throw error;
    }
  }

  return {
    /** `whole`: everything, now. Otherwise the agents, and the rest when it is due. */
    async read({ whole, myAgentId }: { whole: boolean; myAgentId: string }, signal: AbortSignal): Promise<Directory> {
      const isDue = whole || !slow || now() - slow.readAt >= slowEvery || now() < slow.readAt;
      slow = isDue || !slow ? await readSlow(signal) : slow;
      const { queues, queuesOf, workstreams, users, presences: known } = slow;
      const statuses = await rowsIfAllowed(path`/msdyn_agentstatuses`, statusSchema, signal);
      const format = formatOf(workstreams);
      const profiles =
        format === 'profiles'
          ? await rowsIfAllowed(path`/msdyn_agentcapacityprofileunits`, profileSchema, signal)
          : { rows: [], unreadable: 0 };
      const piecesOfAgents = Map.groupBy(profiles.rows, (row) => row._msdyn_agentid_value);
      const statusOf = new Map(statuses.rows.map((row) => [row._msdyn_agentid_value, row]));
      const bots = new Set(workstreams.flatMap((row) => row._msdyn_bot_user_value ?? []));
      function capacityOf(user: UserRow, status: StatusRow | undefined): Agent['capacity'] {
        if (format === 'both') return 'unknown';
        if (format === 'units') return unitsOf(user.msdyn_capacity, status?.msdyn_availableunitscapacity);
        const own = piecesOfAgents.get(user.systemuserid) ?? [];
        return piecesOf(own.map((row) => row.msdyn_availablecapacityprofileunits));
      }
      const agents = [...users.values()].flatMap((user): Agent[] => {
        const id = user.systemuserid;
        const status = statusOf.get(id);
        if (!status && !queuesOf.has(id) && !bots.has(id) && id !== myAgentId) return [];
        const presence = known.get(status?._msdyn_currentpresenceid_value ?? '');
        const since = status?.msdyn_presencemodifiedon;
        return [
          {
            id,
            name: (user.fullname ?? '').slice(0, 500),
            kind: bots.has(id) || isBot(user) ? 'bot' : 'human',
            presence: {
              base: presence?.base ?? 'unknown',
              ...(presence?.text ? { text: presence.text.slice(0, 500) } : {}),
              ...(presence && since !== undefined ? { since } : {}),
            },
            capacity: capacityOf(user, status),
            queueIds: queuesOf.get(id) ?? [],
            isMe: id === myAgentId,
          },
        ];
      });
      const slowChanges: Change[] = [
        ...queues.map((row): Change => ({ kind: 'queue', row })),
        ...workstreams.map((row): Change => ({ kind: 'workstream', row: toWorkstream(row) })),
      ];
      return {
        changes: [...(isDue ? slowChanges : []), ...agents.map((row): Change => ({ kind: 'agent', row }))],
        unreadable: statuses.unreadable + profiles.unreadable + (isDue ? slow.unreadable : 0),
      };
    },
  };
}

/** A queue of a kind that is not known cannot be shown as one: it is counted. Old ones say no kind and are for messages. */
function toQueue({ queueid, name, msdyn_queuetype: code }: v.InferOutput<typeof queueSchema>): Queue | undefined {
  const kind = code === undefined ? 'messaging' : queueKinds[code];
  return kind && { id: queueid, name: (name ?? '').slice(0, 500), kind };
}

function toWorkstream(row: WorkstreamRow): Workstream {
  const code = row.msdyn_streamsource;
  const waiting = limitOf(row.msdyn_waitingtimethreshold);
  const handling = limitOf(row.msdyn_handlingtimethreshold);
  return {
    id: row.msdyn_liveworkstreamid,
    name: (row.msdyn_name ?? '').slice(0, 500),
    channel: (code === undefined ? undefined : channels[code]) ?? `unknown:${code ?? 'none'}`,
    allowedPresences: codesOf(row.msdyn_allowedpresences).flatMap((each) => presences[each] ?? []),
    unitsNeeded: row.msdyn_capacityformat === byProfile ? 1 : Math.max(0, row.msdyn_capacityrequired ?? 0),
    // The agent is rung for so long; that none means "at once theirs" is inferred.
    asksAcceptance: (row.msdyn_screenpoptimeout ?? 0) > 0,
    ...(waiting === undefined ? {} : { waitingLimit: waiting }),
    ...(handling === undefined ? {} : { handlingLimit: handling }),
    wrapUpKeepsCapacity: Boolean(row.msdyn_blockcapacityforwrapup),
  };
}

function limitOf(threshold: number | undefined): number | undefined {
  return threshold === undefined || threshold <= 0 ? undefined : threshold * thresholdUnit;
}

/** The codes are not documented, so what they are called decides. */
function isBot(user: UserRow): boolean {
  const labels = [user[labelOf('msdyn_agenttype')], user[labelOf('msdyn_usertype')]];
  return labels.some((label) => /\bbot\b/i.test(label ?? ''));
}
