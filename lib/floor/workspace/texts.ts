/** The sample workspace's own words; it is a host page, not part of the extension, and has its own languages. */
import type { KnownChannel } from './feeds.ts';

export const en = {
  organisation: 'Harbourline Service',
  product: 'Agent workspace',
  ongoing: 'Ongoing conversations',
  allQueues: 'All queues',
  queues: 'Queues',
  navigation: 'Workspace',
  otherLanguage: 'עברית',
  customer: 'Customer',
  subject: 'Subject',
  state: 'State',
  agent: 'Agent',
  queue: 'Queue',
  channel: 'Channel',
  wait: 'Waiting',
  nobody: 'Nobody yet',
  open: 'Open',
  active: 'Active',
  ringing: 'Ringing',
  waiting: 'Waiting',
  wrapUp: 'Wrap-up',
  closed: 'Closed',
  gone: 'No longer there',
  liveChat: 'Live chat',
  sms: 'SMS',
  whatsApp: 'WhatsApp',
  messaging: 'Messaging',
  voice: 'Voice call',
  entityRecord: 'Record',
  available: 'Available',
  busy: 'Busy',
  doNotDisturb: 'Do not disturb',
  away: 'Away',
  offline: 'Offline',
  unknown: 'Unknown',
  agentSide: 'As the agent sees it',
  customerSide: 'As the customer sees it',
  internal: 'Internal',
  back: 'Back to the conversations',
  people: 'Taking part',
  noMessages: 'Nothing has been said yet.',
  connecting: 'Connecting…',
  lost: 'Connection lost, trying again…',
  nothing: 'No ongoing conversations.',
  notFound: 'There is no such conversation.',
  count: (shown: string, total: string) =>
    shown === total ? `${total} ongoing` : `First ${shown} of ${total} ongoing`,
};
export type Texts = typeof en;

const he: Texts = {
  organisation: 'הרבורליין שירות',
  product: 'סביבת העבודה של הנציג',
  ongoing: 'שיחות מתנהלות',
  allQueues: 'כל התורים',
  queues: 'תורים',
  navigation: 'סביבת עבודה',
  otherLanguage: 'English',
  customer: 'לקוח',
  subject: 'נושא',
  state: 'מצב',
  agent: 'נציג',
  queue: 'תור',
  channel: 'ערוץ',
  wait: 'המתנה',
  nobody: 'ללא נציג',
  open: 'פתוחה',
  active: 'פעילה',
  ringing: 'מצלצלת',
  waiting: 'בהמתנה',
  wrapUp: 'סיכום',
  closed: 'סגורה',
  gone: 'כבר אינה קיימת',
  liveChat: 'צ׳אט חי',
  sms: 'SMS',
  whatsApp: 'WhatsApp',
  messaging: 'מסרים',
  voice: 'שיחה קולית',
  entityRecord: 'רשומה',
  available: 'זמין',
  busy: 'עסוק',
  doNotDisturb: 'נא לא להפריע',
  away: 'לא ליד המחשב',
  offline: 'לא מקוון',
  unknown: 'לא ידוע',
  agentSide: 'כפי שהנציג רואה',
  customerSide: 'כפי שהלקוח רואה',
  internal: 'פנימי',
  back: 'חזרה לשיחות',
  people: 'משתתפים',
  noMessages: 'עדיין לא נאמר דבר.',
  connecting: 'מתחבר…',
  lost: 'החיבור אבד, מנסה שוב…',
  nothing: 'אין שיחות מתנהלות.',
  notFound: 'אין שיחה כזאת.',
  count: (shown, total) => (shown === total ? `${total} מתנהלות` : `${shown} הראשונות מתוך ${total} מתנהלות`),
};

export const languages = { en, he };
export type Language = keyof typeof languages;

export function languageOf(code: string | undefined): Language {
  return code === 'he' ? 'he' : 'en';
}

export function channelText(texts: Texts, channel: string): string {
  return isKnown(channel) ? texts[channel] : channel.replace(/^unknown:/, '');
}

function isKnown(channel: string): channel is KnownChannel {
  return channel in en && !channel.startsWith('unknown');
}
