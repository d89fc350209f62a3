/** What the organisation's administrator has set (storage.managed; public/managed-schema.json). Read only. */
import * as v from 'valibot';
import type { SwitchedAction } from '../domain/actions.ts';
import { switchedActions } from '../domain/actions.ts';
import { descriptorSchema } from '../domain/descriptor.ts';
import { signInSchema } from '../domain/signIn.ts';

const policySchema = v.object({
  organisationName: v.optional(v.pipe(v.string(), v.maxLength(200))),
  switches: v.optional(
    v.object({
      monitor: v.optional(v.boolean()),
      assign: v.optional(v.boolean()),
      transfer: v.optional(v.boolean()),
      forceClose: v.optional(v.boolean()),
    }),
  ),
  connection: v.optional(
    v.object({
      backend: v.string(),
      name: v.string(),
      /** In the form that a connection is kept in, so that the supervisor's token finds it. */
      baseUrl: v.pipe(
        v.string(),
        v.transform((address) => address.trim().replace(/\/+$/, '')),
        v.url(),
      ),
      /** Usually left out: each supervisor adds their own. */
      secret: v.optional(v.string()),
      signIn: v.optional(signInSchema),
      /** JSON text: a browser's policy drops members that its schema does not name. */
      descriptor: v.optional(v.pipe(v.string(), v.parseJson(), descriptorSchema)),
      rulesVersion: v.optional(v.picklist(['2024', '2025'])),
    }),
  ),
});
export type Policy = v.InferOutput<typeof policySchema>;

/**
 * An unreadable part of a policy is no permission: a `switches` section that cannot be understood switches everything
 * off, so that a typing error of an administrator never opens what was meant to be closed.
 */
export function parsePolicy(managed: Record<string, unknown>): Policy {
  const whole = v.safeParse(policySchema, managed);
  if (whole.success) return whole.output;
  const policy: Policy = {};
  const name = v.safeParse(policySchema.entries.organisationName, managed.organisationName);
  if (name.success && name.output !== undefined) policy.organisationName = name.output;
  const switches = v.safeParse(policySchema.entries.switches, managed.switches);
  policy.switches = switches.success
    ? switches.output
    : { monitor: false, assign: false, transfer: false, forceClose: false };
  const connection = v.safeParse(policySchema.entries.connection, managed.connection);
  if (connection.success && connection.output !== undefined) policy.connection = connection.output;
  return policy;
}

/** The actions that the policy switches off (G2); unset = no objection. */
export function offByPolicy(policy: Policy): SwitchedAction[] {
  return switchedActions.filter((action) => policy.switches?.[action] === false);
}
