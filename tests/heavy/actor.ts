/** Asks for acts on conversations made for it, each of them once, and knows which were acknowledged. */
import type { Locator, Page } from '@playwright/test';
import type { Action, ActionType } from '../../lib/domain/actions.ts';
import { en } from '../../lib/i18n/en.ts';
import { isolate } from '../../lib/i18n/isolate.ts';
import type { FloorOfTest } from '../browser/harness.ts';
import { lineOf } from '../browser/line.ts';

export interface Wish {
  operationId: string;
  conversationId: string;
  customer: string;
  type: 'assign' | 'transfer' | 'forceClose' | 'monitor' | 'say';
  /** Milliseconds, when the page heard that it is durable; absent while nobody has said so. */
  acknowledgedAt?: number;
  /** By a real click in the panel: the page minted its id, and the conversation tells which it was. */
  clicked: boolean;
}

export interface Actor {
  /** Every wish that was ever asked for. */
  readonly wishes: readonly Wish[];
  /** Makes conversations for this many wishes; the panel has to hear of them before they are asked for. */
  prepare(count: number): void;
  /** Asks for the next prepared wish over the page's line; resolves when it is acknowledged, or the page is gone. */
  ask(page: Page): Promise<void>;
  /** Closes the next prepared conversation by hand: search, row, menu, question, button. Resolves as `ask`. */
  click(page: Page): Promise<void>;
}

const types = ['assign', 'transfer', 'say', 'forceClose', 'monitor'] as const;

/** @param seed tells the ids apart from those of another actor on the same floor */
export function createActor(floor: FloorOfTest, seed: number): Actor {
  const wishes: Wish[] = [];
  const prepared: Wish[] = [];
  const [supervisor] = floor.floor.supervisors;
  const members = floor.floor
    .agents()
    .filter(({ kind, queueIds }) => kind === 'human' && queueIds.includes('q-billing'));
  const [holder, second] = members.filter(({ id }) => !id.startsWith('a-s'));
  if (supervisor === undefined || holder === undefined || second === undefined)
    throw new Error('The floor lacks somebody.');
  for (const { id } of [holder, second]) floor.command({ type: 'setPresence', agentId: id, base: 'available' });
  let made = 0;

  function perform(action: Action) {
    const outcome = floor.floor.perform(supervisor?.id ?? '', action, 'prepared');
    if (typeof outcome === 'string' || outcome.kind !== 'done')
      throw new Error(`${action.type} could not be prepared.`);
  }
  const etagOf = (id: string) => floor.floor.conversation(id)?.etag ?? '';

  function makeOne(): Wish {
    made += 1;
    const type = types[made % types.length] ?? 'assign';
    const customer = `Caller ${seed}-${made}`;
    const command = {
      type: 'newConversation',
      workstreamId: 'w-sms',
      queueId: 'q-billing',
      customerName: customer,
    } as const;
    const conversationId = floor.command(command) ?? '';
    if (type !== 'assign') floor.command({ type: 'offer', conversationId, agentId: holder?.id ?? '' });
    if (type === 'say') {
      for (const step of ['monitor', 'join'] as const) {
        perform({
          type: step,
          operationId: `prepared-${step}-${conversationId}`,
          conversationId,
          etag: etagOf(conversationId),
        });
      }
    }
    return { operationId: `wish-${seed}-${made}`, conversationId, customer, type, clicked: false };
  }

  function actionOf({ operationId, conversationId, type }: Wish): Action {
    const envelope = { operationId, conversationId, etag: etagOf(conversationId) };
    switch (type) {
      case 'assign':
        return { type, ...envelope, queueId: 'q-retention', override: {} };
      case 'transfer':
        return { type, ...envelope, agentId: second?.id ?? '' };
      case 'say':
        return { type, ...envelope, text: textOf(operationId), audience: 'internal' };
      default:
        return { type, ...envelope };
    }
  }

  function take(suits: (wish: Wish) => boolean): Wish | undefined {
    const at = prepared.findIndex(suits);
    const [wish] = at < 0 ? [] : prepared.splice(at, 1);
    if (wish !== undefined) wishes.push(wish);
    return wish;
  }

  return {
    wishes,
    prepare(count) {
      while (prepared.length < count) prepared.push(makeOne());
    },
    async ask(page) {
      const wish = take(() => true);
      if (wish === undefined) return;
      const input = { connectionId: 'floor', action: actionOf(wish), about: { customer: wish.customer } };
      await lineOf(page)
        .ask('act', input)
        .then(() => {
          wish.acknowledgedAt = Date.now();
        })
        .catch(ignoreDeath);
    },
    async click(page) {
      const wish = take(({ type }) => type === 'forceClose');
      if (wish === undefined) return;
      wish.clicked = true;
      await closeByHand(page, wish)
        .then(() => {
          wish.acknowledgedAt = Date.now();
        })
        .catch(ignoreDeath);
    },
  };
}

export const textOf = (operationId: string) => `Said once: ${operationId}`;
/** What the floor has on record as done for a wish. */
export function effectsOf(floor: FloorOfTest, { conversationId, type, operationId }: Wish): number {
  const done = floor.floor.ledger.filter(
    ({ action, outcome, sender }) =>
      action.conversationId === conversationId &&
      action.type === (type as ActionType) &&
      outcome === 'done' &&
      sender !== 'prepared',
  ).length;
  if (type !== 'say') return done;
  const said = floor.floor.transcript(conversationId).filter(({ text }) => text === textOf(operationId)).length;
  return Math.max(done, said);
}

async function closeByHand(page: Page, { conversationId, customer }: Wish): Promise<void> {
  const press = (button: Locator) => button.click({ timeout: 10_000 });
  await page.getByRole('searchbox', { name: en.list.searchLabel }).fill(conversationId, { timeout: 10_000 });
  await press(page.getByRole('button', { name: en.list.rowMenu(isolate(customer)) }));
  await press(page.getByRole('menuitem', { name: en.actions.forceClose }));
  const question = page.getByRole('alertdialog');
  await press(question.getByRole('button', { name: en.dialogs.buttons.forceClose, exact: true }));
  // Accepted: the question is gone, and the way back is shown.
  await page.locator('.undo-bar').filter({ hasText: customer }).waitFor({ timeout: 10_000 });
}

/** Whoever asked a browser that was killed hears nothing; any other trouble is a finding. */
function ignoreDeath(error: unknown): void {
  const isDeath = /closed|crashed|The worker is gone|detached/.test(String(error));
  if (!isDeath) throw error;
}
