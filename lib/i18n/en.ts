/** English: the language that gives all others their shape (`Language`). */
import type { Gap } from '../domain/capabilities.ts';
import type { Channel, PresenceBase, QueueKind, Sentiment, State } from '../domain/records.ts';
import { dialogs } from './en/dialogs.ts';
import { notice } from './en/notice.ts';
import { operations } from './en/operations.ts';
import { options } from './en/options.ts';
import { popup } from './en/popup.ts';
import { shell } from './en/shell.ts';
import { storage } from './en/storage.ts';
import { ageParts, formats } from './formats.ts';
import type { Isolated } from './isolate.ts';
import { isolate } from './isolate.ts';
import type { ReasonTexts } from './reasonTexts.ts';

const { number, clock, exactClock, dateTime, list, anyOf, plural } = formats('en');

const states: Record<State, string> = {
  open: 'Open',
  active: 'Active',
  waiting: 'Waiting',
  wrapUp: 'Wrap-up',
  closed: 'Closed',
};
const presences: Record<PresenceBase, string> = {
  available: 'available',
  busy: 'busy',
  doNotDisturb: 'do not disturb',
  away: 'away',
  offline: 'offline',
  unknown: 'presence unknown',
};
const queueKinds: Record<QueueKind, string> = { messaging: 'messages', voice: 'voice calls', record: 'records' };
const channelNames: Record<string, string> = {
  liveChat: 'live chat',
  sms: 'SMS',
  whatsApp: 'WhatsApp',
  messaging: 'messaging',
  voice: 'voice call',
  entityRecord: 'record',
};
const channel = (code: Channel | string) => channelNames[code] ?? isolate(code.replace(/^unknown:/, ''));
const seconds = (value: number) => `${number(value)} s`;
const age = (span: number) => {
  const { value, unit } = ageParts(span);
  return `${number(value)} ${{ second: 's', minute: 'min', hour: 'h' }[unit]}`;
};

const capabilities: Record<string, string> = {
  monitor: 'monitor conversations',
  join: 'let a supervisor join',
  sayPublic: 'let a supervisor write to everyone',
  sayInternal: 'carry notes to the agent only',
  assignToAgent: 'assign to an agent',
  assignToQueue: 'assign to a queue',
  transfer: 'transfer conversations',
  forceClose: 'force close conversations',
  setPresence: 'set an agent’s presence',
  voiceTransfer: 'transfer voice calls',
  voiceJoin: 'let a supervisor join a voice call',
};
const gaps: Record<Gap['why'], (detail: string) => string> = {
  messageAbsent: (detail) => `Your organisation’s version of the system does not offer it (${detail} is missing).`,
  messageUnmapped: (detail) =>
    `The system asks for something that is not described yet (${detail}). An administrator can correct the descriptor.`,
  onlyInWorkspace: () => 'Only the workspace itself can do that: open the conversation there.',
  signInReadsOnly: () =>
    'The browser’s own sign-in may only read here. Allow acting through the open workspace page, or sign in with Entra ID (options, connections).',
  notUnderstood: (detail) =>
    `What the system offers here could not be understood (${detail}). An administrator can look into that.`,
};
const changedFields: Record<string, string> = {
  state: 'the state',
  agentId: 'the agent',
  queueId: 'the queue',
  ringing: 'whether the agent has accepted',
  pendingTransfer: 'a pending transfer',
};

