import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planted, plantNames, plantPlugin, plants } from '../../scripts/chaos/plants.ts';

const root = path.join(import.meta.dirname, '..', '..');
const source = (name: (typeof plantNames)[number]) => readFileSync(path.join(root, plants[name].file), 'utf8');

describe('a fault to plant', () => {
  it.each(plantNames)('%s still fits the source', (name) => {
    const changed = planted(name, source(name));
    expect(changed).not.toBe(source(name));
    expect(changed).toContain(plants[name].replace);
  });

  it('that does not fit any more ends the build instead of proving nothing', () => {
    expect(() => planted('ignoreGap', 'export {};')).toThrow('does not fit lib/connectors/localFloor/watchEvents.ts');
  });

  it('changes its own file only', () => {
    const { transform } = plantPlugin('ignoreGap');
    expect(transform(source('ignoreGap'), '/any/lib/sync/createSync.ts')).toBeUndefined();
    expect(transform(source('ignoreGap'), '/any/lib/connectors/localFloor/watchEvents.ts')).toBe(
      planted('ignoreGap', source('ignoreGap')),
    );
  });

  it('is named, or the build says which there are', () => {
    expect(() => plantPlugin('nothing')).toThrow('There is no fault nothing; there are acknowledgeBeforeCommit, ');
  });
});
