/** `msdyn_ocliveworkitem`, and the same in the older `msdyn_liveconversation` (facts §4.1, §4.2). */
import type { WireConversation } from '../../../../lib/floor/wire.ts';
import {
  activeLabels,
  changeReasonLabels,
  channelCode,
  channelLabels,
  escalated,
  liveStateLabels,
  sentimentCode,
  sentimentLabels,
  stateLabels,
  statusLabels,
  statusOf,
} from '../codes.ts';
import {
  always,
  choice,
  choices,
  flag,
  guid,
  lookup,
  moment,
  onWire,
  type Table,
  text,
  type Value,
  whole,
} from '../schema.ts';

const distribution = { 192350000: 'Push', 192350001: 'Pick' };
const activity = { 0: 'Default', 1: 'Talk', 2: 'Hold', 3: 'Ended' };

export const conversations: Table = {
  name: 'msdyn_ocliveworkitem',
  set: 'msdyn_ocliveworkitems',
  // An activity: `msdyn_ocliveworkitemid` is only a text copy of it.
  key: 'activityid',
  title: 'subject',
  columns: {
    ...always,
    activityid: guid,
    msdyn_ocliveworkitemid: text,
    subject: text,
    msdyn_title: text,
    statecode: choice(stateLabels),
    statuscode: choice(statusLabels),
    msdyn_statuschangereason: choice(changeReasonLabels),
    msdyn_statereason: text,
    msdyn_statusupdatedon: moment,
    msdyn_startedon: moment,
    msdyn_initiatedon: moment,
    msdyn_createdon: moment,
    msdyn_closedon: moment,
    msdyn_wrapupinitiatedon: moment,
    msdyn_firstwaitstartedon: moment,
    msdyn_activeagentassignedon: moment,
    msdyn_modifiedon: moment,
    _msdyn_activeagentid_value: lookup('systemuser'),
    _msdyn_cdsqueueid_value: lookup('queue'),
    _msdyn_liveworkstreamid_value: lookup('msdyn_liveworkstream'),
    _msdyn_customer_value: lookup('contact'),
    _msdyn_lastsessionid_value: lookup('msdyn_ocsession'),
    _msdyn_activesessionparticipantid_value: lookup('msdyn_sessionparticipant'),
    msdyn_channel: choices(channelLabels),
    msdyn_customersentimentlabel: choice(sentimentLabels),
    msdyn_transfercount: whole,
    msdyn_escalationcount: whole,
    msdyn_overflowtransfercount: whole,
    msdyn_conversationactivitystate: choice(activity),
    msdyn_workstreamworkdistributionmode: choice(distribution),
    msdyn_isagentaccepted: flag,
    msdyn_isagentsession: flag,
    msdyn_isabandoned: flag,
    msdyn_isoutbound: flag,
    msdyn_thirdpartyconversation: flag,
    msdyn_customerlocale: text,
    // Known columns that nothing on the floor fills.
    _msdyn_customerlanguageid_value: lookup('msdyn_oclanguage'),
    _msdyn_queueid_value: lookup('msdyn_omnichannelqueue'),
    _msdyn_issueid_value: lookup('incident'),
    _msdyn_routableobjectid_value: lookup('incident'),
    _regardingobjectid_value: lookup('incident'),
    msdyn_urcustomersentimentlabel: choice(sentimentLabels),
    msdyn_urcustomersentimentscore: whole,
    msdyn_urcustomersentimentkeywords: text,
    msdyn_conversationfirstwaittimeinseconds: whole,
    msdyn_conversationhandletimeinseconds: whole,
    msdyn_conversationholdtimeinseconds: whole,
    msdyn_conversationtalktimeinseconds: whole,
    msdyn_conversationwrapuptimeinseconds: whole,
    prioritycode: choice({ 0: 'Low', 1: 'Normal', 2: 'High' }),
  },
  one: {
    msdyn_activeagentid_msdyn_ocliveworkitem: { column: '_msdyn_activeagentid_value', table: 'systemuser' },
    msdyn_cdsqueueid_msdyn_ocliveworkitem: { column: '_msdyn_cdsqueueid_value', table: 'queue' },
    msdyn_liveworkstreamid_msdyn_ocliveworkitem: {
      column: '_msdyn_liveworkstreamid_value',
      table: 'msdyn_liveworkstream',
    },
    msdyn_lastsessionid_msdyn_ocliveworkitem: { column: '_msdyn_lastsessionid_value', table: 'msdyn_ocsession' },
    msdyn_customer_msdyn_ocliveworkitem_contact: { column: '_msdyn_customer_value', table: 'contact' },
    msdyn_customer_msdyn_ocliveworkitem_account: { column: '_msdyn_customer_value', table: 'account' },
    msdyn_IssueId_msdyn_ocliveworkitem: { column: '_msdyn_issueid_value', table: 'incident' },
    msdyn_activesessionparticipantid: {
      column: '_msdyn_activesessionparticipantid_value',
      table: 'msdyn_sessionparticipant',
    },
  },
};

