/** The panel: what it shows (the list or one conversation), which dialog stands open, and all that both lean on. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { Operation, SwitchedAction } from '../domain/actions.ts';
import { reasonsAgainst } from '../domain/eligibility.ts';
import type { ActionReason } from '../domain/reasons.ts';
import type { Conversation } from '../domain/records.ts';
import type { RuleContext } from '../domain/ruleContext.ts';
import type { NotFound } from '../domain/workspacePage.ts';
import type { WorkerClient } from '../messages/client.ts';
import { RequestError } from '../messages/requests.ts';
import type { Lease, Summons } from '../messages/topics.ts';
import { type Act, createAct } from './act.ts';
import type { Clock } from './clock.ts';
import { type ConversationModel, createConversation, type Draft } from './conversation.ts';
import type { DialogType } from './dialog.ts';
import { createDirectory, type DirectoryModel } from './directory.ts';
import { createList, type ListModel } from './list.ts';
import { createOperations, type OperationsModel } from './operations.ts';
import { createOverview, type OverviewModel } from './overview.ts';
import { ruleContextOf } from './ruleContext.ts';
import { createSession, type SessionModel } from './session.ts';
import { createSignIn, type RequestAccess, type SignInModel } from './signIn.ts';

export interface DialogRequest {
  type: DialogType;
  conversationId: string;
}

export interface PanelModel {
  readonly client: WorkerClient;
  readonly clock: Clock;
  readonly act: Act;
  readonly session: SessionModel;
  readonly directory: DirectoryModel;
  readonly overview: OverviewModel;
  readonly operations: OperationsModel;
  readonly list: ListModel;
  /** The conversation whose own page is shown. */
  opened: ReadonlySignal<ConversationModel | undefined>;
  /** The dialog that stands open; the conversation that it is about is `dialogConversation`. */
  dialog: Signal<DialogRequest | undefined>;
  dialogConversation: ReadonlySignal<ConversationModel | undefined>;
  /** Why a conversation that another place wanted shown is not. */
  notFound: Signal<NotFound | undefined>;
  /** Own acts that are not settled yet, by conversation. */
  pending: ReadonlySignal<ReadonlyMap<string, Operation>>;
  open(conversationId: string): void;
  back(): void;
  /** Every reason against an action on a row of the list. */
  reasonsOnRow(action: SwitchedAction, row: Conversation): readonly ActionReason[];
  /** Whether a row must be read again before it is acted on (spec §3). */
  isStale(row: Conversation): boolean;
  /** Reads everything anew (T7). */
  refresh(): Promise<void>;
  /** Throws the stored list away and reads everything anew (FA23). */
  rebuild(): Promise<void>;
  acknowledgeLoss(): Promise<void>;
  readonly signIn: SignInModel;
  start(): () => void;
}

export interface PanelParts {
  client: WorkerClient;
  clock: Clock;
  /** Mints operation ids. */
  newId(): string;
  browserLanguage: string;
  requestAccess: RequestAccess;
}

