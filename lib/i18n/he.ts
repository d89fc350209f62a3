/** עברית: צורות שמניות וסתמיות, בלי פנייה בזכר או בנקבה. */
import type { Gap } from '../domain/capabilities.ts';
import type { Channel, PresenceBase, QueueKind, State } from '../domain/records.ts';
import { ageParts, formats } from './formats.ts';
import { dialogs } from './he/dialogs.ts';
import { notice } from './he/notice.ts';
import { operations } from './he/operations.ts';
import { options } from './he/options.ts';
import { popup } from './he/popup.ts';
import { shell } from './he/shell.ts';
import { storage } from './he/storage.ts';
import { isolate } from './isolate.ts';
import type { Language } from './languages.ts';
import type { ReasonTexts } from './reasonTexts.ts';

const { number, clock, exactClock, dateTime, list, anyOf, plural } = formats('he');

const states: Record<State, string> = {
  open: 'פתוח',
  active: 'פעיל',
  waiting: 'בהמתנה',
  wrapUp: 'סיום',
  closed: 'סגור',
};
const presences: Record<PresenceBase, string> = {
  available: 'זמין',
  busy: 'עסוק',
  doNotDisturb: 'נא לא להפריע',
  away: 'לא ליד המחשב',
  offline: 'לא מקוון',
  unknown: 'נוכחות לא ידועה',
};
const queueKinds: Record<QueueKind, string> = { messaging: 'הודעות', voice: 'שיחות קוליות', record: 'רשומות' };
const channelNames: Record<string, string> = {
  liveChat: 'צ׳אט חי',
  sms: 'SMS',
  whatsApp: 'WhatsApp',
  messaging: 'הודעות',
  voice: 'שיחה קולית',
  entityRecord: 'רשומה',
};
const channel = (code: Channel | string) => channelNames[code] ?? isolate(code.replace(/^unknown:/, ''));
const seconds = (value: number) => `${number(value)} ש׳`;
const age = (span: number) => {
  const { value, unit } = ageParts(span);
  return `${number(value)} ${{ second: 'ש׳', minute: 'דק׳', hour: 'שע׳' }[unit]}`;
};

const capabilities: Record<string, string> = {
  monitor: 'ניטור שיחות',
  join: 'הצטרפות של מפקח לשיחה',
  sayPublic: 'כתיבה של מפקח לכל המשתתפים',
  sayInternal: 'הערות לנציג בלבד',
  assignToAgent: 'הקצאה לנציג',
  assignToQueue: 'הקצאה לתור',
  transfer: 'העברת שיחות',
  forceClose: 'סגירת שיחות בכוח',
  setPresence: 'קביעת הנוכחות של נציג',
  voiceTransfer: 'העברת שיחות קוליות',
  voiceJoin: 'הצטרפות של מפקח לשיחה קולית',
};
const gaps: Record<Gap['why'], (detail: string) => string> = {
  messageAbsent: (detail) => `גרסת המערכת של הארגון אינה מציעה זאת (${detail} חסר).`,
  messageUnmapped: (detail) => `המערכת דורשת פרט שעדיין לא תואר (${detail}). מנהל המערכת יכול לתקן את קובץ התיאור.`,
  onlyInWorkspace: () => 'רק סביבת העבודה עצמה יכולה לעשות זאת: יש לפתוח בה את השיחה.',
  signInReadsOnly: () =>
    'הכניסה של הדפדפן מורשית כאן לקריאה בלבד. אפשר להתיר פעולה דרך דף סביבת העבודה הפתוח, או להיכנס באמצעות Entra ID (אפשרויות, חיבורים).',
  notUnderstood: (detail) => `לא היה אפשר להבין מה המערכת מציעה כאן (${detail}). מנהל המערכת יכול לבדוק זאת.`,
};
const changedFields: Record<string, string> = {
  state: 'המצב',
  agentId: 'הנציג',
  queueId: 'התור',
  ringing: 'קבלת השיחה בידי הנציג',
  pendingTransfer: 'העברה שממתינה',
};

