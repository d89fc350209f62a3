/** `msdyn_ocsession` and `msdyn_sessionparticipant` (facts §4.3). */
import { channelLabels, modeLabels, sessionStateLabels } from '../codes.ts';
import { always, choice, guid, lookup, moment, type Table, text, whole } from '../schema.ts';

export const sessions: Table = {
  name: 'msdyn_ocsession',
  set: 'msdyn_ocsessions',
  key: 'activityid',
  title: 'subject',
  columns: {
    ...always,
    activityid: guid,
    subject: text,
    statecode: choice(sessionStateLabels),
    _msdyn_liveworkitemid_value: lookup('msdyn_ocliveworkitem'),
    _msdyn_primarysession_value: lookup('msdyn_ocsession'),
    _msdyn_cdsqueueid_value: lookup('queue'),
    msdyn_channel: choice(channelLabels),
    msdyn_agentassignedon: moment,
    msdyn_agentacceptedon: moment,
    msdyn_queueassignedon: moment,
    msdyn_sessioncreatedon: moment,
    msdyn_sessionclosedon: moment,
    msdyn_closurereason: whole,
  },
};

export const participants: Table = {
  name: 'msdyn_sessionparticipant',
  set: 'msdyn_sessionparticipants',
  key: 'msdyn_sessionparticipantid',
  title: 'msdyn_name',
  columns: {
    ...always,
    msdyn_sessionparticipantid: guid,
    msdyn_name: text,
    _msdyn_omnichannelsession_value: lookup('msdyn_ocsession'),
    _msdyn_agentid_value: lookup('systemuser'),
    msdyn_mode: choice(modeLabels),
    msdyn_addedon: moment,
    msdyn_joinedon: moment,
    msdyn_lefton: moment,
    msdyn_assignreason: text,
    msdyn_leftonreason: text,
  },
};
