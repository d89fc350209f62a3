/** עברית: מה עלה בגורל הפעולות. */
import type { operations as english } from '../en/operations.ts';
import { formats } from '../formats.ts';

const { number, plural } = formats('he');
const seconds = (count: number) =>
  plural(count, { one: 'שנייה אחת', two: 'שתי שניות', other: `${number(count)} שניות` });

export const operations: typeof english = {
  title: 'הפעולות שלי',
  aConversation: 'שיחה',
  held: {
    monitor: (customer) => `ניטור השיחה עם ${customer}`,
    renewMonitor: (customer) => `ניטור השיחה עם ${customer}`,
    stopMonitor: (customer) => `הפסקת הניטור של ${customer}`,
    join: (customer) => `הצטרפות לשיחה עם ${customer}`,
    leave: (customer) => `עזיבת השיחה עם ${customer}`,
    say: (customer) => `כתיבה בשיחה עם ${customer}`,
    assign: (customer) => `הקצאת השיחה עם ${customer}`,
    transfer: (customer) => `העברת השיחה עם ${customer}`,
    setPresence: (customer) => `קביעת הנוכחות של מי שמטפל ב${customer}`,
    forceClose: (customer) => `סגירת השיחה עם ${customer}`,
  },
  what: {
    monitor: (customer) => `ניטור ${customer}`,
    renewMonitor: (customer) => `ניטור ${customer}`,
    stopMonitor: (customer) => `הפסקת הניטור של ${customer}`,
    join: (customer) => `הצטרפות אל ${customer}`,
    leave: (customer) => `עזיבת ${customer}`,
    say: (customer) => `הודעה בשיחה עם ${customer}`,
    assign: (customer, target) => `הקצאת ${customer}${target === undefined ? '' : ` אל ${target}`}`,
    transfer: (customer, target) => `העברת ${customer}${target === undefined ? '' : ` אל ${target}`}`,
    setPresence: (customer, target) => (target === undefined ? `נוכחות של מי שמטפל ב${customer}` : `נוכחות: ${target}`),
    forceClose: (customer) => `סגירה בכוח של ${customer}`,
  },
  states: {
    held: 'עדיין לא נשלח',
    queued: 'ממתין לשליחה',
    sending: 'בשליחה',
    confirmed: 'בוצע',
    refused: 'סורב',
    unknown: 'נבדק מה קרה',
    cancelled: 'בוטל, דבר לא נשלח',
    expired: 'לא נשלח',
  },
  alreadySo: 'כך היה ממילא, דבר לא השתנה',
  expiredHint: 'הזמן עבר לפני שהיה אפשר לשלוח.',
  unknownHint: 'הבקשה נשלחה ולא באה תשובה. המצב נקרא מחדש, והבקשה אינה נשלחת שוב.',
  transfers: {
    pending: 'הבקשה נשלחה, בהמתנה לתשובה',
    accepted: 'התקבלה',
    notAccepted: 'לא התקבלה: נדחתה, פג זמנה או בוטלה',
    closed: 'השיחה נסגרה לפני התשובה',
    gone: 'השיחה כבר אינה קיימת',
  },
  closingIn: (what, left) => `${what} בעוד ${number(left)} ש׳`,
  heldAloud: (what, left) => `${what} בעוד ${seconds(left)}. דבר עוד לא נשלח; אפשר לבטל.`,
  undo: 'ביטול',
  undoWhat: (what) => `ביטול: ${what}`,
  waits: {
    offline: 'תישלח כשהחיבור יחזור.',
    rateLimited: (until) => `המערכת ביקשה הפסקה; תישלח אחרי ${until}.`,
    signedOut: 'תישלח אחרי כניסה מחודשת לחשבון.',
    refusedAccess: 'תישלח כשהמערכת תאפשר שוב גישה לחשבון.',
    turn: 'תישלח מעצמה בתורה.',
  },
  asksAgain: (at) => `אם לא תישלח עד ${at}, היא לא תישלח ותוצג שאלה חוזרת.`,
  sendingHint: 'הבקשה בדרך; בהמתנה לתשובה.',
  stuck: (span) => `תקועה כבר ${span}`,
  cancel: 'ביטול',
  cancelWhat: (what) => `ביטול: ${what}`,
  check: 'בדיקה חוזרת',
  checkWhat: (what) => `בדיקה חוזרת: ${what}`,
  checked: 'נשאל שוב ברגע זה; התשובה תופיע כאן.',
  tooLate: 'מאוחר מדי לביטול: הבקשה כבר בשליחה.',
  askAgain: 'לשאול שוב…',
  dismiss: 'הסתרה',
  dismissWhat: (what) => `הסתרה: ${what}`,
};
