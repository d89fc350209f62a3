/**
 * Recycled row slots: as many as the eye can see and a few more. Scrolling and pushes write the slots' signals and
 * move no element, which costs what hand-written DOM costs.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Conversation } from '../domain/records.ts';

export interface RowSlot {
  readonly key: number;
  /** Place in the whole list, from 0. */
  readonly index: ReadonlySignal<number>;
  /** Undefined while the row is not known yet. */
  readonly id: ReadonlySignal<string | undefined>;
  readonly row: ReadonlySignal<Conversation | undefined>;
}

interface OpenSlot extends RowSlot {
  readonly index: Signal<number>;
  readonly id: Signal<string | undefined>;
  readonly row: Signal<Conversation | undefined>;
}

/** Rows kept ready above and below what is visible. */
const overscan = 3;

export interface Slots {
  slots: ReadonlySignal<readonly RowSlot[]>;
  /** @param first index of the first visible row @param visible how many rows the eye can see */
  show(first: number, visible: number): void;
  /** Writes into each slot the row that stands at its place; call in a batch. */
  fill(total: number, at: (index: number) => { id: string | undefined; row: Conversation | undefined }): void;
  /** The stretch of the list that the slots cover. */
  range(): { from: number; count: number };
}

export function createSlots(): Slots {
  const slots = signal<readonly OpenSlot[]>([]);
  let from = 0;

  return {
    slots,
    show(first, visible) {
      const count = visible + 2 * overscan;
      from = Math.max(0, first - overscan);
      const before = slots.peek();
      // Grows with the panel and never shrinks: hidden slots are cheaper than new ones.
      if (before.length < count) {
        const more = Array.from({ length: count - before.length }, (_, i) => ({
          key: before.length + i,
          index: signal(-1),
          id: signal<string | undefined>(undefined),
          row: signal<Conversation | undefined>(undefined),
        }));
        slots.value = [...before, ...more];
      }
    },
    fill(total, at) {
      const all = slots.peek();
      for (let offset = 0; offset < all.length; offset++) {
        const index = from + offset;
        // The slot for a place depends on the place alone: scrolling by one row rewrites one slot.
        const slot = all[index % all.length];
        if (slot === undefined) continue;
        const { id, row } = index < total ? at(index) : { id: undefined, row: undefined };
        slot.index.value = index < total ? index : -1;
        slot.id.value = id;
        slot.row.value = row;
      }
    },
    range: () => ({ from, count: slots.peek().length }),
  };
}
