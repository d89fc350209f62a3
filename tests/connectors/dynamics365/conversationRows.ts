/** Rows as Dataverse writes them: an active live chat that Ada accepted, changed where a test says so. */
import { morning } from '../../builders.ts';
import { formatted, guidOf } from './answers.ts';

export const conversationId = guidOf(1, 1);
export const ada = guidOf(2, 2);
export const bob = guidOf(2, 3);
export const queue = guidOf(3, 1);
export const workstream = guidOf(4, 1);
export const customer = guidOf(5, 1);
export const session = guidOf(6, 1);
export const iso = (time: number) => new Date(time).toISOString();

export function workItem(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    '@odata.etag': 'W/"100"',
    activityid: conversationId,
    msdyn_ocliveworkitemid: 'a copy as text',
    subject: 'Where is my parcel?',
    msdyn_title: null,
    statecode: 0,
    statuscode: 2,
    msdyn_statuschangereason: 192350003,
    [formatted('msdyn_statuschangereason')]: 'InConversation',
    msdyn_statusupdatedon: iso(morning - 60_000),
    msdyn_startedon: iso(morning - 120_000),
    createdon: iso(morning - 120_000),
    modifiedon: iso(morning - 1_000),
    versionnumber: 100,
    msdyn_channel: '192360000',
    msdyn_customersentimentlabel: 10,
    msdyn_transfercount: 1,
    msdyn_customerlocale: 'he-IL',
    _msdyn_activeagentid_value: ada,
    _msdyn_cdsqueueid_value: queue.toUpperCase(),
    _msdyn_liveworkstreamid_value: workstream,
    _msdyn_customer_value: customer,
    [formatted('_msdyn_customer_value')]: 'Dana Levi',
    ...overrides,
  };
}

export function sessionRow(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    activityid: session,
    versionnumber: 90,
    statecode: 0,
    _msdyn_liveworkitemid_value: conversationId,
    _msdyn_primarysession_value: null,
    msdyn_channel: 192360000,
    msdyn_queueassignedon: iso(morning - 90_000),
    ...overrides,
  };
}

export function participantRow(agentId: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    versionnumber: 90,
    _msdyn_omnichannelsession_value: session,
    _msdyn_agentid_value: agentId,
    [formatted('_msdyn_agentid_value')]: agentId === ada ? 'Ada' : 'Bob',
    msdyn_mode: 192350002,
    msdyn_assignreason: 'SystemAssign',
    msdyn_addedon: iso(morning - 80_000),
    msdyn_joinedon: iso(morning - 60_000),
    msdyn_lefton: null,
    ...overrides,
  };
}
