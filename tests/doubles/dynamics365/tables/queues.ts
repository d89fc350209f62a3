/** `queue` with its members, and `msdyn_liveworkstream` (facts §4.4). */
import type { Queue, Workstream } from '../../../../lib/domain/records.ts';
import { kindOf } from '../../../../lib/domain/rules.ts';
import {
  activeLabels,
  basePresences,
  capacityFormatLabels,
  capacityFormats,
  channelCode,
  channelLabels,
  conversationModeLabels,
  conversationModes,
  presenceLabels,
  queueTypeLabels,
  queueTypes,
} from '../codes.ts';
import type { Database } from '../database.ts';
import { always, choice, choices, flag, guid, lookup, type Table, text, whole } from '../schema.ts';

export const queues: Table = {
  name: 'queue',
  set: 'queues',
  key: 'queueid',
  title: 'name',
  columns: {
    ...always,
    queueid: guid,
    name: text,
    statecode: choice(activeLabels),
    msdyn_isomnichannelqueue: flag,
    msdyn_queuetype: choice(queueTypeLabels),
    msdyn_priority: whole,
    _msdyn_operatinghourid_value: lookup('msdyn_operatinghour'),
    msdyn_assignmentstrategy: text,
  },
  many: {
    queuemembership_association: {
      through: 'queuemembership',
      from: 'queueid',
      to: 'systemuserid',
      table: 'systemuser',
    },
  },
};

export const queueMembers: Table = {
  name: 'queuemembership',
  set: 'queuememberships',
  key: 'queuemembershipid',
  columns: { ...always, queuemembershipid: guid, queueid: guid, systemuserid: guid },
};

export const workstreams: Table = {
  name: 'msdyn_liveworkstream',
  set: 'msdyn_liveworkstreams',
  key: 'msdyn_liveworkstreamid',
  title: 'msdyn_name',
  columns: {
    ...always,
    msdyn_liveworkstreamid: guid,
    msdyn_name: text,
    statecode: choice(activeLabels),
    msdyn_streamsource: choice(channelLabels),
    msdyn_allowedpresences: choices(presenceLabels),
    msdyn_capacityformat: choice(capacityFormatLabels),
    msdyn_capacityrequired: whole,
    msdyn_blockcapacityforwrapup: whole,
    msdyn_autocloseafterinactivity: whole,
    msdyn_conversationmode: choice(conversationModeLabels),
    _msdyn_defaultqueue_value: lookup('queue'),
    _msdyn_bot_user_value: lookup('systemuser'),
    msdyn_direction: choice({ 0: 'Inbound', 1: 'Outbound', 2: 'Both', 3: 'None' }),
    msdyn_waitingtimethreshold: whole,
    msdyn_handlingtimethreshold: whole,
    msdyn_screenpoptimeout: whole,
    msdyn_restrictdownloadtranscript: flag,
  },
};

type GuidOf = (floorId: string) => string;

export function putQueue(database: Database, guidOf: GuidOf, { id, name, kind }: Queue): void {
  database.put('queue', guidOf(id), {
    name,
    statecode: 0,
    msdyn_isomnichannelqueue: true,
    msdyn_queuetype: queueTypes[kind],
    msdyn_priority: 1,
  });
}

/** Every organisation has queues that have nothing to do with conversations. */
export function putMailbox(database: Database, guidOf: GuidOf): void {
  database.put('queue', guidOf('queue:mailbox'), { name: 'Invoices', statecode: 0, msdyn_isomnichannelqueue: false });
}

export function putWorkstream(database: Database, guidOf: GuidOf, workstream: Workstream, botId?: string): void {
  const { id, name, channel, allowedPresences, unitsNeeded, asksAcceptance, waitingLimit, handlingLimit } = workstream;
  const kind = kindOf(channel);
  // One of them counts its work by a profile: one item is one unit of it (facts §2.3).
  const format = kind === 'record' ? 'profile' : 'unit';
  database.put('msdyn_liveworkstream', guidOf(id), {
    msdyn_name: name,
    statecode: 0,
    msdyn_streamsource: channelCode(channel),
    msdyn_allowedpresences: allowedPresences
      .flatMap((base) => (base === 'unknown' ? [] : [basePresences[base].code]))
      .join(','),
    msdyn_capacityformat: capacityFormats[format],
    msdyn_capacityrequired: format === 'unit' ? unitsNeeded : null,
    msdyn_blockcapacityforwrapup: workstream.wrapUpKeepsCapacity ? 15 : 0,
    msdyn_conversationmode: channel === 'liveChat' ? conversationModes.live : conversationModes.persistent,
    _msdyn_bot_user_value: kind === 'messaging' && botId !== undefined ? guidOf(botId) : null,
    msdyn_direction: 0,
    msdyn_waitingtimethreshold: inMinutes(waitingLimit),
    msdyn_handlingtimethreshold: inMinutes(handlingLimit),
    msdyn_screenpoptimeout: asksAcceptance ? 30 : null,
    msdyn_restrictdownloadtranscript: channel === 'whatsApp',
  });
}

/** Dataverse keeps durations in whole minutes. */
function inMinutes(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : Math.max(1, Math.round(milliseconds / 60_000));
}
