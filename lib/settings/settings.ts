/** What is kept between sessions: connections, preferences, layouts. One record, versioned, validated when read. */
import * as v from 'valibot';
import { switchedActions } from '../domain/actions.ts';
import { offerSchema } from '../domain/capabilities.ts';
import { descriptorSchema } from '../domain/descriptor.ts';
import { byToken, signInSchema } from '../domain/signIn.ts';
import { layoutSchema } from '../domain/workspacePage.ts';

const switchesSchema = v.object({
  monitor: v.boolean(),
  assign: v.boolean(),
  transfer: v.boolean(),
  forceClose: v.boolean(),
});
export type Switches = v.InferOutput<typeof switchesSchema>;
export const allOn: Switches = { monitor: true, assign: true, transfer: true, forceClose: true };

/** What the account was at the last sign-in, so that the panel can open offline. */
const identitySchema = v.object({
  accountId: v.string(),
  agentId: v.string(),
  name: v.string(),
  isSupervisor: v.boolean(),
  blockingRole: v.optional(v.string()),
  rolesReadable: v.boolean(),
  switchedOff: v.array(v.picklist(switchedActions)),
  siteName: v.string(),
  offer: v.optional(offerSchema),
});

const connectionSchema = v.object({
  id: v.string(),
  backend: v.string(),
  name: v.string(),
  baseUrl: v.string(),
  /** Access token. Storage that holds it is closed to content scripts; it never leaves the worker. */
  secret: v.string(),
  signIn: signInSchema,
  switches: switchesSchema,
  rulesVersion: v.picklist(['2024', '2025']),
  /** The administrator's corrections for this backend; the connector reads them. */
  descriptor: v.optional(descriptorSchema),
  /** The file that they came from. */
  descriptorName: v.optional(v.string()),
  /** Set up by the organisation's policy. */
  managed: v.boolean(),
  notice: v.optional(v.object({ version: v.number(), account: v.string(), at: v.number() })),
  identity: v.optional(identitySchema),
  /** It has an outbox on this machine; `lost` when that had disappeared and nobody has taken note of it yet. */
  outbox: v.optional(v.picklist(['kept', 'lost'])),
});
export type StoredConnection = v.InferOutput<typeof connectionSchema>;

/** It cannot be used before this supervisor has given it a token. */
export const lacksToken = ({ signIn, secret }: Pick<StoredConnection, 'signIn' | 'secret'>): boolean =>
  signIn.kind === 'token' && secret === '';

/** What a new connection begins with. */
export const newConnection = {
  signIn: byToken,
  switches: allOn,
  rulesVersion: '2024',
  managed: false,
} as const satisfies Partial<StoredConnection>;

export const themes = ['auto', 'light', 'dark'] as const;
export const settingsSchema = v.object({
  version: v.literal(2),
  connections: v.array(connectionSchema),
  /** `auto` follows the browser. */
  language: v.string(),
  theme: v.picklist(themes),
  undoSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
  /** Per site (origin). */
  layouts: v.record(v.string(), layoutSchema),
  /** Ids of connections whose stored data is being deleted: what a worker that dies on it does not finish, the next one does. */
  leaving: v.optional(v.array(v.string())),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const firstSettings: Settings = {
  version: 2,
  connections: [],
  language: 'auto',
  theme: 'auto',
  undoSeconds: 5,
  layouts: {},
};

/** Append-only: step n turns version n into n + 1. Each is self-contained. */
export const migrations: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = [
  // The rules are chosen for each connection; how it signs in is said.
  ({ rulesVersion, connections, ...rest }) => ({
    ...rest,
    version: 2,
    connections: Array.isArray(connections)
      ? connections.map((one) => ({ ...one, rulesVersion, signIn: { kind: 'token' } }))
      : connections,
  }),
];

/**
 * Reads stored settings of any known version.
 * @throws when they cannot be understood: the caller must not write over them.
 */
export function parseSettings(stored: unknown): Settings {
  if (stored === undefined) return firstSettings;
  let record = v.parse(v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) }), stored);
  if (record.version > firstSettings.version) {
    throw new Error(
      `These settings were written by a newer Floorwalker (version ${record.version}, this one reads up to ${firstSettings.version}). They are left untouched: update the extension.`,
    );
  }
  for (const migrate of migrations.slice(record.version - 1)) {
    record = migrate(record) as typeof record;
  }
  return v.parse(settingsSchema, record);
}
