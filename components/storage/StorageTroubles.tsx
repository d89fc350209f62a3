/** What the browser does not store as it should: why, what it means, what to do; nothing while all is well. */
import type { StorageHealth, StorageTrouble } from '../../lib/domain/storage.ts';
import { Button } from '../base/Button.tsx';
import { useText } from '../base/surroundings.tsx';
import { Banner } from '../base/told.tsx';

export interface StorageTroublesProps {
  health: StorageHealth;
  onRebuild(): void;
  onUnderstood(): void;
}

export function StorageTroubles({ health, onRebuild, onUnderstood }: StorageTroublesProps) {
  const { storage: words } = useText();
  const { list, actions, rebuilding, unreadableActions, lost } = health;
  const rebuild = (
    <Button kind="link" onPress={onRebuild}>
      {words.rebuild}
    </Button>
  );
  const understood = (
    <Button kind="link" onPress={onUnderstood}>
      {words.understood}
    </Button>
  );
  const isReading = rebuilding !== undefined;
  const offers = (trouble: StorageTrouble) => (trouble === 'full' || trouble === 'broken') && !isReading && rebuild;
  const tellings = (list === actions ? [list] : [list, actions]).filter((trouble) => trouble !== undefined);
  return (
    <>
      {isReading && <Banner tone="info">{words.rebuilding(rebuilding)}</Banner>}
      {tellings.map((trouble) => (
        <Banner key={trouble} tone="warn" action={offers(trouble)}>
          {[
            words.why[trouble],
            ...(trouble === list ? [words.list] : []),
            ...(trouble === actions ? [words.actions] : []),
            words.todo[trouble],
          ].join(' ')}
        </Banner>
      ))}
      {unreadableActions > 0 && <Banner tone="warn">{words.unreadable(unreadableActions)}</Banner>}
      {lost && (
        <Banner tone="warn" action={understood}>
          {words.lost}
        </Banner>
      )}
    </>
  );
}