const reasons: ReasonTexts = {
  notSupervisor: () => 'This account is not a supervisor here.',
  switchedOff: ({ by }, { organisation }) => {
    const who = { policy: organisation ? `${organisation}’s policy` : 'your organisation’s policy' };
    const owners = { ...who, backend: 'the contact-centre system', connection: 'this connection’s settings' };
    return `Switched off by ${list(by.map((owner) => owners[owner]))}.`;
  },
  noticeOpen: () => 'The notice has to be acknowledged first.',
  notSupported: ({ capability, gap }) =>
    gap === undefined
      ? `This system cannot ${capabilities[capability] ?? isolate(capability)}.`
      : gaps[gap.why](isolate(gap.detail ?? '', 200)),
  wrongState: ({ state, allowed }) =>
    `It is ${states[state]}; possible only when ${anyOf(allowed.map((one) => states[one]))}.`,
  notAccepted: () => 'The agent has not accepted it yet.',
  wrongChannel: (reason) => `Not possible on this channel (${channel(reason.channel)}).`,
  escalated: ({ to }) => `It was raised to ${to}; it cannot be transferred any more.`,
  ownConversation: () => 'It is assigned to you; nobody monitors their own conversation.',
  notMonitoring: () => 'Monitor it first.',
  notJoined: () => 'Join it first.',
  alreadyAssigned: ({ agentId }, names) => `${names.agent(agentId)} already has it.`,
  blockingRole: ({ role, known }) =>
    known
      ? `Your account holds the role ${isolate(role)}, which blocks assigning.`
      : `If your account holds the role ${isolate(role)}, that blocks assigning; your administrator can tell.`,
  fromBot: () => 'A bot has it; nothing can be transferred from a bot.',
  transferPending: ({ toAgentId }, names) => `A transfer to ${names.agent(toAgentId)} waits for an answer.`,
  changedMeanwhile: ({ what }) =>
    `It changed meanwhile: ${list(what.map((field) => changedFields[field] ?? isolate(field)))}.`,
  audienceNotPossible: ({ why }) =>
    ({
      agentIsBot: 'The agent is a bot: you can write to everyone only.',
      customerGone: 'The customer has left: you can write to the agent only.',
      voiceOnly: 'On a voice call there is nothing to write; joining means audio.',
    })[why],
  gone: () => 'It is no longer there.',
  backendRefused: ({ text }) => `The system says: ${isolate(text, 500)}`,
  isBot: () => 'Is a bot.',
  isCurrentAgent: () => 'Already has this conversation.',
  isCurrentQueue: () => 'It is already in this queue.',
  wrongQueueKind: ({ kind }) => `This queue takes ${queueKinds[kind]} only.`,
  notInQueue: ({ queueId }, names) => `Not a member of ${names.queue(queueId)}.`,
  presenceNotAllowed: ({ base, allowed }) =>
    `Is ${presences[base]}; this workstream takes ${anyOf(allowed.map((one) => presences[one]))}.`,
  presenceUnknown: () => 'Presence unknown.',
  overCapacity: ({ units }) =>
    plural(units, { one: '1 unit over capacity.', other: `${number(units)} units over capacity.` }),
  capacityUnknown: () => 'Capacity unknown.',
  noSuchTarget: () => 'No longer there.',
};

