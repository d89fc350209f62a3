/** Where a next page begins. The token is opaque and must come back as it was given, with the same page size. */
import { badRequest } from './errors.ts';

export interface Bookmark {
  /** Everything of the request but the token. */
  path: string;
  query: string;
  pageSize: number;
  /** The ids that are still to come, as the first page found them. */
  rest: readonly string[];
  /** A reading of changes: the version that its link will begin behind. */
  since?: { upTo: number; deleted: readonly string[] };
}

export interface Bookmarks {
  keep(bookmark: Bookmark): string;
  /** @throws DataverseError 400 when the token or the page size is not the one that was given. */
  find(path: string, rawQuery: string, pageSize: number): Bookmark | undefined;
}

const kept = 1000;
const parameter = '$skiptoken=';

export function createBookmarks(): Bookmarks {
  const bookmarks = new Map<string, Bookmark>();
  let number = 1;
  return {
    keep(bookmark) {
      number += 1;
      // As Dataverse writes it: XML, encoded twice inside, which no client can take apart and put together again.
      const cookie = `<cookie pagenumber="${number}" pagingcookie="${encodeURIComponent(`<cookie page="${number - 1}"/>`)}" istracking="False" />`;
      const token = encodeURIComponent(cookie);
      bookmarks.set(token, bookmark);
      const [oldest] = bookmarks.keys();
      if (bookmarks.size > kept && oldest !== undefined) bookmarks.delete(oldest);
      return [bookmark.query, `${parameter}${token}`].filter(Boolean).join('&');
    },
    find(path, rawQuery, pageSize) {
      const parts = rawQuery.split('&');
      const token = parts.find((part) => part.startsWith(parameter));
      if (token === undefined) {
        if (/skiptoken/i.test(rawQuery)) throw badRequest('Malformed XML in the paging cookie.');
        return undefined;
      }
      const bookmark = bookmarks.get(token.slice(parameter.length));
      const query = parts.filter((part) => part !== token).join('&');
      if (!bookmark || bookmark.path !== path || bookmark.query !== query)
        throw badRequest('The paging cookie does not belong to this query.');
      if (bookmark.pageSize !== pageSize) throw badRequest('The page size was changed between two pages.');
      return bookmark;
    },
  };
}
