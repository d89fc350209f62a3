/**
 * The mirror and its views at size, against the plainest code that does the same in the same run, interleaved. Absolute
 * times belong to the machine; the ratios are what can be compared. Run: node --expose-gc tests/bench/mirror.bench.ts [rows]
 */
import type { Query } from '../../lib/domain/query.ts';
import { everything } from '../../lib/domain/query.ts';
import type { Conversation } from '../../lib/domain/records.ts';
import { createMirror } from '../../lib/mirror/createMirror.ts';
import { createMemoryStore } from '../../lib/mirror/memoryStore.ts';
import { createView } from '../../lib/views/createView.ts';
import { createLabels } from '../../lib/views/labels.ts';
import { createOverview } from '../../lib/views/overview.ts';
import { anAgent, aQueue, aWorkstream, morning } from '../builders.ts';

const count = Number(process.argv[2] ?? 100_000);
const random = seeded(7);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
const firstNames = ['Dana', 'Yael', 'Noam', 'Adam', 'Zoë', 'Michal', 'Omer', 'Lior', 'Tamar', 'Itai', 'Ruth', 'Ben'];
const lastNames = Array.from({ length: 900 }, (_, i) => `${pick(['Levi', 'Cohen', 'Mizrahi', 'Katz', 'Biton'])}-${i}`);
const subjects = ['Where is my parcel?', 'Refund of order', 'Cannot sign in', 'Change of address', 'Invoice twice'];

const agents = Array.from({ length: 800 }, (_, i) => anAgent({ id: `a-${i}`, name: `${pick(firstNames)} ${i}` }));
const queues = Array.from({ length: 60 }, (_, i) => aQueue({ id: `q-${i}`, name: `Queue ${i}` }));
const workstreams = [aWorkstream({ waitingLimit: 300_000, handlingLimit: 1_800_000 })];
/** Written out, so that rows have the shape and the memory that parsed ones have. */
function aRow(i: number, version: number): Conversation {
  const state = pick(['open', 'active', 'active', 'active', 'waiting', 'wrapUp'] as const);
  const at = morning - Math.floor(random() * 8 * 3_600_000);
  const agentId = `a-${Math.floor(random() * agents.length)}`;
  return {
    id: `c-${i}`,
    connectionId: 'k-1',
    subject: `${pick(subjects)} ${i}`,
    customer: { name: `${pick(firstNames)} ${pick(lastNames)}`, id: `p-${i}`, language: 'en' },
    channel: pick(['liveChat', 'sms', 'whatsApp', 'voice']),
    state,
    stateSince: at,
    queueId: `q-${Math.floor(random() * queues.length)}`,
    workstreamId: 'w-1',
    ...(state === 'open' ? {} : { agentId }),
    ringing: false,
    participants: state === 'open' ? [] : [{ agentId, name: 'Agent', mode: 'primary', since: at }],
    sentiment: { level: pick([-2, -1, 0, 1, 2, 'unknown'] as const), source: 'backend' },
    transferCount: 0,
    startedAt: at,
    waitingSince: at,
    lastCustomerMessageAt: at,
    version,
    etag: `e-${i}-${version}`,
    observedAt: at,
  };
}

const gc = globalThis.gc ?? (() => undefined);
function heap(): number {
  gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
const time = (work: () => unknown): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};
const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? 0;
function report(what: string, ours: number[], floor: number[] = []): void {
  const cell = (values: number[]) => `${quantile(values, 0.5).toFixed(2)} / ${quantile(values, 0.95).toFixed(2)}`;
  // Of rounds that ran side by side, each against its own: a busy machine slows both.
  const ratio =
    ours.length === floor.length
      ? quantile(
          ours.map((value, i) => value / (floor[i] ?? 1)),
          0.5,
        )
      : quantile(ours, 0.5) / quantile(floor, 0.5);
  const against = floor.length === 0 ? '' : `${cell(floor).padStart(20)}${ratio.toFixed(2).padStart(8)}x`;
  console.log(`${what.padEnd(46)}${cell(ours).padStart(20)}${against}`);
}

console.log(`${count} rows; ms p50 / p95${' '.repeat(29)}ours${' '.repeat(16)}floor   ratio\n`);
const empty = heap();
const rows = Array.from({ length: count }, (_, i) => aRow(i, 1));
const plainHeap = heap() - empty;

const { mirror } = createMirror({ store: createMemoryStore(), now: () => morning, schedule: () => undefined });
report(
  'load into memory (floor: Map.set)',
  [time(() => mirror.replace({ conversations: rows, agents, queues, workstreams }, 'k', morning))],
  [time(() => new Map(rows.map((row) => [row.id, row])))],
);
const mirrorHeap = heap() - empty;
const labels = createLabels(mirror);

const limit = { open: 300_000, active: 1_800_000 } as Record<string, number>;
const dueOf = (row: Conversation) => {
  const after = limit[row.state];
  return after === undefined
    ? Number.POSITIVE_INFINITY
    : (row.state === 'open' ? (row.waitingSince ?? 0) : row.stateSince) + after;
};
const plainList = (passes: (row: Conversation) => boolean) =>
  rows
    .filter(passes)
    .map((row) => ({ row, due: dueOf(row) }))
    .sort((a, b) => (a.due === b.due ? a.row.stateSince - b.row.stateSince : a.due < b.due ? -1 : 1))
    .slice(0, 50);