export const en = {
  ...shell,
  name: 'English',
  number,
  clock,
  exactClock,
  dateTime,
  age,
  states,
  presences,
  channel,
  reasons,
  sentiment: ({ level, source }: Pick<Sentiment, 'level' | 'source'>) => {
    if (level === 'unknown') return 'sentiment unknown';
    const words = ['very negative', 'negative', 'slightly negative', 'neutral', 'slightly positive', 'positive'];
    const word = words[level + 3] ?? 'very positive';
    return source === 'estimate' ? `${word} (estimate)` : word;
  },
  dialogs,
  operations,
  notice,
  popup,
  options,
  storage,
  common: {
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    refresh: 'Refresh',
    reload: 'Reload',
    clear: 'Clear',
    you: 'you',
    nobody: 'nobody yet',
    unknownAgent: 'an agent who is not listed',
    unknownQueue: 'a queue that is not listed',
  },
  actions: {
    open: 'Open',
    monitor: 'Monitor',
    stopMonitor: 'Stop monitoring',
    join: 'Join',
    leave: 'Leave',
    say: 'Send',
    assign: 'Assign…',
    transfer: 'Transfer…',
    forceClose: 'Force close…',
    setPresence: 'Change presence…',
  },
  /** "Assign: …" before a reason. */
  because: (action: string, reason: string) => `${action.replace('…', '')}: ${reason}`,
  /** Whether the picture is true now, in the header of every page. */
  freshness: {
    title: 'How old this picture is',
    connecting: 'connecting…',
    reconnecting: (span: number | undefined) =>
      span === undefined ? 'reconnecting…' : `reconnecting · ${age(span)} old`,
    silent: (span: number | undefined) => (span === undefined ? 'no answer' : `no answer · ${age(span)} old`),
    otherVersion: 'Floorwalker was updated',
    loading: (rows: number) => plural(rows, { one: 'reading, 1 row…', other: `reading, ${number(rows)} rows…` }),
    live: (span: number) => `live · ${age(span)}`,
    polling: (span: number) => `${age(span)} old`,
    stale: (span: number) => `not updated for ${age(span)}`,
    offline: (span: number | undefined) => (span === undefined ? 'offline' : `offline · ${age(span)} old`),
    signedOut: 'signed out',
    forbidden: 'no access',
    wrongBackend: 'another system answers',
  },
  /** What to do about it, below the header. */
  trouble: {
    /** `at`: when the picture was last confirmed. */
    silent: (at: number | undefined) =>
      at === undefined
        ? 'Floorwalker’s background part does not answer. It is still being asked.'
        : `Floorwalker’s background part does not answer. What you see is from ${exactClock(at)}; nothing can be done until it answers.`,
    restart: 'Restart Floorwalker',
    offline:
      'The system does not answer. You see the last picture. What was accepted is sent when it is back; try new actions again then.',
    stale: 'This picture is old. Whatever you act on is read again first.',
    signedOut: 'The access token is wrong or has ended. Enter a new one in the options.',
    signedOutBy: {
      browser: 'Sign in to the workspace in this browser, then try again.',
      oauth: 'You are signed out, as happens every day. Sign in to go on.',
    },
    signIn: 'Sign in',
    signingIn: 'Signing in…',
    tryAgain: 'Try again',
    forbidden: 'This account may not read the conversations. An administrator can give it access.',
    wrongBackend: 'Something else answers at this address. Check it in the options.',
    otherVersion: 'Floorwalker was updated while this panel was open.',
    notSupervisor: 'This account is not a supervisor here: you see what it may read and cannot act.',
    unreadable: (rows: number) =>
      plural(rows, {
        one: '1 record could not be understood: it is left out, or shown as it was before.',
        other: `${number(rows)} records could not be understood: they are left out, or shown as they were before.`,
      }),
    openOptions: 'Open options',
  },
  panel: {
    title: 'Conversations',
    connection: 'Connection',
    menu: 'Menu',
    options: 'Options',
    noConnection: 'No connection yet',
    noConnectionHint: 'Add your contact-centre system in the options; its conversations appear here.',
    noticeOpen: 'Before the first conversation is shown, the notice has to be read and acknowledged.',
    missing: 'That conversation is not there: it was closed, or this account may not read it.',
    unrecognised:
      'Floorwalker could not tell which conversation that row shows, so nothing was done. Find it in the list instead.',
    tiles: { waiting: 'waiting', longest: 'longest', active: 'active', unitsFree: 'units free', none: '—' },
  },
  list: {
    label: 'Ongoing conversations',
    search: 'Customer, subject, agent…',
    searchLabel: 'Search conversations',
    filter: 'Filter',
    filtersOn: (filters: number) => plural(filters, { one: 'Filter, 1 on', other: `Filter, ${number(filters)} on` }),
    filterTitle: 'Filter conversations',
    removeFilter: (what: string) => `Remove filter ${what}`,
    clearFilters: 'Clear all filters',
    show: (rows: number) => plural(rows, { one: 'Show 1 conversation', other: `Show ${number(rows)} conversations` }),
    filterBy: { states: 'State', queueIds: 'Queue', channels: 'Channel', agentIds: 'Agent', sentiments: 'Sentiment' },
    sentiments: { negative: 'negative', neutral: 'neutral', positive: 'positive', unknown: 'unknown' },
    sort: 'Sort',
    sorts: {
      overLimit: 'Over limit first',
      inState: 'Longest in state',
      waiting: 'Longest waiting',
      customer: 'Customer',
      agent: 'Agent',
      queue: 'Queue',
      sentiment: 'Worst sentiment',
      started: 'Started',
    },
    reverse: 'Reverse order',
    reversed: '(reversed)',
    findAgent: 'Find an agent',
    moreAgents: (agents: number) =>
      plural(agents, { one: 'and 1 more: search', other: `and ${number(agents)} more: search` }),
    count: (shown: number, all: number) => (shown === all ? number(all) : `${number(shown)} of ${number(all)}`),
    /** The words that say it, whatever waits. */
    held: 'order held',
    heldChanges: (changes: number) =>
      plural(changes, { one: 'order held · 1 change waits', other: `order held · ${number(changes)} changes wait` }),
    update: 'Update',
    empty: 'No conversations are going on',
    emptyHint: 'New ones appear here by themselves.',
    nothingFound: 'No conversation matches',
    nothingFoundHint: 'Try fewer filters or other words.',
    moved: 'That row moved as you clicked, so nothing was done.',
    rowMenu: (name: Isolated) => `Actions on ${name}`,
    waiting: (span: string, limit: string) => `waiting ${span}, limit ${limit}`,
    handling: (span: string, limit: string) => `active ${span}, limit ${limit}`,
    ringing: (agent: Isolated) => `rings at ${agent}`,
    older: (time: string) => `as of ${time}, newer data could not be read`,
    transferring: (agent: Isolated) => `transfer to ${agent} pending`,
    changed: (rows: number) =>
      plural(rows, { one: '1 conversation listed', other: `${number(rows)} conversations listed` }),
  },
  /** An own act that is not settled yet, on the row itself. */
  pending: {
    held: (left: number) => `closing in ${seconds(left)}`,
    queued: 'waits to be sent',
    sending: 'sending…',
    unknown: 'not confirmed yet, being checked',
  },
  conversation: {
    facts: {
      asOf: 'Data',
      agent: 'Agent',
      queue: 'Queue',
      participants: 'Participants',
      sentiment: 'Sentiment',
      started: 'Started',
      waitingSince: 'Waiting since',
      lastCustomer: 'Last from customer',
      lastAgent: 'Last from agent',
      transfers: 'Transfers',
      reason: 'Reason',
      limit: 'Limit',
      transfer: 'Transfer',
      workstream: 'Workstream',
    },
    more: 'All details',
    less: 'Fewer details',
    units: (free: number, max: number | undefined) =>
      max === undefined
        ? `${plural(free, { one: '1 unit', other: `${number(free)} units` })} free`
        : `${number(free)} of ${plural(max, { one: '1 unit', other: `${number(max)} units` })} free`,
    unitsUnknown: 'capacity unknown',
    noQueue: 'no queue',
    workstream: (presences: readonly string[]) => `takes agents who are ${anyOf(presences)}`,
    modes: { primary: 'primary', consultant: 'consultant', monitor: 'monitors' },
    ago: (clockTime: string, span: string) => `${clockTime}, ${span} ago`,
    escalated: { voice: 'raised to voice', video: 'raised to video' },
    ringing: 'ringing, not accepted yet',
    actions: 'Actions',
    unavailable: 'Not possible now',
    openInWorkspace: 'Open in the workspace',
    pendingTransfer: (agent: Isolated) => `Transfer to ${agent} waits for an answer`,
    pendingLeft: (span: string) => `${span} left`,
    closed: 'This conversation is closed.',
    gone: 'This conversation is no longer there: it was removed, or this account may no longer read it.',
    loading: 'Reading the conversation…',
    transcript: 'Messages',
    locked: 'Messages are shown while you monitor or take part.',
    lockedForGood: 'The messages of a closed conversation are not shown here.',
    notLive: 'Here messages cannot be read while a conversation goes on. To read along, open it in the workspace.',
    starting: 'Starting to monitor…',
    ended: 'Monitoring ended.',
    noMessages: 'Nothing has been said yet.',
    latest: (messages: number) => plural(messages, { one: '1 new message', other: `${number(messages)} new messages` }),
    toAgentOnly: 'to the agent only',
    from: { customer: 'Customer', agent: 'Agent', bot: 'Bot', supervisor: 'Supervisor', system: 'System' },
    sparkline: 'Sentiment over time',
    trouble: {
      changed: 'It changed meanwhile, so nothing was done. You see it as it is now.',
      gone: 'It is no longer there, so nothing was done.',
    },
  },
  composer: {
    audience: 'Who reads it',
    internal: 'Agent only',
    everyone: 'Everyone',
    toAgent: (agent: Isolated) => `Note to ${agent}…`,
    toEveryone: 'Message to everyone…',
    label: 'Message',
    hint: 'Enter sends, Shift+Enter begins a line',
  },
  requestErrors: {
    badMessage: 'Floorwalker did not understand its own request. Please report this.',
    notAllowed: 'This page may not ask for that.',
    otherVersion: 'Floorwalker was updated: reload the panel.',
    notFound: 'That is no longer there.',
    offline: 'The system does not answer.',
    storage: 'The browser could not store it.',
    lineClosed: 'Floorwalker’s background part does not answer. Try again when it does, or restart Floorwalker.',
    lineLost: 'The connection inside the browser broke; whether it was accepted is being found out.',
    failed: 'That did not work.',
  },
};
