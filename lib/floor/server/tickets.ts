/** Browsers cannot send an Authorization header on a WebSocket: a ticket stands in for it, once, for 30 seconds. */
import { randomBytes } from 'node:crypto';

const ticketLifetime = 30_000;

export interface Tickets {
  issue(): string;
  /** True the first time only, and only while the ticket lives. */
  redeem(ticket: string): boolean;
}

/** @param now epoch milliseconds */
export function createTickets(now: () => number): Tickets {
  const expiry = new Map<string, number>();
  return {
    issue() {
      for (const [ticket, at] of expiry) if (at <= now()) expiry.delete(ticket);
      const ticket = randomBytes(24).toString('base64url');
      expiry.set(ticket, now() + ticketLifetime);
      return ticket;
    },
    redeem(ticket) {
      const at = expiry.get(ticket);
      expiry.delete(ticket);
      return at !== undefined && at > now();
    },
  };
}