const reasons: ReasonTexts = {
  notSupervisor: () => 'החשבון הזה אינו חשבון מפקח במערכת.',
  switchedOff: ({ by }, { organisation }) => {
    const policy = organisation ? `מדיניות ${organisation}` : 'מדיניות הארגון';
    const owners = { policy, backend: 'מערכת המוקד', connection: 'הגדרות החיבור' };
    return `כבוי לפי ${list(by.map((owner) => owners[owner]))}.`;
  },
  noticeOpen: () => 'תחילה יש לאשר את ההודעה.',
  notSupported: ({ capability, gap }) =>
    gap === undefined
      ? `המערכת אינה תומכת ב: ${capabilities[capability] ?? isolate(capability)}.`
      : gaps[gap.why](isolate(gap.detail ?? '', 200)),
  wrongState: ({ state, allowed }) =>
    `מצב השיחה: ${states[state]}; אפשרי רק במצב ${anyOf(allowed.map((one) => states[one]))}.`,
  notAccepted: () => 'הנציג עדיין לא קיבל את השיחה.',
  wrongChannel: (reason) => `לא אפשרי בערוץ הזה (${channel(reason.channel)}).`,
  escalated: ({ to }) => `השיחה עברה ל${to === 'voice' ? 'קול' : 'וידאו'}, ולכן אי אפשר עוד להעביר אותה.`,
  ownConversation: () => 'השיחה מוקצית לך; אי אפשר לנטר שיחה של עצמך.',
  notMonitoring: () => 'תחילה יש להתחיל בניטור.',
  notJoined: () => 'תחילה יש להצטרף לשיחה.',
  alreadyAssigned: ({ agentId }, names) => `השיחה כבר אצל ${names.agent(agentId)}.`,
  blockingRole: ({ role, known }) =>
    known
      ? `לחשבון יש התפקיד ${isolate(role)}, והוא חוסם הקצאה.`
      : `אם לחשבון יש התפקיד ${isolate(role)}, הוא חוסם הקצאה; אפשר לברר עם מנהל המערכת.`,
  fromBot: () => 'השיחה אצל בוט; אי אפשר להעביר שיחה מבוט.',
  transferPending: ({ toAgentId }, names) => `העברה אל ${names.agent(toAgentId)} ממתינה לתשובה.`,
  changedMeanwhile: ({ what }) =>
    `בינתיים השתנו הדברים: ${list(what.map((field) => changedFields[field] ?? isolate(field)))}.`,
  audienceNotPossible: ({ why }) =>
    ({
      agentIsBot: 'הנציג הוא בוט: אפשר לכתוב לכולם בלבד.',
      customerGone: 'הלקוח כבר לא בשיחה: אפשר לכתוב לנציג בלבד.',
      voiceOnly: 'בשיחה קולית אין כתיבה; הצטרפות פירושה שמע.',
    })[why],
  gone: () => 'השיחה כבר אינה קיימת.',
  backendRefused: ({ text }) => `תשובת המערכת: ${isolate(text, 500)}`,
  isBot: () => 'בוט.',
  isCurrentAgent: () => 'השיחה כבר כאן.',
  isCurrentQueue: () => 'השיחה כבר בתור הזה.',
  wrongQueueKind: ({ kind }) => `התור הזה מקבל רק ${queueKinds[kind]}.`,
  notInQueue: ({ queueId }, names) => `לא בין חברי התור ${names.queue(queueId)}.`,
  presenceNotAllowed: ({ base, allowed }) =>
    `נוכחות: ${presences[base]}; זרם העבודה מקבל ${anyOf(allowed.map((one) => presences[one]))}.`,
  presenceUnknown: () => 'נוכחות לא ידועה.',
  overCapacity: ({ units }) =>
    plural(units, {
      one: 'חריגה של יחידה אחת מהקיבולת.',
      two: 'חריגה של שתי יחידות מהקיבולת.',
      other: `חריגה של ${number(units)} יחידות מהקיבולת.`,
    }),
  capacityUnknown: () => 'קיבולת לא ידועה.',
  noSuchTarget: () => 'היעד כבר אינו קיים.',
};

