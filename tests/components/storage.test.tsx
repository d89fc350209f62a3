/** What a supervisor is told about storage: why, what it means, what to do, and a way out where there is one. */
import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { Surrounded } from '../../components/base/surroundings.tsx';
import { StorageTroubles } from '../../components/storage/StorageTroubles.tsx';
import type { StorageHealth } from '../../lib/domain/storage.ts';
import { en } from '../../lib/i18n/en.ts';
import { he } from '../../lib/i18n/he.ts';
import { morning } from '../builders.ts';
import { show } from './screen.ts';

async function troubles(health: Partial<StorageHealth>, text: typeof en = en) {
  const pressed: string[] = [];
  const screen = await show(
    <Surrounded text={signal(text)} now={signal(morning)} theme={signal('light')}>
      <StorageTroubles
        health={{ unreadableActions: 0, lost: false, ...health }}
        onRebuild={() => pressed.push('rebuild')}
        onUnderstood={() => pressed.push('understood')}
      />
    </Surrounded>,
  );
  return { ...screen, pressed, buttons: () => screen.all('button').map((one) => one.textContent) };
}
const { why, list, actions, todo, rebuild, understood } = en.storage;

it.each<[sentence: string, health: Partial<StorageHealth>, said: string[], offered: string[]]>([
  ['nothing while all is well', {}, [], []],
  ['a full disk, and that acting goes on', { list: 'full' }, [`${why.full} ${list} ${todo.full}`], [rebuild]],
  [
    'storage denied outright, once for list and actions',
    { list: 'denied', actions: 'denied' },
    [`${why.denied} ${list} ${actions} ${todo.denied}`],
    [],
  ],
  [
    'an older page, with nothing to do here',
    { list: 'blocked', actions: 'blocked' },
    [`${why.blocked} ${list} ${actions} ${todo.blocked}`],
    [],
  ],
  [
    'different troubles apart',
    { list: 'broken', actions: 'full' },
    [`${why.broken} ${list} ${todo.broken}`, `${why.full} ${actions} ${todo.full}`],
    [rebuild, rebuild],
  ],
  ['a rebuild under way instead of another one', { list: 'broken', rebuilding: 3 }, [en.storage.rebuilding(3)], []],
  ['actions that cannot be read', { unreadableActions: 2 }, [en.storage.unreadable(2)], []],
  ['what was lost, until it is understood', { lost: true }, [en.storage.lost], [understood]],
])('says %s', async (_, health, said, offered) => {
  const { all, buttons } = await troubles(health);
  const shown = all('.banner-text').map((one) => one.textContent);
  for (const words of said) expect(shown).toContain(words);
  expect(buttons()).toEqual(offered);
  if (said.length === 0) expect(shown).toEqual([]);
});

it('does what its buttons say, and speaks Hebrew', async () => {
  const { press, all, pressed, buttons } = await troubles({ list: 'broken', lost: true }, he);
  expect(buttons()).toEqual([he.storage.rebuild, he.storage.understood]);
  for (const button of all('button')) await press(button);
  expect(pressed).toEqual(['rebuild', 'understood']);
});
