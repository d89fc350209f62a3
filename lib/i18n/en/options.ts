/** English: the options page. */
import type { LogEntry } from '../../domain/log.ts';
import { formats } from '../formats.ts';
import type { Isolated } from '../isolate.ts';

const { number, plural } = formats('en');

const outcomes: Record<LogEntry['outcome'], string> = {
  asked: 'asked',
  done: 'done',
  alreadySo: 'was already so',
  refused: 'refused',
  unknown: 'not known yet',
  cancelled: 'taken back',
  expired: 'not sent in time',
};

export const options = {
  title: 'Options',
  loading: 'Reading the options…',
  saved: 'Saved.',
  connections: {
    title: 'Connections',
    none: 'No connection yet. Add your contact-centre system below.',
    managedBy: (owner: string) => `Set up by ${owner}; it cannot be removed here.`,
    organisation: 'your organisation',
    noSecret: 'Needs your access token before it can be used.',
    remove: 'Remove…',
    removeAsk: (name: Isolated) => `Remove ${name}?`,
    removeTells:
      'Its conversations, its access token and its waiting actions are wiped from this browser. The contact-centre system itself keeps everything.',
    keep: 'Keep it',
    removeNow: 'Remove',
    add: 'Add a connection',
    giveToken: 'Save the token',
    backend: 'System',
    name: 'Name',
    namePlaceholder: 'As you call it',
    address: 'Address',
    addressHint: 'Begins with https:// (http:// only on this computer).',
    token: 'Access token',
    tokenHint: 'Kept in this browser’s worker; never shown again and never sent anywhere but to that address.',
    test: 'Test',
    save: 'Save',
    testing: 'Testing…',
    tested: (site: Isolated, account: Isolated) => `Works: ${site}, signed in as ${account}.`,
    savedAs: (name: Isolated) => `${name} is connected.`,
    testFirst: 'Test it first; it can be saved once it works.',
  },
  /** Why a connection does not work, each with what to do next. */
  problems: {
    badAddress: 'This is not an address. It looks like https://service.example.com.',
    notFound: 'There is nothing at this address. Check it letter by letter.',
    auth: 'The address answers, but the access token is wrong or has ended. Make a new one there and paste it here.',
    offline: 'No answer from this address: the server is down, or you are not in its network.',
    broken: 'The server answers with an error of its own. Try again later or tell its administrator.',
    rateLimited: 'The server asks for a pause. Wait a minute and test again.',
    forbidden: 'The token is right, but its account may not read conversations. An administrator can allow it.',
    notSupervisor: 'The token is right, but its account is not a supervisor there. An administrator can make it one.',
    wrongBackend: 'Something else answers at this address, not the system that you chose.',
    noPermission: 'The browser was not allowed to reach this address. Test again and choose “Allow” when it asks.',
  },
  detail: 'What the server said',
  switches: {
    title: 'Switches',
    hint: 'What is off here is shown in the panel, disabled, with who switched it off.',
    names: { monitor: 'Monitor and join', assign: 'Assign', transfer: 'Transfer', forceClose: 'Force close' },
    heldBy: { policy: (owner: string) => `Off by ${owner}`, backend: 'Off in the contact-centre system' },
    policyOf: (organisation: Isolated) => `${organisation}’s policy`,
    yourPolicy: 'your organisation’s policy',
  },
  preferences: {
    title: 'Preferences',
    undo: 'Undo window of force close',
    undoHint: 'Nothing is sent before it ends.',
    undoValue: (seconds: number) =>
      seconds === 0 ? 'none: sent at once' : plural(seconds, { one: '1 second', other: `${number(seconds)} seconds` }),
    language: 'Language',
    languageAuto: 'As the browser',
    theme: 'Theme',
    themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
    rules: 'Rules',
    rulesHint: 'Which year’s rules decide what is possible.',
    rulesNames: {
      '2024': '2024',
      '2025': '2025: waiting conversations too, ringing ones not; only agents of the same queue',
    },
  },
  notice: 'The notice',
  log: {
    title: 'Action log',
    hint: 'What was done from this browser, never what was said.',
    empty: 'Nothing has been done yet.',
    columns: { at: 'When', who: 'Account', action: 'Action', conversation: 'Conversation', outcome: 'Outcome' },
    outcomes,
    actions: {
      monitor: 'Monitor',
      renewMonitor: 'Keep monitoring',
      stopMonitor: 'Stop monitoring',
      join: 'Join',
      leave: 'Leave',
      say: 'Message',
      assign: 'Assign',
      transfer: 'Transfer',
      forceClose: 'Force close',
    } as Record<string, string>,
    to: (target: Isolated) => `to ${target}`,
    older: 'Older ones',
    export: 'Export as JSON lines',
    exporting: 'Collecting…',
    fileName: (day: string) => `floorwalker-actions-${day}.jsonl`,
  },
  about: {
    title: 'About',
    text: 'Floorwalker shows supervisors the ongoing conversations of their contact centre, live, inside the workspace that they already have open.',
    local: 'It talks only to the addresses above. There is no other server and no telemetry.',
    noScores: 'Agents appear only with what is true now: no ranking, no score, no history of a person.',
  },
};
