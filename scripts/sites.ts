/** What `npm start` can open: a centre with a workspace page of its own, and how the extension gets to it. */
import type { Floor } from '../lib/floor/floor.ts';
import { startFloorServer } from '../lib/floor/server/startFloorServer.ts';
import type { StoredConnection } from '../lib/settings/settings.ts';
import { startDynamics } from '../tests/doubles/dynamics365/startDynamics.ts';
import { connectionOfAccount, floorConnection } from './launch.ts';
import { onPort } from './openFloor.ts';
import { Stop } from './steps.ts';

export interface Site {
  readonly floor: Floor;
  readonly connection: StoredConnection;
  /** The page to open; where people sign in first, it signs them in and leads on. */
  workspace(language: string): string;
  /** What the panel calls a conversation of the floor. */
  idOf(floorId: string): string;
  /** Whether a supervisor who has joined can write through it. */
  readonly carriesMessages: boolean;
  stop(): Promise<void>;
}

interface SiteOptions {
  floor: Floor;
  /** 0 = any free one. */
  port: number;
  /** Floor time per real time. */
  speed: number;
}

const sites = {
  async localFloor(options: SiteOptions): Promise<Site> {
    const server = await startFloorServer({ ...options, admin: false });
    return {
      floor: server.floor,
      connection: floorConnection(server),
      workspace: (language) => `${server.url}/workspace${language === 'he' ? '?lang=he' : ''}`,
      idOf: (floorId) => floorId,
      carriesMessages: true,
      stop: () => server.stop(),
    };
  },
  /** An organisation shaped like Dynamics 365 around the same floor: no real one can be had here. */
  async dynamics365(options: SiteOptions): Promise<Site> {
    const { floor, url, guidOf, stop } = await startDynamics(options);
    return {
      floor,
      connection: connectionOfAccount({
        backend: 'dynamics365',
        baseUrl: url,
        signIn: { kind: 'browser', throughPage: true },
        account: guidOf(floor.supervisors[0]?.agentId ?? ''),
      }),
      workspace: () => `${url}/signin`,
      idOf: guidOf,
      carriesMessages: false,
      stop,
    };
  },
} satisfies Record<string, (options: SiteOptions) => Promise<Site>>;

export type SiteName = keyof typeof sites;

/** @throws Stop with one sentence for a name that is none */
export function siteNamed(name: string): SiteName {
  if (Object.hasOwn(sites, name)) return name as SiteName;
  throw new Stop(`--backend is "${name}"; it can be ${Object.keys(sites).join(' or ')}.`);
}

/** @throws Stop with one sentence when the port cannot be had */
export function openSite(name: SiteName, options: SiteOptions): Promise<Site> {
  return onPort(options.port, () => sites[name](options));
}
