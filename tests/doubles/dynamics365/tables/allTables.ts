/** Every table of the organisation. */
import { agentStatuses, capacityProfiles, presences, profileUnits, users } from './agents.ts';
import { contacts, conversations, liveConversations } from './conversations.ts';
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
  agentStatuses,
  annotations,
  businessUnits,
  capacityProfiles,
  configuration,
  contacts,
  conversations,
  liveConversations,
  organisations,
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