export const he: Language = {
  ...shell,
  name: 'עברית',
  number,
  clock,
  exactClock,
  dateTime,
  age,
  states,
  presences,
  channel,
  reasons,
  sentiment: ({ level, source }) => {
    if (level === 'unknown') return 'סנטימנט לא ידוע';
    const words = ['שלילי מאוד', 'שלילי', 'שלילי במקצת', 'ניטרלי', 'חיובי במקצת', 'חיובי'];
    const word = words[level + 3] ?? 'חיובי מאוד';
    return source === 'estimate' ? `${word} (הערכה)` : word;
  },
  dialogs,
  operations,
  notice,
  popup,
  options,
  storage,
  common: {
    cancel: 'ביטול',
    close: 'סגירה',
    back: 'חזרה',
    refresh: 'רענון',
    reload: 'טעינה מחדש',
    clear: 'ניקוי',
    you: 'אני',
    nobody: 'ללא נציג',
    unknownAgent: 'נציג שאינו ברשימה',
    unknownQueue: 'תור שאינו ברשימה',
  },
  actions: {
    open: 'פתיחה',
    monitor: 'ניטור',
    stopMonitor: 'הפסקת ניטור',
    join: 'הצטרפות',
    leave: 'עזיבה',
    say: 'שליחה',
    assign: 'הקצאה…',
    transfer: 'העברה…',
    forceClose: 'סגירה בכוח…',
    setPresence: 'שינוי נוכחות…',
  },
  because: (action, reason) => `${action.replace('…', '')}: ${reason}`,
  freshness: {
    title: 'עד כמה התמונה הזאת עדכנית',
    connecting: 'מתחבר…',
    reconnecting: (span) => (span === undefined ? 'מתחבר מחדש…' : `מתחבר · לפני ${age(span)}`),
    silent: (span) => (span === undefined ? 'אין מענה' : `אין מענה · לפני ${age(span)}`),
    otherVersion: 'Floorwalker עודכן',
    loading: (rows) => plural(rows, { one: 'בקריאה, שורה אחת…', other: `בקריאה, ${number(rows)} שורות…` }),
    live: (span) => `חי · ${age(span)}`,
    polling: (span) => `לפני ${age(span)}`,
    stale: (span) => `לא עודכן כבר ${age(span)}`,
    offline: (span) => (span === undefined ? 'אין חיבור' : `אין חיבור · לפני ${age(span)}`),
    signedOut: 'מנותק מהחשבון',
    forbidden: 'אין גישה',
    wrongBackend: 'מערכת אחרת משיבה',
  },
  trouble: {
    silent: (at) =>
      at === undefined
        ? 'החלק של Floorwalker שפועל ברקע אינו משיב. הפנייה אליו נמשכת.'
        : `החלק של Floorwalker שפועל ברקע אינו משיב. התמונה היא מהשעה ${exactClock(at)}; אי אפשר לבצע דבר עד שישיב.`,
    restart: 'הפעלת Floorwalker מחדש',
    offline: 'המערכת אינה משיבה. מוצגת התמונה האחרונה. מה שכבר התקבל יישלח כשתחזור; פעולות חדשות יש לנסות שוב אז.',
    stale: 'התמונה הזאת ישנה. לפני כל פעולה השיחה תיקרא שוב.',
    signedOut: 'אסימון הגישה שגוי או שפג תוקפו. יש להזין אסימון חדש באפשרויות.',
    signedOutBy: {
      browser: 'יש להיכנס לסביבת העבודה בדפדפן הזה, ואז לנסות שוב.',
      oauth: 'החשבון מנותק, כפי שקורה בכל יום. אפשר להיכנס ולהמשיך.',
    },
    signIn: 'כניסה',
    signingIn: 'בכניסה…',
    tryAgain: 'ניסיון נוסף',
    forbidden: 'לחשבון הזה אין הרשאה לקרוא את השיחות. מנהל המערכת יכול לתת לו גישה.',
    wrongBackend: 'בכתובת הזאת משיבה מערכת אחרת. יש לבדוק אותה באפשרויות.',
    otherVersion: 'Floorwalker עודכן בזמן שהלוח היה פתוח.',
    notSupervisor: 'החשבון הזה אינו חשבון מפקח: מוצג מה שמותר לו לקרוא, ואי אפשר לבצע פעולות.',
    unreadable: (rows) =>
      plural(rows, {
        one: 'רשומה אחת לא פוענחה: היא אינה מוצגת, או מוצגת כפי שהייתה קודם.',
        two: 'שתי רשומות לא פוענחו: הן אינן מוצגות, או מוצגות כפי שהיו קודם.',
        other: `${number(rows)} רשומות לא פוענחו: הן אינן מוצגות, או מוצגות כפי שהיו קודם.`,
      }),
    openOptions: 'לאפשרויות',
  },
  panel: {
    title: 'שיחות',
    connection: 'חיבור',
    menu: 'תפריט',
    options: 'אפשרויות',
    noConnection: 'אין עדיין חיבור',
    noConnectionHint: 'יש להוסיף את מערכת המוקד באפשרויות, ושיחותיה יופיעו כאן.',
    noticeOpen: 'לפני שמוצגת השיחה הראשונה יש לקרוא ולאשר את ההודעה.',
    missing: 'השיחה אינה כאן: היא נסגרה, או שלחשבון הזה אין הרשאה לקרוא אותה.',
    unrecognised: 'לא ניתן היה לזהות איזו שיחה מוצגת בשורה, ולכן לא נעשה דבר. אפשר למצוא אותה ברשימה.',
    tiles: { waiting: 'ממתינות', longest: 'הארוכה', active: 'פעילות', unitsFree: 'יח׳ פנויות', none: '—' },
  },
  list: {
    label: 'שיחות מתמשכות',
    search: 'לקוח, נושא, נציג…',
    searchLabel: 'חיפוש שיחות',
    filter: 'סינון',
    filtersOn: (filters) =>
      plural(filters, {
        one: 'סינון, אחד פעיל',
        two: 'סינון, שניים פעילים',
        other: `סינון, ${number(filters)} פעילים`,
      }),
    filterTitle: 'סינון שיחות',
    removeFilter: (what) => `הסרת הסינון ${what}`,
    clearFilters: 'ניקוי כל הסינונים',
    show: (rows) => plural(rows, { one: 'הצגת שיחה אחת', two: 'הצגת שתי שיחות', other: `הצגת ${number(rows)} שיחות` }),
    filterBy: { states: 'מצב', queueIds: 'תור', channels: 'ערוץ', agentIds: 'נציג', sentiments: 'סנטימנט' },
    sentiments: { negative: 'שלילי', neutral: 'ניטרלי', positive: 'חיובי', unknown: 'לא ידוע' },
    sort: 'מיון',
    sorts: {
      overLimit: 'חריגות קודם',
      inState: 'הכי הרבה זמן במצב',
      waiting: 'ההמתנה הארוכה קודם',
      customer: 'לקוח',
      agent: 'נציג',
      queue: 'תור',
      sentiment: 'הסנטימנט השלילי קודם',
      started: 'זמן התחלה',
    },
    reverse: 'היפוך הסדר',
    reversed: '(הפוך)',
    findAgent: 'חיפוש נציג',
    moreAgents: (agents) =>
      plural(agents, { one: 'ועוד נציג אחד: בחיפוש', other: `ועוד ${number(agents)} נציגים: בחיפוש` }),
    count: (shown, all) => (shown === all ? number(all) : `${number(shown)} מתוך ${number(all)}`),
    /** The words that say it, whatever waits. */
    held: 'הסדר מוקפא',
    heldChanges: (changes) =>
      plural(changes, {
        one: 'הסדר מוקפא · שינוי אחד ממתין',
        two: 'הסדר מוקפא · שני שינויים ממתינים',
        other: `הסדר מוקפא · ${number(changes)} שינויים ממתינים`,
      }),
    update: 'עדכון',
    empty: 'אין כרגע שיחות',
    emptyHint: 'שיחות חדשות יופיעו כאן מעצמן.',
    nothingFound: 'אין שיחה מתאימה',
    nothingFoundHint: 'אפשר להסיר סינונים או לחפש במילים אחרות.',
    moved: 'השורה זזה בזמן הלחיצה, ולכן לא בוצע דבר.',
    rowMenu: (name) => `פעולות על ${name}`,
    waiting: (span, limit) => `ממתין ${span}, הגבול ${limit}`,
    handling: (span, limit) => `פעיל ${span}, הגבול ${limit}`,
    ringing: (agent) => `מצלצל אצל ${agent}`,
    older: (time) => `נכון ל־${time}, לא ניתן לקרוא נתונים חדשים יותר`,
    transferring: (agent) => `העברה אל ${agent} ממתינה`,
    changed: (rows) =>
      plural(rows, {
        one: 'ברשימה שיחה אחת',
        two: 'ברשימה שתי שיחות',
        other: `ברשימה ${number(rows)} שיחות`,
      }),
  },
  pending: {
    held: (left) => `סגירה בעוד ${seconds(left)}`,
    queued: 'ממתין לשליחה',
    sending: 'בשליחה…',
    unknown: 'עדיין לא אושר, בבדיקה',
  },
  conversation: {
    facts: {
      asOf: 'נתונים',
      agent: 'נציג',
      queue: 'תור',
      participants: 'משתתפים',
      sentiment: 'סנטימנט',
      started: 'התחלה',
      waitingSince: 'ממתין מאז',
      lastCustomer: 'הודעת לקוח אחרונה',
      lastAgent: 'הודעת נציג אחרונה',
      transfers: 'העברות',
      reason: 'סיבה',
      limit: 'גבול',
      transfer: 'העברה',
      workstream: 'זרם עבודה',
    },
    more: 'כל הפרטים',
    less: 'פחות פרטים',
    units(free, max) {
      const all = max ?? free;
      const units = plural(all, { one: 'יחידה אחת', two: '2 יחידות', other: `${number(all)} יחידות` });
      return max === undefined ? `פנוי: ${units}` : `${number(free)} מתוך ${units} פנויות`;
    },
    unitsUnknown: 'קיבולת לא ידועה',
    noQueue: 'ללא תור',
    workstream: (presences) => `מקבל נציגים בנוכחות ${anyOf(presences)}`,
    modes: { primary: 'ראשי', consultant: 'בייעוץ', monitor: 'בניטור' },
    ago: (clockTime, span) => `${clockTime}, לפני ${span}`,
    escalated: { voice: 'עבר לקול', video: 'עבר לווידאו' },
    ringing: 'מצלצל, עדיין לא התקבל',
    actions: 'פעולות',
    unavailable: 'לא אפשרי כרגע',
    openInWorkspace: 'פתיחה בסביבת העבודה',
    pendingTransfer: (agent) => `העברה אל ${agent} ממתינה לתשובה`,
    pendingLeft: (span) => `נותרו ${span}`,
    closed: 'השיחה הזאת סגורה.',
    gone: 'השיחה כבר אינה כאן: היא הוסרה, או שלחשבון הזה אין עוד הרשאה לקרוא אותה.',
    loading: 'השיחה נקראת…',
    transcript: 'הודעות',
    locked: 'ההודעות מוצגות בזמן ניטור או השתתפות בשיחה.',
    lockedForGood: 'הודעות של שיחה סגורה אינן מוצגות כאן.',
    notLive: 'כאן אי אפשר לקרוא הודעות כל עוד השיחה נמשכת. כדי לקרוא בזמן אמת, יש לפתוח אותה בסביבת העבודה.',
    starting: 'הניטור מתחיל…',
    ended: 'הניטור הסתיים.',
    noMessages: 'עדיין לא נאמר דבר.',
    latest: (messages) =>
      plural(messages, {
        one: 'הודעה חדשה אחת',
        two: 'שתי הודעות חדשות',
        other: `${number(messages)} הודעות חדשות`,
      }),
    toAgentOnly: 'לנציג בלבד',
    from: { customer: 'לקוח', agent: 'נציג', bot: 'בוט', supervisor: 'מפקח', system: 'מערכת' },
    sparkline: 'סנטימנט לאורך זמן',
    trouble: {
      changed: 'השיחה השתנתה בינתיים, ולכן לא בוצע דבר. היא מוצגת כפי שהיא עכשיו.',
      gone: 'השיחה כבר אינה קיימת, ולכן לא בוצע דבר.',
    },
  },
  composer: {
    audience: 'מי יקרא',
    internal: 'לנציג בלבד',
    everyone: 'לכולם',
    toAgent: (agent) => `הערה אל ${agent}…`,
    toEveryone: 'הודעה לכולם…',
    label: 'הודעה',
    hint: '‏Enter שולח, ‏Shift+Enter פותח שורה',
  },
  requestErrors: {
    badMessage: 'Floorwalker לא הבין את הבקשה של עצמו. נא לדווח על כך.',
    notAllowed: 'הדף הזה אינו מורשה לבקש זאת.',
    otherVersion: 'Floorwalker עודכן: יש לטעון את הלוח מחדש.',
    notFound: 'הפריט כבר אינו קיים.',
    offline: 'המערכת אינה משיבה.',
    storage: 'הדפדפן לא הצליח לשמור את הפעולה.',
    lineClosed: 'החלק של Floorwalker שפועל ברקע אינו משיב. אפשר לנסות שוב כשישיב, או להפעיל את Floorwalker מחדש.',
    lineLost: 'החיבור בתוך הדפדפן נותק; נבדק אם הבקשה התקבלה.',
    failed: 'הפעולה לא הצליחה.',
  },
};
