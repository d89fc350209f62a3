/** Every table of the organisation. */
import { agentStatuses, capacityProfiles, ownProfiles, presences, profileUnits, users } from './agents.ts';
import { accounts, contacts, conversations, incidents, liveConversations } from './conversations.ts';
import {
  businessUnits,
  configuration,
  organisations,
  roles,
  teamMembers,
  teamRoles,
  teams,
  userRoles,
} from './organisation.ts';
import { queueMembers, queues, workstreams } from './queues.ts';
import { participants, sessions } from './sessions.ts';
import { annotations, transcripts } from './transcripts.ts';

export const allTables = [
  accounts,
  agentStatuses,
  annotations,
  businessUnits,
  capacityProfiles,
  configuration,
  contacts,
  conversations,
  incidents,
  liveConversations,
  organisations,
  ownProfiles,
  participants,
  presences,
  profileUnits,
  queueMembers,
  queues,
  roles,
  sessions,
  teamMembers,
  teamRoles,
  teams,
  transcripts,
  userRoles,
  users,
  workstreams,
];
