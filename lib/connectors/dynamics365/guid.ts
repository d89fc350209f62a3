/** Every id here is a GUID: nothing else gets into an address or a filter. */
import { ConnectorError } from '../connector.ts';

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/** In lower case, so that the same id is the same text. @throws ConnectorError notFound for what is none */
export function guid(id: string): string {
  if (!isGuid(id)) throw new ConnectorError('notFound', `${JSON.stringify(id.slice(0, 100))} is no id of this backend`);
  return id.toLowerCase();
}
