/** The floor in numbers, live, for the connection that is looked at. */
import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Overview } from '../domain/overview.ts';
import type { WorkerClient } from '../messages/client.ts';

export interface OverviewModel {
  /** Undefined until the first push of this connection. */
  overview: ReadonlySignal<Overview | undefined>;
  start(): () => void;
}

export function createOverview(client: WorkerClient, connectionId: ReadonlySignal<string | undefined>): OverviewModel {
  const overview = signal<Overview | undefined>(undefined);
  return {
    overview,
    start() {
      return effect(() => {
        const id = connectionId.value;
        overview.value = undefined;
        if (id === undefined) return;
        const subscription = untracked(() =>
          client.subscribe(
            'overview',
            () => ({ connectionId: id }),
            (push) => {
              overview.value = push;
            },
          ),
        );
        return () => subscription.stop();
      });
    },
  };
}
