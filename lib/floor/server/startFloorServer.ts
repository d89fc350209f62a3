/** The embedded contact centre on a port of this machine: API, event stream and workspace page around one floor. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Floor } from '../floor.ts';
import { createWorkspace } from '../workspace/createWorkspace.ts';
import { createAccounts } from './accounts.ts';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import { createEventStream } from './eventStream.ts';
import { createFaults, type Faults } from './faults.ts';
import { createTickets } from './tickets.ts';
import { createUpgrade } from './upgrade.ts';

const tickEvery = 50;
/** A process that slept goes on where it was instead of playing hours in one go. */
const maxTick = 1000;

export interface FloorServerOptions {
  floor: Floor;
  /** 0 = any free one. */
  port: number;
  /** Floor time per real time; 0 = stands still. */
  speed: number;
  /** By supervisor id; whoever is missing gets a random one. */
  tokens?: ReadonlyMap<string, string>;
  /** Mounts /admin and the faults. */
  admin: boolean;
  log?: (line: string) => void;
  clock?: Clock;
}

export interface FloorServer {
  url: string;
  port: number;
  /** By supervisor id. */
  tokens: ReadonlyMap<string, string>;
  /** Of an agent who is no supervisor. */
  agentToken: string | undefined;
  floor: Floor;
  faults: Faults;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. @throws the system's error when the port cannot be had (EADDRINUSE, EACCES) */
export async function startFloorServer({
  floor,
  port,
  speed,
  tokens: given = new Map(),
  admin,
  log = () => {},
  clock = systemClock,
}: FloorServerOptions): Promise<FloorServer> {
  const accounts = createAccounts(floor, given);
  const tickets = createTickets(clock.now);
  const faults = createFaults();
  const stream = createEventStream(floor, faults);
  const workspace = createWorkspace({ floor, speed, clock });
  const app = createApp({ floor, accounts, tickets, faults, stream, workspace: workspace.routes, admin, log });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.on('upgrade', createUpgrade(floor, stream, tickets, faults));
  await listen(server, port);
  stream.start(clock.now());

  let last = clock.now();
  let due = floor.now;
  const stopTicking = clock.every(tickEvery, () => {
    const now = clock.now();
    // `due` carries the fractions of a millisecond; an admin's advance may have run ahead of it.
    due = Math.max(due, floor.now) + Math.min(Math.max(now - last, 0), maxTick) * speed;
    last = now;
    if (speed > 0) floor.advance(Math.floor(due));
    stream.tick(now);
  });

  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    tokens: accounts.tokens,
    agentToken: accounts.agentToken,
    floor,
    faults,
    async stop() {
      stopTicking();
      workspace.stop();
      stream.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
