import { expect, test } from 'vitest';
import { readIdentity } from '../../../lib/connectors/dynamics365/identity.ts';
import { type Answerer, me, organisationId, refusal, setUp, tables } from './answers.ts';

const { signal } = new AbortController();
const ownRoles = `systemusers(${me})/systemuserroles_association`;
const teams = `systemusers(${me})/teammembership_association`;
const switches = 'msdyn_omnichannelconfigurations';
const supervisor = { name: 'Omnichannel supervisor' };
const apiAccess = { name: 'Omnichannel API access' };
const usual = {
  WhoAmI: { UserId: me, OrganizationId: organisationId, BusinessUnitId: organisationId },
  [`systemusers(${me})`]: { fullname: 'Sima Levi' },
  [`organizations(${organisationId})`]: { name: 'Contoso' },
  [ownRoles]: [supervisor, { name: 'Basic User' }],
  [teams]: [],
  [switches]: [{}],
};
const identityOf = (rows: Record<string, unknown> = {}, answer: Answerer = tables({ ...usual, ...rows })) =>
  readIdentity(setUp(answer).api, signal);

test('A supervisor, by name, in an organisation, with nothing said against them', async () => {
  expect(await identityOf()).toEqual({
    accountId: me,
    agentId: me,
    name: 'Sima Levi',
    isSupervisor: true,
    rolesReadable: true,
    switchedOff: [],
    siteName: 'Contoso',
  });
});

test.each([
  ['by themselves', [supervisor], [], true, undefined],
  ['by a team', [], [{ teamroles_association: [supervisor] }], true, undefined],
  ['not at all', [{ name: 'System Administrator' }], [], false, undefined],
  ['with the role that blocks assigning', [supervisor, apiAccess], [], true, 'Omnichannel API access'],
  ['with that role by a team', [supervisor], [{ teamroles_association: [apiAccess] }], true, 'Omnichannel API access'],
])('A6: who holds the role %s', async (_, own, ofTeams, isSupervisor, blockingRole) => {
  const identity = await identityOf({ [ownRoles]: own, [teams]: ofTeams });
  expect(identity).toMatchObject({ isSupervisor, rolesReadable: true });
  expect(identity.blockingRole).toBe(blockingRole);
});

test.each([ownRoles, teams])(
  'A6: where %s may not be read, the backend decides and the roles are unknown',
  async (path) => {
    expect(await identityOf({ [path]: () => refusal(403) })).toMatchObject({
      isSupervisor: true,
      rolesReadable: false,
    });
  },
);

test.each([
  [{ msdyn_enable_supervisor_assign: false, msdyn_enable_supervisor_monitor: true }, ['assign']],
  [{ msdyn_enable_supervisor_forceclose: false, msdyn_enable_supervisor_transfer: false }, ['transfer', 'forceClose']],
  [{ msdyn_enable_supervisor_monitor: null }, []],
])('G2: known off is off, what is not said is not: %j', async (row, switchedOff) => {
  expect((await identityOf({ [switches]: [row] })).switchedOff).toEqual(switchedOff);
});

test('A column that an older organisation lacks costs one more request, and no other switch', async () => {
  const answer: Answerer = (asked) => {
    if (asked.path !== switches) return tables(usual)(asked);
    if (asked.query.has('$select')) return refusal(400, "Could not find a property named 'x'", '0x80060888');
    return { value: [{ msdyn_enable_supervisor_assign: false }] };
  };
  expect((await identityOf({}, answer)).switchedOff).toEqual(['assign']);
});

test.each([403, 404])('Where the table of switches answers %i, nothing is said of them', async (status) => {
  expect((await identityOf({ [switches]: () => refusal(status) })).switchedOff).toEqual([]);
});

test('Names that may not be read are left empty', async () => {
  const hidden = {
    [`systemusers(${me})`]: () => refusal(403),
    [`organizations(${organisationId})`]: () => refusal(403),
  };
  expect(await identityOf(hidden)).toMatchObject({ name: '', siteName: '', agentId: me });
});

test('Trouble is not taken for an answer', async () => {
  await expect(identityOf({ [ownRoles]: () => refusal(500) })).rejects.toMatchObject({ kind: 'broken' });
  await expect(identityOf({ [ownRoles]: { nothing: true } })).rejects.toMatchObject({ kind: 'broken' });
});
