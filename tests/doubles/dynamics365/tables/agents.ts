/** People: `systemuser`, `msdyn_agentstatus`, `msdyn_presence` and the units of the one capacity profile (facts §4.4). */
import type { WireAgent } from '../../../../lib/floor/wire.ts';
import { activeLabels, basePresences, presenceLabels, userTypeLabels, userTypes } from '../codes.ts';
import type { Database } from '../database.ts';
import { always, choice, flag, guid, lookup, moment, onWire, type Table, text, whole } from '../schema.ts';

export const users: Table = {
  name: 'systemuser',
  set: 'systemusers',
  key: 'systemuserid',
  title: 'fullname',
  columns: {
    ...always,
    systemuserid: guid,
    fullname: text,
    internalemailaddress: text,
    isdisabled: flag,
    _businessunitid_value: lookup('businessunit'),
    msdyn_capacity: whole,
    _msdyn_defaultpresenceiduser_value: lookup('msdyn_presence'),
    msdyn_agenttype: choice(userTypeLabels),
    msdyn_usertype: choice(userTypeLabels),
  },
  many: {
    queuemembership_association: { through: 'queuemembership', from: 'systemuserid', to: 'queueid', table: 'queue' },
    systemuserroles_association: { through: 'systemuserroles', from: 'systemuserid', to: 'roleid', table: 'role' },
    teammembership_association: { through: 'teammembership', from: 'systemuserid', to: 'teamid', table: 'team' },
  },
};

export const agentStatuses: Table = {
  name: 'msdyn_agentstatus',
  set: 'msdyn_agentstatuses',
  key: 'msdyn_agentstatusid',
  columns: {
    ...always,
    msdyn_agentstatusid: guid,
    _msdyn_agentid_value: lookup('systemuser'),
    _msdyn_currentpresenceid_value: lookup('msdyn_presence'),
    msdyn_availableunitscapacity: whole,
    msdyn_isblockedbysomeprofile: flag,
    msdyn_isagentloggedin: flag,
    msdyn_presencemodifiedon: moment,
    msdyn_presencemodifiedby: text,
    msdyn_capacitymodifiedon: moment,
  },
};

export const presences: Table = {
  name: 'msdyn_presence',
  set: 'msdyn_presences',
  key: 'msdyn_presenceid',
  title: 'msdyn_presencestatustext',
  columns: {
    ...always,
    msdyn_presenceid: guid,
    msdyn_name: text,
    msdyn_basepresencestatus: choice(presenceLabels),
    msdyn_presencestatustext: text,
    msdyn_canuserset: flag,
    statecode: choice(activeLabels),
  },
};

export const capacityProfiles: Table = {
  name: 'msdyn_capacityprofile',
  set: 'msdyn_capacityprofiles',
  key: 'msdyn_capacityprofileid',
  title: 'msdyn_name',
  columns: { ...always, msdyn_capacityprofileid: guid, msdyn_name: text },
};

export const profileUnits: Table = {
  name: 'msdyn_agentcapacityprofileunit',
  set: 'msdyn_agentcapacityprofileunits',
  key: 'msdyn_agentcapacityprofileunitid',
  columns: {
    ...always,
    msdyn_agentcapacityprofileunitid: guid,
    _msdyn_agentid_value: lookup('systemuser'),
    _msdyn_capacityprofileid_value: lookup('msdyn_capacityprofile'),
    msdyn_availablecapacityprofileunits: whole,
  },
};

/** Limits of one's own, which nobody here has. */
export const ownProfiles: Table = {
  name: 'msdyn_bookableresourcecapacityprofile',
  set: 'msdyn_bookableresourcecapacityprofiles',
  key: 'msdyn_bookableresourcecapacityprofileid',
  columns: { ...always, msdyn_bookableresourcecapacityprofileid: guid, msdyn_maxunits: whole },
};

/** What the floor's people call their breaks. */
const ownPresences = [
  { base: 'away', text: 'Lunch' },
  { base: 'doNotDisturb', text: 'Training' },
] as const;
const profile = 'profile:cases';

type GuidOf = (floorId: string) => string;

export function putPresences(database: Database, guidOf: GuidOf): void {
  for (const { code, label, id } of Object.values(basePresences)) putPresence(database, id, code, label);
  for (const presence of ownPresences) presenceId(database, guidOf, presence);
  database.put('msdyn_capacityprofile', guidOf(profile), { msdyn_name: 'Cases' });
}

function putPresence(database: Database, id: string, code: number, label: string): void {
  database.put('msdyn_presence', id, {
    msdyn_name: label,
    msdyn_presencestatustext: label,
    msdyn_basepresencestatus: code,
    msdyn_canuserset: true,
    statecode: 0,
  });
}

/** An organisation's own word for a base status is a presence of its own. */
function presenceId(database: Database, guidOf: GuidOf, presence: Pick<WireAgent['presence'], 'base' | 'text'>) {
  const { base, text: word } = presence;
  if (base === 'unknown') return null;
  if (word === undefined) return basePresences[base].id;
  const id = guidOf(`presence:${base}:${word}`);
  putPresence(database, id, basePresences[base].code, word);
  return id;
}

export function putAgent(database: Database, guidOf: GuidOf, agent: WireAgent): void {
  const { id, name, kind, presence, capacity } = agent;
  const user = guidOf(id);
  const known = capacity === 'unknown' ? undefined : capacity;
  database.put('systemuser', user, {
    fullname: name,
    internalemailaddress: `${id}@contoso.example`,
    isdisabled: false,
    _businessunitid_value: guidOf('businessunit'),
    msdyn_capacity: known?.max ?? null,
    _msdyn_defaultpresenceiduser_value: basePresences.available.id,
    msdyn_agenttype: userTypes[kind],
    msdyn_usertype: userTypes[kind],
  });
  database.put('msdyn_agentstatus', guidOf(`status:${id}`), {
    _msdyn_agentid_value: user,
    _msdyn_currentpresenceid_value: presenceId(database, guidOf, presence),
    msdyn_availableunitscapacity: known?.free ?? null,
    msdyn_isblockedbysomeprofile: false,
    msdyn_isagentloggedin: presence.base !== 'offline',
    msdyn_presencemodifiedon: presence.since === undefined ? null : onWire(presence.since),
    msdyn_presencemodifiedby: 'AGENT',
  });
  for (const queueId of agent.queueIds)
    database.put('queuemembership', guidOf(`member:${id}:${queueId}`), {
      queueid: guidOf(queueId),
      systemuserid: user,
    });
  if (kind === 'bot') return;
  database.put('msdyn_agentcapacityprofileunit', guidOf(`profile:${id}`), {
    _msdyn_agentid_value: user,
    _msdyn_capacityprofileid_value: guidOf(profile),
    msdyn_availablecapacityprofileunits: known?.free ?? null,
  });
}
