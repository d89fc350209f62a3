/** Which moods the dialogues lead to, and after how many turns: so that the first moment shows all of them. */
import { type Sentiment, sentimentLevels } from '../../domain/records.ts';
import type { SentimentOf } from '../engine/core.ts';
import type { Dialogue } from '../floor.ts';
import type { Chance } from './chance.ts';

interface Scene {
  dialogue: Dialogue;
  /** Turns played. */
  next: number;
}

export interface Moods {
  levelAfter(dialogue: Dialogue, turns: number): Sentiment['level'];
  /** Some turns into some dialogue; the moods take turns. */
  next(): Scene;
  any(): Dialogue;
}

/** Reading moods takes time: of a long list of dialogues these many are enough for the first moment. */
const enough = 150;

export function createMoods(dialogues: readonly Dialogue[], sentimentOf: SentimentOf, chance: Chance): Moods {
  const chosen = dialogues.length > enough ? chance.shuffled(dialogues).slice(0, enough) : dialogues;
  const scenes = new Map<Sentiment['level'], Scene[]>();
  const known = new Map<Dialogue, Sentiment['level'][]>();
  let wanted = 0;

  function levelsOf(dialogue: Dialogue): Sentiment['level'][] {
    const ready = known.get(dialogue);
    if (ready) return ready;
    const said: string[] = [];
    let level: Sentiment['level'] = 'unknown';
    const levels = [
      level,
      ...dialogue.turns.map(([who, text]) => {
        if (who === 'customer') {
          said.push(text);
          level = sentimentOf(said);
        }
        return level;
      }),
    ];
    known.set(dialogue, levels);
    return levels;
  }

  for (const dialogue of chosen)
    levelsOf(dialogue).forEach((level, next) => {
      if (next >= 2) scenes.set(level, [...(scenes.get(level) ?? []), { dialogue, next }]);
    });
  const all = [...scenes.values()].flat();
  const first = dialogues[0];
  if (!first) throw new Error('The floor needs at least one dialogue to play.');

  return {
    levelAfter: (dialogue, turns) => levelsOf(dialogue)[turns] ?? 'unknown',
    next() {
      wanted += 1;
      // Every third as moods come by themselves, the others each mood in turn.
      const level = sentimentLevels[wanted % sentimentLevels.length];
      const ofMood = wanted % 3 === 0 || level === undefined ? all : (scenes.get(level) ?? all);
      return chance.pick(ofMood) ?? { dialogue: first, next: 1 };
    },
    any: () => chance.pick(chosen) ?? first,
  };
}
