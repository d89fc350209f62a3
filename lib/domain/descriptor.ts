/** An administrator's corrections of what a connector takes for granted. Only the connector knows what belongs into them. */
import * as v from 'valibot';

const isPlain = (input: unknown) => typeof input === 'object' && input !== null && !Array.isArray(input);

export const descriptorSchema = v.pipe(
  v.custom<object>(isPlain, 'corrections are one JSON object'),
  v.record(v.string(), v.unknown()),
);
export type Descriptor = v.InferOutput<typeof descriptorSchema>;
