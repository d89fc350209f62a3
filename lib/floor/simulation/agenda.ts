/** What will happen, in the order of its time; of two at the same time the one entered first. */
import TinyQueue from 'tinyqueue';

export interface Appointment {
  readonly at: number;
  /** Undefined once it was cancelled or kept. */
  run: (() => void) | undefined;
}
interface Entry {
  at: number;
  number: number;
  appointment: Appointment;
}

export interface Agenda {
  at(time: number, run: () => void): Appointment;
  /** Runs what is due until `to`, each at its own time. */
  runUntil(to: number, setNow: (at: number) => void): void;
  clear(): void;
}

export function createAgenda(): Agenda {
  const byTime = (a: Entry, b: Entry) => a.at - b.at || a.number - b.number;
  let queue = new TinyQueue<Entry>([], byTime);
  let entered = 0;
  return {
    at(time, run) {
      const appointment: Appointment = { at: time, run };
      entered += 1;
      queue.push({ at: time, number: entered, appointment });
      return appointment;
    },
    runUntil(to, setNow) {
      for (let next = queue.peek(); next && next.at <= to; next = queue.peek()) {
        queue.pop();
        const { run } = next.appointment;
        next.appointment.run = undefined;
        if (!run) continue;
        setNow(next.at);
        run();
      }
    },
    clear() {
      queue = new TinyQueue<Entry>([], byTime);
    },
  };
}

/** A cancelled appointment stays in the agenda until its time comes, without its deed. */
export function cancel(appointment: Appointment | undefined): void {
  if (appointment) appointment.run = undefined;
}
