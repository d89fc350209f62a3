/** One screen of the panel with a fixed clock: ?screen=…&lang=en|he&theme=light|dark */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { Panel } from '../../components/panel/Panel.tsx';
import type { Operation } from '../../lib/domain/actions.ts';
import type { Gap } from '../../lib/domain/capabilities.ts';
import { morning, someCapabilities } from '../builders.ts';
import { galleryFloor } from './floor.ts';
import { someOperations, stuckOperations } from './operations.ts';
import { otherPage } from './otherPages.tsx';
import { type GalleryScene, galleryWorker } from './worker.ts';

const asked = new URLSearchParams(location.search);
const language = asked.get('lang') ?? 'en';
const screen = asked.get('screen') ?? 'list';

const held: Operation = {
  id: 'o-1',
  connectionId: 'k-1',
  action: { type: 'forceClose', operationId: 'o-1', conversationId: 'c-8', etag: 'e-1' },
  account: 'a-me',
  state: 'held',
  at: morning,
  until: morning + 3000,
  attempts: 0,
  about: { customer: 'Grace Okafor' },
};
/** Of an organisation that offers little. */
const gaps: Record<string, Gap> = {
  monitor: { why: 'onlyInWorkspace' },
  transfer: { why: 'messageUnmapped', detail: 'CCaaS_InitiateAgentTransferBySupervisor: Reason' },
  forceClose: { why: 'messageAbsent', detail: 'CCaaS_ForceCloseConversation' },
};
const scenes: Record<string, Partial<GalleryScene>> = {
  joined: { joined: true },
  offline: { connection: { phase: 'offline', asOf: morning - 95_000 } },
  stale: { connection: { asOf: morning - 80_000 } },
  storage: { connection: { storage: { list: 'broken', actions: 'full', unreadableActions: 2, lost: true } } },
  rebuilding: { connection: { storage: { unreadableActions: 0, lost: false, rebuilding: 120 } } },
  optionsStorage: { connection: { storage: { list: 'denied', actions: 'denied', unreadableActions: 0, lost: true } } },
  optionsRebuilding: { connection: { storage: { unreadableActions: 0, lost: false, rebuilding: 1200 } } },
  signedOut: { connection: { phase: 'signedOut', asOf: morning - 400_000 } },
  signedOutBrowser: {
    connection: { phase: 'signedOut', asOf: morning - 400_000, signIn: { kind: 'browser', throughPage: false } },
  },
  signedOutOauth: {
    connection: {
      phase: 'signedOut',
      asOf: morning - 400_000,
      signIn: { kind: 'oauth', issuer: 'https://login.example/v2.0', clientId: 'c' },
    },
  },
  loading: { connection: { phase: 'loading', loaded: 12_400 } },
  notice: { connection: { noticeAcknowledged: false } },
  silent: { line: 'silent', connection: { asOf: morning - 7_000 } },
  silentPage: { joined: true, line: 'silent', connection: { asOf: morning - 7_000 } },
  silentDialog: { line: 'silent', connection: { asOf: morning - 7_000 } },
  reconnecting: { line: 'broken', connection: { asOf: morning - 7_000 } },
  old: { connection: { asOf: morning - 200_000 } },
  stuck: { operations: stuckOperations, connection: { phase: 'offline', asOf: morning - 180_000 } },
  popupSilent: { line: 'silent', connection: { asOf: morning - 7_000 } },
  optionsSilent: { line: 'silent' },
  empty: { session: { connections: [] } },
  undo: { operations: [held] },
  operations: { operations: someOperations },
  popupOffline: { connection: { phase: 'offline', asOf: morning - 95_000 } },
  popupNotice: { connection: { noticeAcknowledged: false } },
  popupEmpty: { session: { connections: [] } },
  onlyInWorkspace: {
    connection: {
      capabilities: someCapabilities({ monitor: false, forceClose: false, transfer: false, liveTranscript: false }),
      gaps,
    },
  },
  held: { waitingChanges: 3 },
  switchedOff: { connection: { switchedOff: { assign: ['policy', 'backend'], monitor: ['connection'] } } },
};
const dialogs: Record<string, 'assign' | 'transfer' | 'forceClose' | 'monitor' | undefined> = {
  assign: 'assign',
  assignChosen: 'assign',
  assignQueue: 'assign',
  assignNot: 'assign',
  transferChosen: 'transfer',
  transfer: 'transfer',
  forceClose: 'forceClose',
  monitor: 'monitor',
  silentDialog: 'forceClose',
  old: 'forceClose',
};
const conversations: Record<string, string> = {
  joined: 'c-2',
  silentPage: 'c-2',
  silentDialog: 'c-8',
  old: 'c-8',
  locked: 'c-2',
  details: 'c-2',
  pending: 'c-9',
  record: 'c-11',
  switchedOff: 'c-1',
  assign: 'c-1',
  assignChosen: 'c-1',
  assignQueue: 'c-1',
  assignNot: 'c-2',
  transferChosen: 'c-2',
  transfer: 'c-2',
  forceClose: 'c-8',
  monitor: 'c-8',
  setPresence: 'c-8',
  onlyInWorkspace: 'c-2',
  olderPage: 'c-2',
};

const floor = galleryFloor(language === 'he');
if (screen.startsWith('older')) {
  for (const [index, age] of [700_000, 40_000, 5_000].entries()) {
    const row = floor.rows[index];
    if (row) row.olderSince = morning - age;
  }
}
const theme = asked.get('theme') === 'dark' ? 'dark' : 'light';
const client = galleryWorker(floor, { language, theme, ...scenes[screen] });
const clock = { now: signal(morning), read: () => morning, start: () => () => {} };
const stage = document.getElementById('stage');
if (stage !== null) {
  stage.style.height = '100%';
  const nothing = () => {};
  render(
    otherPage(screen, client, clock, language) ?? (
      <Panel
        client={client}
        requestAccess={async () => true}
        clock={clock}
        newId={() => crypto.randomUUID()}
        browserLanguage={language}
        openOptions={nothing}
        restart={nothing}
      />
    ),
    stage,
  );
}
const conversationId = conversations[screen];
if (conversationId !== undefined) {
  const dialog = dialogs[screen];
  const waiting = setInterval(() => {
    if (client.standing('summons').length === 0) return;
    clearInterval(waiting);
    client.push('summons', { connectionId: 'k-1', conversationId, ...(dialog && { dialog }) });
  }, 20);
}