export const liveConversations: Table = {
  name: 'msdyn_liveconversation',
  set: 'msdyn_liveconversations',
  key: 'msdyn_liveconversationid',
  title: 'msdyn_title',
  columns: {
    ...always,
    msdyn_liveconversationid: guid,
    statecode: choice(activeLabels),
    msdyn_statecode: choice(liveStateLabels),
    msdyn_statuscode: choice(statusLabels),
    msdyn_subject: text,
    msdyn_title: text,
    msdyn_channel: choices(channelLabels),
    msdyn_customersentimentlabel: choice(sentimentLabels),
    _msdyn_activeagentid_value: lookup('systemuser'),
    _msdyn_cdsqueueid_value: lookup('queue'),
    _msdyn_liveworkstreamid_value: lookup('msdyn_liveworkstream'),
    _msdyn_customer_value: lookup('contact'),
    msdyn_statusupdatedon: moment,
    msdyn_startedon: moment,
    msdyn_createdon: moment,
    msdyn_closedon: moment,
    msdyn_modifiedon: moment,
    msdyn_transfercount: whole,
    msdyn_escalationcount: whole,
    msdyn_oclastsessionid: text,
  },
};

export const contacts: Table = {
  name: 'contact',
  set: 'contacts',
  key: 'contactid',
  title: 'fullname',
  columns: { ...always, contactid: guid, fullname: text },
};
/** Customers of this floor are people, and none of them has a case. */
export const accounts: Table = {
  name: 'account',
  set: 'accounts',
  key: 'accountid',
  title: 'name',
  columns: { ...always, accountid: guid, name: text },
};
export const incidents: Table = {
  name: 'incident',
  set: 'incidents',
  key: 'incidentid',
  title: 'title',
  columns: { ...always, incidentid: guid, title: text },
};

/** What only the double knows of a conversation. */
export interface Around {
  guidOf(floorId: string): string;
  changeReason: number;
  sessionId: string;
  primaryId: string | null;
}

export function conversationRow(row: WireConversation, around: Around): Record<string, Value> {
  const { guidOf } = around;
  const guidOrNull = (id: string | undefined) => (id === undefined ? null : guidOf(id));
  const primary = row.participants.find(({ mode }) => mode === 'primary');
  const started = onWire(row.startedAt);
  return {
    msdyn_ocliveworkitemid: guidOf(row.id),
    subject: row.subject.slice(0, 200),
    msdyn_title: row.subject,
    statecode: row.state === 'closed' ? 1 : 0,
    statuscode: statusOf[row.state],
    msdyn_statuschangereason: around.changeReason,
    msdyn_statereason: row.reason ?? null,
    msdyn_statusupdatedon: onWire(row.stateSince),
    msdyn_startedon: started,
    msdyn_initiatedon: started,
    msdyn_createdon: started,
    createdon: started,
    msdyn_closedon: row.state === 'closed' ? onWire(row.stateSince) : null,
    msdyn_wrapupinitiatedon: row.state === 'wrapUp' ? onWire(row.stateSince) : null,
    msdyn_firstwaitstartedon: started,
    msdyn_activeagentassignedon: primary ? onWire(primary.since) : row.ringing ? onWire(row.stateSince) : null,
    _msdyn_activeagentid_value: guidOrNull(row.agentId),
    _msdyn_cdsqueueid_value: guidOrNull(row.queueId),
    _msdyn_liveworkstreamid_value: guidOrNull(row.workstreamId),
    _msdyn_customer_value: guidOf(contactOf(row)),
    _msdyn_lastsessionid_value: around.sessionId,
    _msdyn_activesessionparticipantid_value: around.primaryId,
    msdyn_channel: channelsOf(row),
    msdyn_customersentimentlabel: sentimentCode(row.sentiment.level),
    msdyn_transfercount: row.transferCount,
    msdyn_escalationcount: 0,
    msdyn_overflowtransfercount: 0,
    msdyn_conversationactivitystate: 0,
    msdyn_workstreamworkdistributionmode: 192_350_000,
    msdyn_isagentaccepted: row.agentId !== undefined && !row.ringing,
    msdyn_isagentsession: true,
    msdyn_isabandoned: row.state === 'closed' && row.agentId === undefined,
    msdyn_isoutbound: false,
    msdyn_thirdpartyconversation: false,
    msdyn_customerlocale: row.customer.language ?? null,
    prioritycode: 1,
  };
}

export function liveConversationRow(row: WireConversation, whole: Record<string, Value>): Record<string, Value> {
  const kept = Object.keys(liveConversations.columns).filter((name) => name in whole && name !== 'statecode');
  return {
    ...Object.fromEntries(kept.map((name) => [name, whole[name] ?? null])),
    statecode: 0,
    msdyn_statecode: { open: 0, active: 1, waiting: 2, closed: 3, wrapUp: 4 }[row.state],
    msdyn_statuscode: statusOf[row.state],
    msdyn_subject: row.subject,
    msdyn_title: row.subject.slice(0, 100),
    msdyn_oclastsessionid: whole._msdyn_lastsessionid_value ?? null,
  };
}

/** A customer without an id of their own is known by this one conversation. */
export function contactOf({ id, customer }: WireConversation): string {
  return `customer:${customer.id ?? id}`;
}

function channelsOf({ channel, escalatedTo }: WireConversation): string {
  return [channelCode(channel), ...(escalatedTo ? [escalated[escalatedTo]] : [])].join(',');
}
