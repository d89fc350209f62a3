/** The options that every command which runs a floor understands, and what is said when one is wrong. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Stop } from './steps.ts';

export const floorOptions = {
  port: { type: 'string', default: '4777' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  conversations: { type: 'string', default: '60' },
  dialogues: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export interface FloorSettings {
  /** 0 = any free one. */
  port: number;
  seed: number;
  /** Floor time per real time; 0 = stands still. */
  speed: number;
  conversations: number;
  /** Path of a file of dialogues; absent = the built-in ones. */
  dialogues: string | undefined;
}

/** @throws Stop with one sentence for an option that does not exist or lacks its value */
export function parseCommandLine<const T extends ParseArgsOptionsConfig>(options: T, args: string[]) {
  try {
    return parseArgs({ options, args }).values;
  } catch (error) {
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new Stop(`${sentence.replace(/\.$/, '')}; the options are ${names.join(', ')}.`);
  }
}

/** @throws Stop with one sentence naming the option, what it was and what it can be */
export function floorSettings(
  values: Record<keyof Omit<FloorSettings, 'dialogues'>, string> & { dialogues?: string },
): FloorSettings {
  return {
    port: numberOption('port', values.port, { min: 0, max: 65_535, whole: true }),
    seed: numberOption('seed', values.seed, { min: 0, max: 2 ** 31 - 1, whole: true }),
    speed: numberOption('speed', values.speed, { min: 0, max: 1000, whole: false }),
    conversations: numberOption('conversations', values.conversations, { min: 1, max: 100_000, whole: true }),
    dialogues: values.dialogues,
  };
}

/** @throws Stop as above */
export function numberOption(
  name: string,
  text: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new Stop(`--${name} is "${text}"; it must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
}