export function createPanel({ client, clock, newId, browserLanguage, requestAccess }: PanelParts): PanelModel {
  const session = createSession(client, clock, browserLanguage);
  const { connectionId, connection, state, text } = session;
  const organisation = computed(() => state.value?.organisationName);
  const directory = createDirectory(client, connectionId, text, organisation);
  const overview = createOverview(client, connectionId);
  const operations = createOperations(client, connectionId, clock.now);
  const list = createList(client, connectionId);
  const act = createAct(client, newId);
  const opened = signal<ConversationModel | undefined>(undefined);
  const dialog = signal<DialogRequest | undefined>(undefined);
  const dialogConversation = signal<ConversationModel | undefined>(undefined);
  const notFound = signal<NotFound | undefined>(undefined);
  const wished = signal<Summons | undefined>(undefined);
  const drafts = new Map<string, Draft>();
  let closeOpened = () => {};

  function contextOf(row: Conversation | undefined, lease: Lease): RuleContext | undefined {
    const here = connection.value;
    return here && ruleContextOf(here, row, lease);
  }
  function isStale(row: Conversation): boolean {
    return row.olderSince !== undefined || session.freshness.peek().tone !== 'good';
  }
  function conversationOf(id: string): ConversationModel | undefined {
    const here = connectionId.peek();
    if (here === undefined) return undefined;
    const seed = list.rowOf(id);
    const { everybody } = directory;
    return createConversation({ client, connectionId: here, id, seed, act, everybody, contextOf, isStale, drafts });
  }
  async function askHere(what: 'refresh' | 'rebuildMirror' | 'acknowledgeLoss'): Promise<void> {
    const here = connectionId.peek();
    if (here === undefined) return;
    try {
      await client.ask(what, { connectionId: here });
    } catch (error) {
      // How it stands is what the session's status says, before and after.
      if (!(error instanceof RequestError)) throw error;
    }
  }
  function leave(): void {
    closeOpened();
    closeOpened = () => {};
    opened.value = undefined;
  }
  function show(conversationId: string): void {
    notFound.value = undefined;
    if (opened.peek()?.id === conversationId) return;
    batch(() => {
      leave();
      const conversation = conversationOf(conversationId);
      if (conversation === undefined) return;
      closeOpened = conversation.start();
      opened.value = conversation;
    });
  }
  /** A wish waits for the session, its connection and its row; what the supervisor does meanwhile overrules it. */
  const followWishes = () =>
    effect(() => {
      const [wish, here] = [wished.value, connection.value];
      if (wish === undefined || here === undefined) return;
      const { connectionId: there, conversationId, dialog: type } = wish;
      const isThere = state.value?.connections.some(({ id }) => id === there);
      if (wish.notFound !== undefined || isThere === false) {
        wished.value = undefined;
        notFound.value = wish.notFound ?? 'missing';
        return;
      }
      if (here.id !== there) {
        session.choose(there);
        return;
      }
      untracked(() => show(conversationId));
      const conversation = opened.value;
      if (type !== undefined && conversation?.row.value === undefined && conversation?.gone.value === false) return;
      wished.value = undefined;
      if (type !== undefined && conversation?.row.value !== undefined) dialog.value = { type, conversationId };
    });

  /** The dialog's conversation: the opened one, or one of its own for as long as the dialog stands. */
  const followDialog = () =>
    effect(() => {
      const id = dialog.value?.conversationId;
      if (id === undefined) {
        dialogConversation.value = undefined;
        return;
      }
      return untracked(() => {
        const already = opened.peek();
        const conversation = already?.id === id ? already : conversationOf(id);
        dialogConversation.value = conversation;
        return conversation === already ? undefined : conversation?.start();
      });
    });

  return {
    client,
    clock,
    act,
    session,
    directory,
    overview,
    operations,
    list,
    opened,
    dialog,
    dialogConversation,
    notFound,
    pending: computed(() => {
      const open = [...operations.held.value, ...operations.listed.value].filter(
        ({ state: at }) => at === 'held' || at === 'queued' || at === 'sending' || at === 'unknown',
      );
      return new Map(open.map((operation) => [operation.action.conversationId, operation]));
    }),
    open(conversationId) {
      wished.value = undefined;
      show(conversationId);
    },
    back() {
      wished.value = undefined;
      notFound.value = undefined;
      leave();
    },
    reasonsOnRow(action, row) {
      const context = contextOf(row, { state: 'none' });
      return context === undefined ? [] : reasonsAgainst(action, row, directory.everybody.value, context);
    },
    isStale,
    refresh: () => askHere('refresh'),
    rebuild: () => askHere('rebuildMirror'),
    acknowledgeLoss: () => askHere('acknowledgeLoss'),
    signIn: createSignIn(client, connection, requestAccess),
    start() {
      const starting = [session, directory, overview, operations, list, clock].map((part) => part.start());
      const summons = client.subscribe(
        'summons',
        () => ({}),
        (push) => {
          wished.value = push;
        },
      );
      // Another connection is another floor: nothing of the first may stay in view.
      const switching = effect(() => {
        connectionId.value;
        return () => {
          leave();
          drafts.clear();
          dialog.value = undefined;
        };
      });
      const holding = effect(() => (dialog.value === undefined ? list.release('sheet') : list.hold('sheet')));
      const stops = [holding, switching, followWishes(), followDialog(), leave, () => summons.stop(), ...starting];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
