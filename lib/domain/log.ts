/** One line of the local action log (spec §5): who, when, what, on which conversation, outcome. Never message text. */
import * as v from 'valibot';

export const logEntrySchema = v.object({
  /** Rises by one per entry; a gap shows that something is missing. */
  sequence: v.number(),
  at: v.number(),
  connectionId: v.string(),
  account: v.string(),
  action: v.string(),
  conversationId: v.string(),
  operationId: v.string(),
  outcome: v.picklist(['asked', 'done', 'alreadySo', 'refused', 'unknown', 'cancelled', 'expired']),
  reasonCodes: v.array(v.string()),
  /** Id of the agent or queue that an assign or transfer named. */
  target: v.optional(v.string()),
});
export type LogEntry = v.InferOutput<typeof logEntrySchema>;
