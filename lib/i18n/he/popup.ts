/** עברית: סקירת התורים בחלונית של סרגל הכלים. */
import type { popup as english } from '../en/popup.ts';
import { formats } from '../formats.ts';

const { number, plural, list } = formats('he');

export const popup: typeof english = {
  title: 'תורים',
  caption: 'תורים: מה ממתין, מה מתנהל ומי נמצא',
  columns: {
    queue: 'תור',
    waiting: 'ממתינות',
    longest: 'הארוכה',
    active: 'פעילות',
    wrapUp: 'בסיום',
    free: 'פנוי',
    agents: 'נציגים',
  },
  freeTitle: 'יחידות פנויות של הנציגים הזמינים',
  none: '—',
  zeroCoverage: 'יש ממתינים, אין נציג זמין',
  agents: (parts) => (parts.length === 0 ? 'אין נציגים' : list(parts)),
  agentCount: (count, presence) => `${presence}: ${number(count)}`,
  overLimit: (count) =>
    count === 0
      ? 'אין שיחה שחרגה מן הגבול'
      : plural(count, {
          one: 'שיחה אחת חרגה מן הגבול',
          two: 'שתי שיחות חרגו מן הגבול',
          other: `${number(count)} שיחות חרגו מן הגבול`,
        }),
  openPanel: 'פתיחת הלוח',
  empty: 'עדיין אין תורים ידועים.',
  loading: 'התורים נקראים…',
};
