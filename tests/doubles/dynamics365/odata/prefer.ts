/** The `Prefer` header, as far as Dataverse is asked by it (facts §4.7). */
import { badRequest } from './errors.ts';

export const pageMax = 5000;

export interface Preferences {
  /** Rows on a page; 5,000 unless told. */
  pageSize: number;
  /** Whether the client named one. */
  isPaged: boolean;
  wants(annotation: string): boolean;
  anyAnnotations: boolean;
  trackChanges: boolean;
  applied: string | undefined;
}

/** @throws DataverseError 400 */
export function parsePrefer(header: string | undefined): Preferences {
  const given = (header?.match(/(?:[^,"]|"[^"]*")+/g) ?? []).map((part) => part.trim());
  const optionOf = (name: string) => {
    const part = given.find((each) => each.startsWith(`${name}=`));
    return part?.slice(name.length + 1).replace(/^"(.*)"$/, '$1');
  };
  const size = optionOf('odata.maxpagesize');
  if (size !== undefined && !/^[1-9]\d*$/.test(size)) throw badRequest(`Invalid odata.maxpagesize '${size}'.`);
  const patterns = (optionOf('odata.include-annotations') ?? '').split(',').filter(Boolean);
  const known = given.filter((part) => /^odata\.(?:maxpagesize|include-annotations|track-changes)/.test(part));
  return {
    pageSize: Math.min(Number(size ?? pageMax), pageMax),
    isPaged: size !== undefined,
    wants: (annotation) =>
      patterns.some((each) => (each.endsWith('*') ? annotation.startsWith(each.slice(0, -1)) : annotation === each)),
    anyAnnotations: patterns.length > 0,
    trackChanges: given.includes('odata.track-changes'),
    applied: known.length > 0 ? known.join(', ') : undefined,
  };
}
