/** A believable floor for the pictures: names and words of three scripts, everything that a row can say. */
import type { Agent, Conversation, Message, Queue, SentimentPoint, Workstream } from '../../lib/domain/records.ts';
import { aConversation, anAgent, aQueue, aWorkstream, morning } from '../builders.ts';

export interface GalleryFloor {
  agents: Agent[];
  queues: Queue[];
  workstreams: Workstream[];
  rows: Conversation[];
  messages: Message[];
  sentiment: SentimentPoint[];
}

const second = 1000;
const minute = 60 * second;

/** @param he whether the organisation's own words (queues, subjects) are Hebrew */
export function galleryFloor(he: boolean): GalleryFloor {
  const t = (english: string, hebrew: string) => (he ? hebrew : english);
  const queues = [
    aQueue({ id: 'q-b', name: t('Billing', 'חיובים') }),
    aQueue({ id: 'q-u', name: t('Travel urgent', 'נסיעות דחוף'), kind: 'voice' }),
    aQueue({ id: 'q-o', name: t('Orders', 'הזמנות') }),
    aQueue({ id: 'q-t', name: t('Tech', 'תמיכה') }),
    aQueue({ id: 'q-r', name: t('Retention', 'שימור') }),
  ];
  const limits = { waitingLimit: 2 * minute, handlingLimit: 20 * minute };
  const workstreams = [
    aWorkstream({ id: 'w-c', name: t('Web chat', 'צ׳אט אתר'), asksAcceptance: true, ...limits }),
    aWorkstream({ id: 'w-v', name: t('Calls', 'שיחות טלפון'), channel: 'voice', asksAcceptance: true, ...limits }),
    aWorkstream({ id: 'w-m', name: t('Messages', 'הודעות'), channel: 'whatsApp', ...limits }),
  ];
  const agent = (id: string, name: string, base: Agent['presence']['base'], free: number, max = 4) =>
    anAgent({ id, name, presence: { base }, capacity: { max, free }, queueIds: ['q-b', 'q-o', 'q-t', 'q-r'] });
  const agents = [
    agent('a-dana', 'Dana Levi', 'busy', 0),
    agent('a-omar', 'Omar Said', 'busy', 1),
    {
      ...agent('a-tom', 'Tom Becker', 'away', 4),
      presence: { base: 'away' as const, text: t('Lunch', 'הפסקת צהריים') },
    },
    agent('a-mina', 'Mina Park', 'available', 2),
    agent('a-jonas', 'Jonas Weber', 'available', 1, 3),
    { ...agent('a-sara', 'שרה לינד', 'unknown', 3), capacity: 'unknown' as const },
    agent('a-lea', 'Léa Fontaine', 'doNotDisturb', -2),
    { ...agent('a-bot', 'Helpbot', 'available', 99, 100), kind: 'bot' as const },
    { ...agent('a-me', t('Noa Adler', 'נועה אדלר'), 'available', 4), isMe: true },
  ];
  const rows: Conversation[] = [];
  function row(customer: string, subject: string, ago: number, more: Partial<Conversation>): void {
    const { agentId } = more;
    const name = agents.find(({ id }) => id === agentId)?.name ?? '';
    const at = morning - ago;
    const base = aConversation({
      id: `c-${rows.length + 1}`,
      subject,
      customer: { name: customer },
      stateSince: at,
      startedAt: at - 4 * minute,
      lastCustomerMessageAt: at + 40 * second,
      queueId: 'q-b',
      workstreamId: 'w-c',
      participants: agentId === undefined ? [] : [{ agentId, name, mode: 'primary', since: at }],
      ...more,
    });
    if (agentId === undefined) delete base.agentId;
    rows.push(base);
  }
  const feels = (level: Conversation['sentiment']['level']) => ({ sentiment: { level, source: 'backend' as const } });
  row('Marcus Hale', t('Flight changed, stranded at the airport', 'הטיסה שונתה'), 288 * second, {
    state: 'open',
    channel: 'voice',
    workstreamId: 'w-v',
    queueId: 'q-u',
    waitingSince: morning - 288 * second,
    ...feels(-2),
  });
  row('יעל כהן', t('Refund not received', 'החזר כספי לא התקבל'), 23 * minute, {
    agentId: 'a-dana',
    transferCount: 3,
    lastAgentMessageAt: morning - 6 * minute,
    ...feels(-3),
  });
  row('نورا حدّاد', t('Wrong size delivered', 'מידה שגויה'), 55 * second, {
    channel: 'whatsApp',
    workstreamId: 'w-m',
    queueId: 'q-o',
    agentId: 'a-omar',
    ringing: true,
    ...feels(-1),
  });
  row('Priya Raman', t('Change of address', 'שינוי כתובת'), 1360 * second, {
    state: 'waiting',
    channel: 'sms',
    workstreamId: 'w-m',
    queueId: 'q-o',
    agentId: 'a-tom',
  });
  row('Ana Sofía Reyes', t('Password reset loop', 'איפוס סיסמה'), 132 * second, {
    agentId: 'a-dana',
    queueId: 'q-t',
    ...feels(2),
  });
  row('Lars Nyström', t('Invoice copy', 'העתק חשבונית'), 90 * second, { agentId: 'a-mina', ...feels('unknown') });
  row('דניאל אברהם', t('Where is my order 88120?', 'איפה ההזמנה 88120?'), 42 * second, {
    state: 'open',
    channel: 'whatsApp',
    queueId: 'q-o',
    workstreamId: 'w-m',
  });
  row('Grace Okafor', t('Contract end date', 'מועד סיום חוזה'), 115 * second, {
    state: 'wrapUp',
    channel: 'voice',
    queueId: 'q-r',
    workstreamId: 'w-v',
    agentId: 'a-jonas',
    ...feels(1),
  });
  row('Hiro Tanaka', t('Cannot pay by card', 'תשלום בכרטיס'), 20 * second, {
    agentId: 'a-mina',
    pendingTransfer: { toAgentId: 'a-jonas', since: morning - 20 * second, expiresAt: morning + 25 * second },
  });
  row(
    'Bartholomew Featherstonehaugh-Cholmondeley',
    t('A very long subject line that cannot possibly fit here', 'נושא ארוך מאוד שאין שום סיכוי שייכנס לשורה אחת'),
    3725 * second,
    {
      agentId: 'a-lea',
      escalatedTo: 'video',
      queueId: 'q-t',
      workstreamId: 'w-none',
      sentiment: { level: 3, source: 'estimate' },
    },
  );
  row('رامي\u202Eevil', 'CASE-0091', 15 * minute, {
    state: 'active',
    channel: 'entityRecord',
    queueId: 'q-r',
    workstreamId: 'w-none',
    agentId: 'a-jonas',
    ...feels('unknown'),
  });
  for (let i = rows.length; i < 63; i++) {
    const who = ['Ruth Amari', 'עומר ברק', 'Iván Petrov', 'Chloé Martin', '김민수'][i % 5] ?? '';
    row(who, t('General question', 'שאלה כללית'), (i * 37 + 20) * second, {
      agentId: ['a-dana', 'a-omar', 'a-mina', 'a-jonas'][i % 4] ?? 'a-dana',
      queueId: ['q-b', 'q-o', 'q-t'][i % 3] ?? 'q-b',
      workstreamId: 'w-none',
      ...feels(((i % 5) - 2) as 0),
    });
  }
  const say = (id: number, from: Message['from'], text: string, more: Partial<Message> = {}): Message => ({
    id: `m-${id}`,
    conversationId: 'c-2',
    at: morning - (12 - id) * minute,
    from,
    text,
    audience: 'everyone',
    authorName: from === 'customer' ? 'יעל כהן' : 'Dana Levi',
    ...more,
  });
  const messages = [
    say(1, 'customer', 'כבר שבועיים אני מחכה להחזר של 480 ₪'),
    say(2, 'agent', 'אני בודקת את זה מיד'),
    say(3, 'customer', 'זו הפעם השלישית שמעבירים אותי.'),
    say(4, 'customer', 'זה לא ייאמן!!', { at: morning - 9 * minute + second }),
    say(5, 'system', t('Noa Adler joined as consultant', 'נועה אדלר הצטרפה כיועצת'), { authorName: '' }),
    say(
      6,
      'supervisor',
      t('Approve the refund, code R7. I will stay with you.', 'אפשר לאשר את ההחזר, קוד R7. אני נשארת כאן.'),
      {
        audience: 'internal',
        authorName: t('Noa Adler', 'נועה אדלר'),
      },
    ),
    say(7, 'agent', 'Order #88120 → החזר אושר, https://example.com/r/7'),
  ];
  const sentiment = [1, 0, 0, -1, -1, -2, -3].map((level, i) => ({
    at: morning - (23 - 3 * i) * minute,
    level: level as SentimentPoint['level'],
  }));
  return { agents, queues, workstreams, rows, messages, sentiment };
}
