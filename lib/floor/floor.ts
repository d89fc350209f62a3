/** The embedded contact centre as its server sees it. Needs no Node: plain TypeScript, virtual time, a seed. */
import type { Action, Outcome, SwitchedAction } from '../domain/actions.ts';
import type { Message, Queue, SentimentPoint, Workstream } from '../domain/records.ts';
import type { RulesVersion } from '../domain/ruleContext.ts';
import type { WireAgent, WireConversation } from './wire.ts';

/** One talk to play: who says what, in order. Sentiment follows from the turns. */
export interface Dialogue {
  id: string;
  subject: string;
  language: string;
  /** Which queues it suits, by topic word; empty = any. */
  topics: readonly string[];
  turns: readonly (readonly ['customer' | 'agent', string])[];
}

export interface FloorOptions {
  seed: number;
  /** About how many conversations are ongoing at a time. */
  conversations: number;
  /** Floor time at the start, epoch ms. */
  startAt: number;
  dialogues: readonly Dialogue[];
  /** Which rules the floor enforces; 2024 unless told. */
  rulesVersion?: RulesVersion;
  /** Wall clock for leases (60 s), which run in real time whatever the floor's speed. */
  wallClock: () => number;
}

export type FloorEvent = { sequence: number; at: number } & (
  | { type: 'conversation'; row: WireConversation }
  | { type: 'removed'; id: string; version: number }
  | { type: 'agent'; row: WireAgent }
  | { type: 'queue'; row: Queue }
  | { type: 'workstream'; row: Workstream }
);

export interface Supervisor {
  id: string;
  /** Supervisors are agents too: they can be assigned to, and join as consultants. */
  agentId: string;
  name: string;
  roles: string[];
}

/** Every effect on record, by operation id: the judge of all tests. */
export interface LedgerEntry {
  operationId: string;
  at: number;
  supervisorId: string;
  /** The Origin header of the request, so that an act by anything but the extension shows. */
  sender: string;
  action: Action;
  outcome: Outcome['kind'];
  reasonCodes: string[];
  /** Row version after the effect. */
  version: number | undefined;
}

/** What tests and the admin endpoint can make the people of the floor do; refused with a sentence when not possible. */
export type Command =
  | {
      type: 'newConversation';
      workstreamId: string;
      queueId: string;
      customerName?: string;
      subject?: string;
      dialogueId?: string;
      id?: string;
    }
  | { type: 'offer'; conversationId: string; agentId: string }
  | { type: 'accept' | 'decline'; conversationId: string }
  | { type: 'acceptTransfer' | 'declineTransfer' | 'timeOutTransfer'; conversationId: string }
  | {
      type:
        | 'stepAway'
        | 'comeBack'
        | 'customerComesBack'
        | 'release'
        | 'endTalk'
        | 'finishWrapUp'
        | 'customerLeaves'
        | 'escalate'
        | 'timeOutRing';
      conversationId: string;
    }
  | { type: 'moveToQueue'; conversationId: string; queueId: string }
  | { type: 'say'; conversationId: string; from: 'customer' | 'agent'; text: string }
  | { type: 'setPresence'; agentId: string; base: WireAgent['presence']['base']; text?: string }
  | { type: 'requestTransfer'; conversationId: string; agentId: string }
  | { type: 'remove'; conversationId: string }
  | { type: 'setSwitch'; action: SwitchedAction; on: boolean };

export interface Floor {
  readonly now: number;
  /** Number of the last event. */
  readonly sequence: number;
  /** Plays everything that happens until floor time `to`. */
  advance(to: number): void;
  /** From now on nothing happens by itself; commands and supervisors still act. */
  standStill(): void;
  subscribe(listener: (event: FloorEvent) => void): () => void;
  /** Events after `from`, or `undefined` when the history does not reach that far back (restart). */
  eventsAfter(from: number): FloorEvent[] | undefined;
  /** All but closed ones of long ago, in a stable order by id. */
  conversations(): WireConversation[];
  conversation(id: string): WireConversation | undefined;
  agents(): WireAgent[];
  queues(): Queue[];
  workstreams(): Workstream[];
  readonly supervisors: readonly Supervisor[];
  readonly switchedOff: readonly SwitchedAction[];
  /** Everything said, internal lines included; who may read it is the caller's question (`mayRead`). */
  transcript(conversationId: string): Message[];
  sentimentOverTime(conversationId: string): SentimentPoint[];
  /** M5: while monitoring or as a participant. */
  mayRead(supervisorId: string, conversationId: string): boolean;
  /**
   * Enforces every rule whatever the client claims. The same operation id with the same action answers the stored
   * outcome; with another action → `'keyReused'`. `ifMatch` is the etag of the precondition.
   */
  perform(supervisorId: string, action: Action, sender: string): Outcome | 'keyReused' | 'noSuchConversation';
  outcomeOf(operationId: string): LedgerEntry | undefined;
  readonly ledger: readonly LedgerEntry[];
  /** How often each transition of the life cycle (model.md §2) occurred. */
  readonly transitions: ReadonlyMap<string, number>;
  command(command: Command): { ok: true; conversationId?: string } | { ok: false; why: string };
}
