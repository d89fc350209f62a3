/** Addresses below the service root, taken apart as they were written. */
import { badRequest, noSuchSegment } from './odata/errors.ts';

export type Address =
  | { kind: 'list'; set: string }
  | { kind: 'one'; set: string; key: string }
  /** A collection behind a navigation property, or a bound message with what stands in its parentheses. */
  | { kind: 'below'; set: string; key: string; name: string; args: string | undefined };

const one = /^(\w+)\(([^()]*)\)$/;
const below = /^(\w+)\(([^()]*)\)\/([\w.]+)(?:\((.*)\))?$/;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param path below the root, raw. @throws DataverseError 400 for a key that is no GUID, 404 for nonsense */
export function parseAddress(path: string): Address {
  const decoded = decodePath(path);
  if (/^\w+$/.test(decoded)) return { kind: 'list', set: decoded };
  const single = one.exec(decoded);
  if (single) return { kind: 'one', set: single[1] ?? '', key: keyOf(single[2] ?? '') };
  const deeper = below.exec(decoded);
  if (!deeper) throw noSuchSegment(decoded);
  return {
    kind: 'below',
    set: deeper[1] ?? '',
    key: keyOf(deeper[2] ?? ''),
    name: deeper[3] ?? '',
    args: deeper[4],
  };
}

/** A key that hides a slash is one segment, as it was sent. */
function decodePath(path: string): string {
  try {
    return path
      .split('/')
      .map((segment) => decodeURIComponent(segment))
      .join('/');
  } catch {
    throw badRequest('The address is not well encoded.');
  }
}

function keyOf(source: string): string {
  const value = /^(?:\w+=)?(.*)$/.exec(source)?.[1] ?? '';
  if (!guid.test(value)) throw badRequest(`Guid should contain 32 digits with 4 dashes, not '${value.slice(0, 80)}'.`);
  return value.toLowerCase();
}
