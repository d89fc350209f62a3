/** Rebuilding one connection's list by hand: what it does, and how far it has come. */
import { useId } from 'preact/hooks';
import type { StorageHealth } from '../../lib/domain/storage.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';

export function Rebuild({ health, onRebuild }: { health: StorageHealth; onRebuild(): void }) {
  const { storage: words } = useText();
  const id = useId();
  return (
    <div class="card-line">
      <Button busy={health.rebuilding !== undefined} describedBy={id} onPress={onRebuild}>
        {words.rebuild}
      </Button>
      <p class="options-hint grow" id={id}>
        {words.rebuildTells}
      </p>
    </div>
  );
}
