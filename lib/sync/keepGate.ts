/** A connection's gate remembers across the worker's death what it had to wait for. */
import * as v from 'valibot';
import { type BackoffGate, passingProblems } from './backoffGate.ts';

/** Survives the worker, not the browser. */
export interface SessionArea {
  get(key: string): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
}

const memorySchema = v.object({
  failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
  until: v.number(),
  limitedUntil: v.number(),
  problem: v.object({ kind: v.picklist(passingProblems), message: v.string() }),
});

/** Resolves when the gate stands where it stood; call it before anything is asked. What cannot be kept is reported. */
export async function keepGate(
  gate: BackoffGate,
  connectionId: string,
  session: SessionArea,
  report: (error: unknown) => void,
): Promise<void> {
  const key = `gate-${connectionId}`;
  const items = await session.get(key).catch(report);
  const stored = v.safeParse(memorySchema, items?.[key]);
  if (stored.success) gate.resume(stored.output);
  gate.subscribe(() => {
    session.set({ [key]: gate.memory ?? null }).catch(report);
  });
}
