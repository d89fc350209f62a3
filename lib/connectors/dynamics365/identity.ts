/** Who the account is, what it may, and what its organisation has switched off (facts §2, §2.6). */
import * as v from 'valibot';
import type { SwitchedAction } from '../../domain/actions.ts';
import { switchedActions } from '../../domain/actions.ts';
import type { Identity } from '../../domain/identity.ts';
import { ConnectorError } from '../connector.ts';
import { type HttpAnswer, path } from '../http.ts';
import { idColumn } from './columns.ts';
import type { Reading } from './odataReading.ts';

const supervisorRole = 'Omnichannel supervisor';
/** A6: who holds it may not assign. */
export const blockingRole = 'Omnichannel API access';

const switchColumns: Readonly<Record<SwitchedAction, string>> = {
  monitor: 'msdyn_enable_supervisor_monitor',
  assign: 'msdyn_enable_supervisor_assign',
  transfer: 'msdyn_enable_supervisor_transfer',
  forceClose: 'msdyn_enable_supervisor_forceclose',
};

const whoSchema = v.object({ UserId: idColumn, OrganizationId: idColumn });
const userSchema = v.object({ fullname: v.string() });
const organisationSchema = v.object({ name: v.string() });
const listOf = <const S extends v.GenericSchema>(row: S) => v.object({ value: v.array(row) });
const rolesSchema = listOf(v.object({ name: v.string() }));
const teamsSchema = listOf(v.object({ teamroles_association: v.array(v.object({ name: v.string() })) }));
const switchesSchema = listOf(v.record(v.string(), v.unknown()));

/** Everything about the account but what is offered to it. @throws ConnectorError wrongBackend, auth, and as webApi.ts */
export async function readIdentity(api: Reading, signal: AbortSignal): Promise<Omit<Identity, 'offer'>> {
  const answer = await api.get(path`/WhoAmI`, { accept: [404], signal });
  const who = v.safeParse(whoSchema, answer.body);
  if (!who.success) throw new ConnectorError('wrongBackend', 'What answers there is not Dynamics 365');
  const { UserId: id, OrganizationId: organisationId } = who.output;
  const user = await optional(api.get(path`/systemusers(${id})`, { ...selecting('fullname'), signal }), userSchema);
  const roles = await readRoles(api, id, signal);
  const organisation = await optional(
    api.get(path`/organizations(${organisationId})`, { ...selecting('name'), signal }),
    organisationSchema,
  );
  return {
    accountId: id,
    agentId: id,
    name: user?.fullname ?? '',
    // Where the roles cannot be read the backend decides, as it does anyway.
    isSupervisor: roles?.has(supervisorRole) ?? true,
    ...(roles?.has(blockingRole) ? { blockingRole } : {}),
    rolesReadable: roles !== undefined,
    switchedOff: await readSwitches(api, signal),
    siteName: organisation?.name ?? '',
  };
}

/** Their own and those of their teams; `undefined` when this account may not read them. */
async function readRoles(api: Reading, id: string, signal: AbortSignal): Promise<Set<string> | undefined> {
  const own = await optional(
    api.get(path`/systemusers(${id})/systemuserroles_association`, { ...selecting('name'), signal }),
    rolesSchema,
  );
  const query = { $select: 'teamid', $expand: 'teamroles_association($select=name)' };
  const teams = await optional(
    api.get(path`/systemusers(${id})/teammembership_association`, { query, accept: [403], signal }),
    teamsSchema,
  );
  if (!own || !teams) return undefined;
  const all = [...own.value, ...teams.value.flatMap((team) => team.teamroles_association)];
  return new Set(all.map(({ name }) => name));
}

/** An older organisation lacks a column, and naming it is an error: then all that it has are asked for. */
async function readSwitches(api: Reading, signal: AbortSignal): Promise<SwitchedAction[]> {
  const set = path`/msdyn_omnichannelconfigurations`;
  const query = { $select: Object.values(switchColumns).join(','), $top: '1' };
  let answer = await api.get(set, { query, accept: [400, 403, 404], signal });
  if (answer.status === 400) answer = await api.get(set, { query: { $top: '1' }, accept: [403, 404], signal });
  const rows = v.safeParse(switchesSchema, answer.body);
  const [row] = rows.success ? rows.output.value : [];
  return switchedActions.filter((each) => row?.[switchColumns[each]] === false);
}

const selecting = (columns: string) => ({ query: { $select: columns }, accept: [403, 404] });

async function optional<const S extends v.GenericSchema>(
  asking: Promise<HttpAnswer>,
  schema: S,
): Promise<v.InferOutput<S> | undefined> {
  const answer = await asking;
  if (answer.status === 403 || answer.status === 404) return undefined;
  const parsed = v.safeParse(schema, answer.body);
  if (!parsed.success) throw new ConnectorError('broken', 'What is said of the account makes no sense');
  return parsed.output;
}
