/** What the worker tells in the default scene of builders.ts: one live connection, its notice acknowledged. */
import type { ConnectionStatus, DirectoryPush, SessionState } from '../lib/messages/topics.ts';
import { anAgent, aQueue, aWorkstream, morning, someCapabilities } from './builders.ts';

export function aConnection(overrides: Partial<ConnectionStatus> = {}): ConnectionStatus {
  return {
    id: 'k-1',
    backend: 'localFloor',
    name: 'Contoso',
    baseUrl: 'http://127.0.0.1',
    signIn: { kind: 'token' },
    phase: 'live',
    asOf: morning,
    clockOffset: 0,
    unreadable: 0,
    identity: {
      accountId: 'u-1',
      agentId: 'a-me',
      name: 'Noa Adler',
      isSupervisor: true,
      rolesReadable: true,
      switchedOff: [],
      siteName: 'Contoso',
    },
    capabilities: someCapabilities(),
    gaps: {},
    rulesVersion: '2024',
    switchedOff: {},
    noticeAcknowledged: true,
    managed: false,
    storage: { unreadableActions: 0, lost: false },
    ...overrides,
  };
}

export function aSession(overrides: Partial<SessionState> = {}): SessionState {
  return {
    connections: [aConnection()],
    language: 'en',
    theme: 'light',
    undoSeconds: 5,
    noticeVersion: 1,
    ...overrides,
  };
}

export function aDirectoryPush(overrides: Partial<DirectoryPush> = {}): DirectoryPush {
  return {
    all: true,
    agents: [anAgent({ id: 'a-x', name: 'Xenia' }), anAgent(), anAgent({ id: 'a-me', name: 'Noa Adler', isMe: true })],
    queues: [aQueue()],
    workstreams: [aWorkstream()],
    gone: { agents: [], queues: [], workstreams: [] },
    ...overrides,
  };
}
