/** A lively floor of hours: whatever happened, the tables say what the floor says. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createFloor } from '../../../lib/floor/createFloor.ts';
import { builtInDialogues } from '../../../lib/floor/dialogues/all.ts';
import type { Floor } from '../../../lib/floor/floor.ts';
import { changeReasons, closureReasons, modes, sentimentCode, statusOf } from './codes.ts';
import { createIds } from './ids.ts';
import { usualManners } from './manners.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import type { Row } from './schema.ts';

let floor: Floor;
let organisation: Organisation;
const reasonsSeen = new Set<unknown>();
beforeAll(() => {
  const options = { seed: 7, conversations: 60, startAt: Date.UTC(2026, 10, 22), wallClock: () => 0 };
  floor = createFloor({ ...options, dialogues: builtInDialogues });
  organisation = createOrganisation(floor, createIds(), () => usualManners);
  floor.subscribe((event) => {
    if (event.type === 'conversation') reasonsSeen.add(rowOf(event.row.id)?.msdyn_statuschangereason);
  });
  floor.advance(floor.now + 3 * 3_600_000);
});
const rows = (table: string) => organisation.parts().database.rows(table);
const { guidOf } = createIds();
const rowOf = (id: string) => organisation.parts().database.get('msdyn_ocliveworkitem', guidOf(id));

test('every conversation is as it is on the floor', () => {
  const orNull = (id: string | undefined) => (id === undefined ? null : guidOf(id));
  expect(floor.conversations().length).toBeGreaterThan(30);
  for (const each of floor.conversations())
    expect(rowOf(each.id)).toMatchObject({
      statuscode: statusOf[each.state],
      statecode: each.state === 'closed' ? 1 : 0,
      _msdyn_activeagentid_value: orNull(each.agentId),
      _msdyn_cdsqueueid_value: orNull(each.queueId),
      msdyn_isagentaccepted: each.agentId !== undefined && !each.ringing,
      msdyn_customersentimentlabel: sentimentCode(each.sentiment.level),
      msdyn_transfercount: each.transferCount,
    });
});

test('who sits in it now are its participants, who is rung, and who is asked to take over', () => {
  const open = rows('msdyn_sessionparticipant').filter(({ msdyn_lefton }) => msdyn_lefton === null);
  const sessions = new Map(rows('msdyn_ocsession').map((row) => [row.activityid, row]));
  const seatsOf = (id: string) =>
    open.filter(
      (seat) => sessions.get(seat._msdyn_omnichannelsession_value ?? '')?._msdyn_liveworkitemid_value === guidOf(id),
    );
  const told = (seat: Row) => [seat._msdyn_agentid_value, seat.msdyn_mode, seat.msdyn_joinedon !== null].join();
  for (const { id, state, participants, ringing, agentId, pendingTransfer: pending } of floor.conversations()) {
    const inside = participants.map(({ agentId: who, mode }) =>
      [guidOf(who), mode === 'primary' ? modes.primary : modes.consult, true].join(),
    );
    const asked = [...(ringing && agentId ? [agentId] : []), ...(pending ? [pending.toAgentId] : [])];
    const expected =
      state === 'closed' ? [] : [...inside, ...asked.map((who) => [guidOf(who), modes.primary, false].join())];
    expect(seatsOf(id).map(told).toSorted()).toEqual(expected.toSorted());
  }
});

test('a conversation that goes on has one open session of its own, one that is closed has none', () => {
  const count = new Map<unknown, number>();
  for (const { statecode, _msdyn_primarysession_value: primary, _msdyn_liveworkitemid_value: of } of rows(
    'msdyn_ocsession',
  ))
    if (statecode === 0 && primary === null) count.set(of, (count.get(of) ?? 0) + 1);
  for (const row of rows('msdyn_ocliveworkitem'))
    expect(count.get(row.activityid) ?? 0).toBe(row.statecode === 0 ? 1 : 0);
});

describe('hours bring every code about', () => {
  test.each(Object.entries(changeReasons))('msdyn_statuschangereason %s', (_name, code) => {
    expect(reasonsSeen).toContain(code);
  });
  // What the floor's own second supervisor asks for cannot be told from what an agent asks for: see acts.test.ts.
  const byItself = Object.entries(closureReasons).filter(([name]) => name !== 'supervisorTransferToAgent');
  test.each(byItself)('msdyn_closurereason %s', (_name, code) => {
    expect(rows('msdyn_ocsession').map((row) => row.msdyn_closurereason)).toContain(code);
  });
});

test('no version is given twice', () => {
  const { database } = organisation.parts();
  const tables = ['msdyn_ocliveworkitem', 'msdyn_ocsession', 'msdyn_sessionparticipant', 'msdyn_agentstatus'];
  const versions = tables.flatMap((table) => rows(table).map((row) => Number(row.versionnumber)));
  expect(new Set(versions).size).toBe(versions.length);
  expect(Math.max(...versions)).toBeLessThanOrEqual(database.version);
});
