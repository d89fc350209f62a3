/** The local build's ready-made connection: written beside the build by `npm start`, absent from every release. */
import * as v from 'valibot';
import { browser } from '../browser.ts';
import type { Settings } from '../settings/settings.ts';
import { settingsSchema } from '../settings/settings.ts';

const readyMadeSchema = v.pick(settingsSchema, ['connections', 'language']);

export async function readReadyMade(): Promise<Partial<Settings>> {
  const answer = await fetch(browser.runtime.getURL('floor.json')).catch(() => undefined);
  return answer?.ok ? v.parse(readyMadeSchema, await answer.json()) : {};
}
