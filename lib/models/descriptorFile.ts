/** A chosen file of corrections, understood as far as a page can: the connector says what it thinks of its content. */
import * as v from 'valibot';
import { type Descriptor, descriptorSchema } from '../domain/descriptor.ts';

/** Characters. */
export const maxDescriptorSize = 100_000;

export type DescriptorProblem = 'tooLarge' | 'notJson' | 'notAnObject';

export function parseDescriptor(
  text: string,
): { ok: true; content: Descriptor } | { ok: false; problem: DescriptorProblem } {
  if (text.length > maxDescriptorSize) return { ok: false, problem: 'tooLarge' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'notJson' };
  }
  const parsed = v.safeParse(descriptorSchema, json);
  return parsed.success ? { ok: true, content: parsed.output } : { ok: false, problem: 'notAnObject' };
}
