import fc from 'fast-check';
import { test } from 'vitest';
import type { ActionType } from '../../lib/domain/actions.ts';
import type { Fault, Mishap } from './fakeFloor.ts';
import { checkNow, checkSettled } from './invariants.ts';
import { createScene, type Scene } from './scene.ts';

/** More of them by hand: FC_RUNS=100000 npx vitest run tests/model */
const numRuns = Number(process.env.FC_RUNS ?? 1_000);

type Command = fc.AsyncCommand<Record<never, never>, Scene>;

/** One thing that happens; then all that must hold at any moment is looked at. */
function command(name: string, run: (scene: Scene) => void | Promise<void>): Command {
  return {
    check: () => true,
    async run(_, scene) {
      await run(scene);
      await checkNow(scene, name);
    },
    toString: () => name,
  };
}
function of<T>(name: string, arbitrary: fc.Arbitrary<T>, run: (scene: Scene, value: T) => void | Promise<void>) {
  return arbitrary.map((value) => command(`${name} ${JSON.stringify(value)}`, (scene) => run(scene, value)));
}
const plain = (name: string, run: (scene: Scene) => void | Promise<void>) => fc.constant(command(name, run));

const id = fc.integer({ min: 0, max: 3 }).map((n) => `c-${n}`);
const which = fc.nat(30);
const isAlive = ({ floor }: Scene, one: string) => !floor.removed.has(one) && floor.rows.get(one)?.state !== 'closed';

const acts: ActionType[] = ['assign', 'assign', 'transfer', 'forceClose', 'join', 'say', 'monitor', 'leave'];
const faults: Fault[] = [
  'loseRequest',
  'loseReply',
  'loseReply',
  'broken',
  'brokenAfterEffect',
  'auth',
  'lie',
  { rateLimited: 0 },
  { rateLimited: 5_000 },
  { rateLimited: 60_000 },
];
const mishaps: Mishap[] = ['twice', 'late', 'lost', 'lost'];

const conversation = fc.record({ id, what: fc.constantFrom('message', 'message', 'agent', 'close', 'garble') });
const click = fc.record({ type: fc.constantFrom(...acts), id, holdFor: fc.constantFrom(0, 0, 5_000) });
const commands = [
  of('change', conversation, (scene, { id: one, what }) => {
    if (!isAlive(scene, one)) return;
    const { floor, clock } = scene;
    if (what === 'close') floor.put(one, { state: 'closed', stateSince: clock.now() });
    else if (what === 'agent') floor.put(one, { agentId: `a-${floor.sequence}`, state: 'active' });
    else floor.put(one, {}, what === 'garble');
  }),
  of('remove', fc.record({ id, isToldLate: fc.boolean() }), ({ floor }, { id: one, isToldLate }) => {
    if (!floor.rows.has(one)) return;
    floor.remove(one);
    if (isToldLate) floor.tellLate(one);
  }),
  of('click', click, (scene, { type, id: one, holdFor }) => scene.click(type, one, holdFor)),
  of('click', click, (scene, { type, id: one, holdFor }) => scene.click(type, one, holdFor)),
  of('again', which, (scene, n) => {
    const chosen = scene.clicks[n % Math.max(1, scene.clicks.length)];
    if (chosen) scene.again(chosen);
  }),
  of('take back', which, (scene, n) => {
    const chosen = scene.clicks[n % Math.max(1, scene.clicks.length)];
    if (chosen) scene.takeBack(chosen);
  }),
  of('reread', id, (scene, one) => scene.reread(one)),
  of('fault', fc.constantFrom(...faults), (scene, fault) => void scene.floor.faults.push(fault)),
  of('mishap', fc.constantFrom(...mishaps), (scene, mishap) => void scene.floor.mishaps.push(mishap)),
  of('offline', fc.boolean(), ({ floor }, is) => {
    floor.isOffline = is;
    if (is) floor.halfOpen();
  }),
  plain('half-open lines', ({ floor }) => floor.halfOpen()),
  plain('broken lines', ({ floor }) => floor.breakLines()),
  plain('history forgotten', ({ floor }) => floor.forgetHistory()),
  plain('pages expired', ({ floor }) => floor.expirePages()),
  of('refresh', fc.boolean(), ({ floor, worker }, isSignedIn) => {
    if (isSignedIn) floor.isSignedOut = false;
    worker.sync.refresh();
  }),
  plain('signed out', ({ floor }) => {
    floor.isSignedOut = true;
  }),
  of('worker dies', fc.nat(40), (scene, turns) => scene.restart(turns)),
  of('worker dies', fc.nat(40), (scene, turns) => scene.restart(turns)),
  ...[1, 2].map(() =>
    of('worker will die at step', fc.integer({ min: 1, max: 12 }), (scene, steps) => scene.lightFuse(steps)),
  ),
  plain('settle', ({ clock }) => clock.settle()),
  ...[1, 2, 3].map(() =>
    of('wait', fc.constantFrom(10, 20, 20, 30, 40, 100, 300, 1_500, 6_000, 50_000, 130_000), ({ clock }, ms) =>
      clock.advance(ms),
    ),
  ),
  of('machine sleeps', fc.constantFrom(3_000, 60_000, 1_200_000), ({ clock, floor }, ms) => {
    floor.halfOpen();
    clock.sleep(ms);
  }),
];

async function heal(scene: Scene) {
  const { floor, clock, worker } = scene;
  Object.assign(floor, { isOffline: false, isSignedOut: false });
  floor.faults.length = 0;
  floor.mishaps.length = 0;
  for (const garbled of [...floor.garbled]) if (floor.rows.has(garbled)) floor.put(garbled, {});
  // What is under way may still be turned away.
  await clock.advance(1_000);
  if (worker.gate.state.kind === 'blocked') worker.gate.retryNow();
  // Longer than the patience of any act.
  await clock.advance(12 * 60_000);
}

test(
  'Mirror, outbox and sync together, whatever happens: nothing lost, nothing doubled, what is said is true, and in the end the mirror equals the backend',
  async () => {
    const property = fc.asyncProperty(
      fc.commands(commands, { maxCommands: 50, size: 'max' }),
      fc.record({ remembersIds: fc.boolean(), isFilled: fc.boolean() }),
      async (steps, { remembersIds, isFilled }) => {
        const scene = createScene(remembersIds);
        if (isFilled) await scene.clock.advance(1_000);
        await fc.asyncModelRun(() => ({ model: {}, real: scene }), steps);
        await heal(scene);
        await checkSettled(scene, remembersIds);
        scene.worker.life.kill();
      },
    );
    await fc.assert(property, { numRuns });
  },
  Math.max(60_000, numRuns * 100),
);
