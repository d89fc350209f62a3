/** The pages beside the panel, from the same floor: popup and options. */
import type { ComponentChild } from 'preact';
import { Options } from '../../components/options/Options.tsx';
import { QueuePopup } from '../../components/popup/QueuePopup.tsx';
import type { LogEntry } from '../../lib/domain/log.ts';
import type { Clock } from '../../lib/models/clock.ts';
import { morning } from '../builders.ts';
import type { FakeClient } from '../fakeClient.ts';

export function otherPage(screen: string, client: FakeClient, clock: Clock, language: string): ComponentChild {
  const page = { client, clock, browserLanguage: language, restart: () => {} };
  if (screen.startsWith('popup')) return <QueuePopup {...page} openPanel={() => {}} />;
  if (!screen.startsWith('options')) return undefined;
  const he = language === 'he';
  client.answer({
    readOptions: () => ({
      connections: [
        {
          id: 'k-1',
          backend: 'localFloor',
          name: he ? 'קונטוסו · שירות' : 'Contoso · Service',
          baseUrl: 'https://service.contoso.example',
          managed: false,
          hasSecret: true,
          signIn: { kind: 'token' },
          mayReach: true,
          rulesVersion: '2024',
          rulesHeld: false,
          switches: { monitor: true, assign: true, transfer: false, forceClose: true },
          heldOff: { assign: ['policy', 'backend'] },
          notice: { version: 1, account: 'Noa Adler', at: morning },
        },
        {
          id: 'k-3',
          backend: 'desk',
          name: he ? 'סניף' : 'Desk',
          baseUrl: 'https://desk.contoso.example',
          managed: false,
          hasSecret: true,
          signIn: { kind: 'browser', throughPage: true },
          mayReach: true,
          descriptorName: 'desk-corrections.json',
          rulesVersion: '2025',
          rulesHeld: true,
          switches: { monitor: true, assign: true, transfer: true, forceClose: true },
          heldOff: {},
        },
        {
          id: 'k-2',
          backend: 'localFloor',
          name: 'Branch',
          baseUrl: 'https://branch.contoso.example/desk',
          managed: true,
          hasSecret: false,
          signIn: { kind: 'token' },
          mayReach: true,
          rulesVersion: '2024',
          rulesHeld: false,
          switches: { monitor: true, assign: true, transfer: true, forceClose: true },
          heldOff: {},
        },
      ],
      backends: [
        { id: 'localFloor', name: 'Local floor', signIns: ['token'] },
        {
          id: 'desk',
          name: 'Desk',
          signIns: ['browser', 'oauth'],
          placeholder: 'https://desk.example.com',
          takesDescriptor: true,
        },
      ],
      redirectUrl: 'https://extension-id.chromiumapp.org/',
      language,
      theme: 'auto',
      undoSeconds: 5,
      organisationName: 'Contoso',
    }),
    signIn: () => ({ ok: false, problem: 'auth', detail: 'Signing in: invalid_request (XY9002326)' }),
    testConnection: () => ({ ok: false, problem: 'auth', detail: '401 Unauthorized: token expired' }),
    readLog: () => ({ entries: log }),
  });
  return <Options {...page} requestAccess={async () => true} />;
}

const entry = (sequence: number, action: string, outcome: LogEntry['outcome'], more: Partial<LogEntry> = {}) => ({
  sequence,
  at: morning - (60 - sequence) * 60_000,
  connectionId: 'k-1',
  account: 'Noa Adler',
  action,
  conversationId: `c-${sequence}`,
  operationId: `o-${sequence}`,
  outcome,
  reasonCodes: [],
  ...more,
});
const log: LogEntry[] = [
  entry(5, 'forceClose', 'refused', { reasonCodes: ['wrongState', 'switchedOff'] }),
  entry(4, 'assign', 'done', { target: 'a-mina' }),
  entry(3, 'transfer', 'unknown', { target: 'a-jonas' }),
  entry(2, 'forceClose', 'cancelled'),
  entry(1, 'monitor', 'done'),
];