const query: Query = { ...everything, count: 50 };
const tenQueues = queues.slice(0, 10).map(({ id }) => id);
const filtered: Query = { ...query, filter: { ...query.filter, queueIds: tenQueues, states: ['open', 'active'] } };
const inTenQueues = new Set(tenQueues);
const passesFilter = (row: Conversation) =>
  inTenQueues.has(row.queueId ?? '') && (row.state === 'open' || row.state === 'active');
const rounds = Array.from({ length: 12 }, (_, i) => i);

const open = { ours: [] as number[], floor: [] as number[] };
for (const _ of rounds) {
  open.floor.push(time(() => plainList(() => true)));
  open.ours.push(
    time(() => {
      const view = createView(mirror, query, labels);
      view.window();
      view.stop();
    }),
  );
}
report('first window of a new view (floor: sort all)', open.ours, open.floor);

const view = createView(mirror, query, labels);
const viewHeap = heap() - empty;
const change = (to: Query) =>
  time(() => {
    view.setQuery(to);
    view.window();
  });
const narrow = { ours: [] as number[], floor: [] as number[], back: [] as number[], backFloor: [] as number[] };
for (const _ of rounds) {
  narrow.floor.push(time(() => plainList(passesFilter)));
  narrow.ours.push(change(filtered));
  narrow.backFloor.push(time(() => plainList(() => true)));
  narrow.back.push(change(query));
}
report('filter to 10 of 60 queues, 2 states', narrow.ours, narrow.floor);
report('filter off again', narrow.back, narrow.backFloor);
for (const key of ['inState', 'customer', 'agent'] as const) {
  const sort = { ours: [] as number[], floor: [] as number[] };
  const collator = new Intl.Collator();
  for (const _ of rounds.slice(0, 4)) {
    sort.ours.push(change({ ...query, sort: { key, descending: false } }));
    sort.floor.push(
      time(() => {
        const copy = [...rows];
        if (key === 'inState') copy.sort((a, b) => a.stateSince - b.stateSince);
        else if (key === 'customer') copy.sort((a, b) => collator.compare(a.customer.name, b.customer.name));
        else
          copy.sort((a, b) =>
            collator.compare(mirror.agent(a.agentId ?? '')?.name ?? '', mirror.agent(b.agentId ?? '')?.name ?? ''),
          );
      }),
    );
    change(query);
  }
  report(`another sort: ${key}`, sort.ours, sort.floor);
}
report(
  'scroll (another window)',
  rounds.map((i) => change({ ...query, from: i * 5000 })),
);

const first = [change({ ...query, search: 'd' })];
change(query);
report('first key stroke ever', first);
const textHeap = heap() - empty;
const haystacks = rows.map((row) => {
  const agentName = mirror.agent(row.agentId ?? '')?.name;
  const queueName = mirror.queue(row.queueId ?? '')?.name;
  return `${row.customer.name}\n${row.subject}\n${agentName}\n${queueName}\n${row.channel}\n${row.id}`.toLowerCase();
});
haystacks.filter((text) => text.includes('d'));
const keys = { ours: [] as number[], floor: [] as number[] };
for (const word of [
  'dana',
  'levi-1',
  'parcel 77',
  'refund',
  'queue 12',
  'zoë',
  'c-9999',
  'sms katz',
  'michal',
  'nothing',
]) {
  for (let length = 1; length <= word.length; length++) {
    const search = word.slice(0, length);
    const words = search.split(' ');
    keys.floor.push(time(() => haystacks.filter((text) => words.every((one) => text.includes(one))).length));
    keys.ours.push(change({ ...query, search }));
  }
}
report('key stroke (floor: includes over all)', keys.ours, keys.floor);
change(query);

const overview = createOverview(mirror);
let version = 1;
const batch = () =>
  Array.from({ length: 100 }, () => ({
    kind: 'conversation' as const,
    row: aRow(Math.floor(random() * count), ++version),
  }));
function batches(): number[] {
  return Array.from({ length: 200 }, () => {
    const changes = batch();
    return time(() => {
      mirror.apply({ changes });
      view.window();
    });
  });
}
const sorts = rounds.map(() => time(() => plainList(() => true)));
batches();
report('100 changes: mirror, view, overview', batches(), sorts);
change({ ...query, search: 'dana' });
report('the same while searching', batches(), sorts);
change({ ...query, sort: { key: 'customer', descending: false } });
report('the same sorted by customer', batches(), sorts);
change(query);
view.hold(true);
report('the same while held', batches(), sorts);
view.hold(false);
report(
  'overview read',
  rounds.map(() => time(() => overview.read(morning))),
);

console.log(
  `\nheap MiB: plain rows ${plainHeap.toFixed(0)}, with mirror ${mirrorHeap.toFixed(0)}, with view ${viewHeap.toFixed(0)}, with search texts ${textHeap.toFixed(0)}`,
);

/** Park–Miller: the same rows in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
