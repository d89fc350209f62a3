/** Reading by OData's rules as Dataverse keeps them (facts §4.7): names beside codes, pages, and where a next page may be. */
import * as v from 'valibot';
import { ConnectorError } from '../connector.ts';
import type { HttpAnswer, HttpRequest, Path } from '../http.ts';

/** What choices and lookups are called comes along with their codes. */
const annotations =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"';
export const odataHeaders = { 'OData-MaxVersion': '4.0', 'OData-Version': '4.0' };
/** The most that Dataverse gives at once is 5,000; one answer must stay well below 5 MB (http.ts). */
const usualPageSize = 1_000;

export type Query = Record<string, string>;

export interface ListPage {
  rows: unknown[];
  /** The address of the next page, as the backend gave it; absent on the last one. */
  next?: string;
  /** On the last page of tracked rows: the address of what changes after it. */
  delta?: string;
  /** The backend's clock when it answered, epoch ms, where it tells it. */
  now?: number | undefined;
}

export interface Reading {
  /** GET below /api/data/v9.2. Answers of `accept` statuses come back, others throw. */
  get(
    target: Path,
    options: { query?: Query; prefer?: string; accept?: readonly number[]; signal: AbortSignal },
  ): Promise<HttpAnswer>;
  /** All pages of a list. */
  list(target: Path, options: { query?: Query; pageSize?: number; signal: AbortSignal }): AsyncGenerator<unknown[]>;
  /**
   * One page: the first of a list, or the one that an earlier page named. Such an address is followed untouched, and
   * only within this API. `track`: with a link to later changes at the end of the list.
   * @throws ConnectorError broken when it leads elsewhere, notFound when it is refused as too old
   */
  page(
    from: Path | { next: string },
    options: { query?: Query; pageSize?: number; track?: boolean; signal: AbortSignal },
  ): Promise<ListPage>;
}

const listSchema = v.object({
  value: v.array(v.unknown()),
  '@odata.nextLink': v.optional(v.string()),
  '@odata.deltaLink': v.optional(v.string()),
});

/** @param base the API's address; `read` sends a request for a path below it */
export function createReading(
  base: string,
  read: (target: Path, request: HttpRequest) => Promise<HttpAnswer>,
): Reading {
  const here = new URL(base);

  function followed(next: string): Path {
    const url = URL.canParse(next) ? new URL(next) : undefined;
    const isBelow = url?.origin === here.origin && url.pathname.startsWith(`${here.pathname}/`);
    if (!url || !isBelow) {
      throw new ConnectorError('broken', 'The backend names a next page that is not its own');
    }
    return (url.pathname.slice(here.pathname.length) + url.search) as Path;
  }

  async function page(
    from: Path | { next: string },
    {
      query,
      pageSize = usualPageSize,
      track = false,
      signal,
    }: { query?: Query; pageSize?: number; track?: boolean; signal: AbortSignal },
  ): Promise<ListPage> {
    const target = typeof from === 'string' ? withQuery(from, query) : followed(from.next);
    const prefer = `${track ? 'odata.track-changes,' : ''}odata.maxpagesize=${pageSize},${annotations}`;
    const accept = typeof from === 'string' ? [] : [400];
    const answer = await read(target, { headers: { ...odataHeaders, Prefer: prefer }, accept, signal });
    if (answer.status === 400) throw new ConnectorError('notFound', 'The backend does not know that page any more');
    const list = v.safeParse(listSchema, answer.body);
    if (!list.success) throw new ConnectorError('broken', 'The backend answered with something that is no list');
    const { value, '@odata.nextLink': next, '@odata.deltaLink': delta } = list.output;
    return {
      rows: value,
      ...(next === undefined ? {} : { next }),
      ...(delta === undefined ? {} : { delta }),
      now: answer.now,
    };
  }

  return {
    get(target, { query, prefer, accept, signal }) {
      const headers = { ...odataHeaders, Prefer: prefer === undefined ? annotations : `${prefer},${annotations}` };
      return read(withQuery(target, query), { headers, signal, ...(accept ? { accept } : {}) });
    },
    page,
    async *list(target, options) {
      let from: Path | { next: string } = target;
      for (;;) {
        const { rows, next }: ListPage = await page(from, options);
        yield rows;
        if (next === undefined) return;
        from = { next };
      }
    },
  };
}

/** Spaces as %20: in OData a plus sign is a plus sign. */
function withQuery(target: Path, query: Query = {}): Path {
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return (options.length === 0 ? target : `${target}?${options.join('&')}`) as Path;
}
