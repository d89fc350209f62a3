/**
 * Faults to plant, so that it shows whether a campaign would see them. Each is a change of the source that is made while
 * the extension is built, and only then: nothing of it is in the product. Asked for by FLOORWALKER_PLANT=<name>.
 */
import type { FaultName } from './weather.ts';

export interface Plant {
  /** What goes wrong, for people. */
  what: string;
  file: string;
  /** The weather in which it shows; kills come in any case. */
  under: readonly FaultName[];
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

export const plants = {
  acknowledgeBeforeCommit: {
    what: 'an act is acknowledged a moment before it is on the disk',
    file: 'lib/outbox/book.ts',
    under: [],
    find: `      const { stored, added } = await store
        .add(forDisk(operation), entryOf(operation, 'asked', now()))
        .catch((error: unknown) => {
          throw new OutboxError(error);
        });`,
    replace: `      const { stored, added } = { stored: operation, added: true };
      setTimeout(() => void store.add(forDisk(operation), entryOf(operation, 'asked', now())), 300);`,
  },
  resendOnUnknown: {
    what: 'what got no answer is sent again as a new request',
    file: 'lib/outbox/createSender.ts',
    under: ['loseReply', 'wrongJson'],
    find: `        operation.state === 'unknown' ? readBack(operation, until) : send(operation, until),`,
    replace: `        send(operation.state === 'unknown' ? { ...operation, action: { ...operation.action, operationId: \`\${operation.id}-again\` } } : operation, until),`,
  },
  cursorBeforeRows: {
    what: 'the cursor is on the disk a moment before the rows that it stands for',
    file: 'lib/mirror/idbStore.ts',
    under: [],
    find: `  const transaction = database.transaction(allStores, 'readwrite', { durability: 'relaxed' });
`,
    replace: `  const known = (await database.get('meta', 'state')) as object | undefined;
  await database.put('meta', { ...known, cursor: commit.cursor, asOf: commit.asOf }, 'state');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const transaction = database.transaction(allStores, 'readwrite', { durability: 'relaxed' });
`,
  },
  ignoreGap: {
    what: 'events that are missing are not missed',
    file: 'lib/connectors/localFloor/watchEvents.ts',
    under: ['dropEvents'],
    find: 'if (event.sequence > expected) return',
    replace: 'if (event.sequence > Number.POSITIVE_INFINITY) return',
  },
  dropTombstone: {
    what: 'a deletion that the backend tells of is dropped',
    file: 'lib/mirror/createMirror.ts',
    under: [],
    find: `    bury(id, known?.state === 'closed' ? final : version);
    if (known !== undefined) set(id, undefined);
`,
    replace: '',
  },
  skipReadBack: {
    what: 'what a start finds as sent is taken for not done, without asking',
    file: 'lib/outbox/createOutbox.ts',
    under: ['lateReply'],
    find: `    await book.record(operation, { state: 'unknown' });`,
    replace: `    await book.record(operation, { state: 'expired' });`,
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof plants;
export const plantNames = Object.keys(plants) as PlantName[];

export function isPlantName(name: string): name is PlantName {
  return Object.hasOwn(plants, name);
}

/** @throws when the source is no longer what the plant was made for */
export function planted(name: PlantName, source: string): string {
  const { file, find, replace }: Plant = plants[name];
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`The fault ${name} does not fit ${file} any more.`);
  return parts.join(replace);
}

/** For the build. @throws for a name that is no fault */
export function plantPlugin(name: string) {
  if (!isPlantName(name)) throw new Error(`There is no fault ${name}; there are ${plantNames.join(', ')}.`);
  return {
    name: 'planted-fault',
    enforce: 'pre' as const,
    transform: (code: string, id: string) => (id.endsWith(`/${plants[name].file}`) ? planted(name, code) : undefined),
  };
}
