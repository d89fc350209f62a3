/** The embedded contact centre on a port of this machine: API, event stream and workspace page around one floor. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Floor } from '../floor.ts';
import { createWorkspace } from '../workspace/createWorkspace.ts';
import { createAccounts } from './accounts.ts';
import { createApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import { createEventStream } from './eventStream.ts';
import { createFaults, type Faults } from './faults.ts';
import { listen, stopListening } from './listen.ts';
import { runFloor } from './runFloor.ts';
import { createTickets } from './tickets.ts';
import { createUpgrade } from './upgrade.ts';

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
  const actual = await listen(server, port);
  stream.start(clock.now());

  const stopTicking = runFloor(floor, speed, clock, stream.tick);
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
      await stopListening(server);
    },
  };
}
