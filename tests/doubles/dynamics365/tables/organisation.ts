/** The organisation: its name, its switches (facts §2.6) and who holds which role, by themselves or by a team. */
import { type SwitchedAction, switchedActions } from '../../../../lib/domain/actions.ts';
import type { Database } from '../database.ts';
import { always, flag, guid, lookup, type Table, text } from '../schema.ts';

export const organisations: Table = {
  name: 'organization',
  set: 'organizations',
  key: 'organizationid',
  title: 'name',
  columns: { ...always, organizationid: guid, name: text },
};
export const businessUnits: Table = {
  name: 'businessunit',
  set: 'businessunits',
  key: 'businessunitid',
  title: 'name',
  columns: { ...always, businessunitid: guid, name: text },
};
export const configuration: Table = {
  name: 'msdyn_omnichannelconfiguration',
  set: 'msdyn_omnichannelconfigurations',
  key: 'msdyn_omnichannelconfigurationid',
  title: 'msdyn_name',
  columns: {
    ...always,
    msdyn_omnichannelconfigurationid: guid,
    msdyn_name: text,
    msdyn_enable_supervisor_monitor: flag,
    msdyn_enable_supervisor_assign: flag,
    msdyn_enable_supervisor_transfer: flag,
    msdyn_enable_supervisor_forceclose: flag,
  },
};
export const roles: Table = {
  name: 'role',
  set: 'roles',
  key: 'roleid',
  title: 'name',
  columns: { ...always, roleid: guid, name: text, _businessunitid_value: lookup('businessunit') },
};
export const teams: Table = {
  name: 'team',
  set: 'teams',
  key: 'teamid',
  title: 'name',
  columns: { ...always, teamid: guid, name: text },
  many: {
    teamroles_association: { through: 'teamroles', from: 'teamid', to: 'roleid', table: 'role' },
    teammembership_association: { through: 'teammembership', from: 'teamid', to: 'systemuserid', table: 'systemuser' },
  },
};
const intersect = (name: string, set: string, a: string, b: string): Table => ({
  name,
  set,
  key: `${name}id`,
  columns: { ...always, [`${name}id`]: guid, [a]: guid, [b]: guid },
});
export const userRoles = intersect('systemuserroles', 'systemuserrolescollection', 'systemuserid', 'roleid');
export const teamRoles = intersect('teamroles', 'teamrolescollection', 'teamid', 'roleid');
export const teamMembers = intersect('teammembership', 'teammemberships', 'teamid', 'systemuserid');

/** How the account holds a role. */
export type Holding = 'none' | 'direct' | 'team';
export const roleNames = {
  supervisor: 'Omnichannel supervisor',
  apiAccess: 'Omnichannel API access',
  agent: 'Omnichannel agent',
} as const;

type GuidOf = (floorId: string) => string;

export function putOrganisation(database: Database, guidOf: GuidOf): void {
  database.put('organization', guidOf('organization'), { name: 'contoso' });
  database.put('businessunit', guidOf('businessunit'), { name: 'contoso' });
  for (const name of Object.values(roleNames))
    database.put('role', guidOf(`role:${name}`), { name, _businessunitid_value: guidOf('businessunit') });
}

const column: Readonly<Record<SwitchedAction, string>> = {
  monitor: 'msdyn_enable_supervisor_monitor',
  assign: 'msdyn_enable_supervisor_assign',
  transfer: 'msdyn_enable_supervisor_transfer',
  forceClose: 'msdyn_enable_supervisor_forceclose',
};
export function putSwitches(database: Database, guidOf: GuidOf, off: readonly SwitchedAction[]): void {
  const values = Object.fromEntries(switchedActions.map((action) => [column[action], !off.includes(action)]));
  database.put('msdyn_omnichannelconfiguration', guidOf('configuration'), {
    msdyn_name: 'Omnichannel configuration',
    ...values,
  });
}

/** Each role of the account stands where it holds it, and nowhere else. */
export function putRoles(database: Database, guidOf: GuidOf, agentId: string, held: Readonly<Record<string, Holding>>) {
  const user = guidOf(agentId);
  for (const [name, holding] of Object.entries(held)) {
    const role = guidOf(`role:${name}`);
    const direct = guidOf(`held:${agentId}:${name}`);
    const [team, member, ofTeam] = [`team:${name}`, `team:${name}:${agentId}`, `team:${name}:role`].map(guidOf);
    if (holding === 'direct') database.put('systemuserroles', direct, { systemuserid: user, roleid: role });
    else database.remove('systemuserroles', direct);
    if (team === undefined || member === undefined || ofTeam === undefined) continue;
    database.put('team', team, { name: `${name} (team)` });
    database.put('teamroles', ofTeam, { teamid: team, roleid: role });
    if (holding === 'team') database.put('teammembership', member, { teamid: team, systemuserid: user });
    else database.remove('teammembership', member);
  }
}
