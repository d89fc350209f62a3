/** Everything that is read below the service root. */
import { parseAddress } from './address.ts';
import { definitionPath, readDefinition } from './definitions.ts';
import { badRequest, DataverseError, noSuchRow, noSuchSegment } from './odata/errors.ts';
import { parseQuery } from './odata/parseQuery.ts';
import { type Preferences, parsePrefer } from './odata/prefer.ts';
import { etagOf, present, related } from './odata/present.ts';
import { readList } from './odata/readList.ts';
import type { Organisation } from './organisation.ts';
import type { Row, Table } from './schema.ts';

const headers = { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' };

export interface Asked {
  /** The service root. */
  root: string;
  /** Below it, as received. */
  path: string;
  rawQuery: string;
}

/** A header of the request. */
type Header = (name: string) => string | undefined;

/** @throws DataverseError */
export function answerRead(organisation: Organisation, header: Header, asked: Asked): Response {
  const { path, root, rawQuery } = asked;
  const prefer = parsePrefer(header('prefer'));
  const applied: Record<string, string> = prefer.applied === undefined ? {} : { 'preference-applied': prefer.applied };
  const answer = (body: unknown, more: Record<string, string> = {}) =>
    Response.json(body, { headers: { ...headers, ...applied, ...more } });
  if (path === 'WhoAmI' || path === 'WhoAmI()') return answer(whoAmI(organisation, root));
  const definition = definitionPath.exec(decodeURIComponent(path))?.[1];
  if (definition !== undefined) return answer(readDefinition(organisation.parts(), root, definition, rawQuery));

  const { database } = organisation.parts();
  const address = parseAddress(path);
  const table = organisation.tableOf(address.set);
  if (address.kind === 'list') return answer(list(organisation, table, database.rows(table.name), asked, prefer));
  const row = database.get(table.name, address.key);
  if (!row) throw noSuchRow(table.name, address.key);
  if (address.kind === 'one') {
    const early = precondition(header, row, rawQuery, prefer);
    if (early) return early;
    const query = parseQuery(rawQuery, table, organisation.tableNamed);
    const context = `${root}/$metadata#${table.set}/$entity`;
    const body = { '@odata.context': context, ...present(database, table, row, query, prefer) };
    return answer(body, { etag: etagOf(row) });
  }
  const navigation = table.many?.[address.name];
  if (!navigation || address.args !== undefined) throw noSuchSegment(address.name);
  const rows = related(database, table, row, address.name).map((each) => each.row);
  return answer(list(organisation, organisation.tableNamed(navigation.table), rows, asked, prefer));
}

function list(organisation: Organisation, table: Table, rows: Row[], asked: Asked, prefer: Preferences) {
  return readList(organisation.parts(), table, rows, { ...asked, prefer });
}

function whoAmI({ guidOf, agentId }: Organisation, root: string) {
  return {
    '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: guidOf('businessunit'),
    UserId: guidOf(agentId),
    OrganizationId: guidOf('organization'),
  };
}

/** 412 when it is not that version, 304 when it still is; neither with expanded rows or annotations (facts §4.7). */
function precondition(header: Header, row: Row, rawQuery: string, prefer: Preferences): Response | undefined {
  checkIfMatch(header('if-match'), row);
  const known = header('if-none-match');
  if (known === undefined) return undefined;
  if (prefer.anyAnnotations || /expand/.test(rawQuery)) return undefined;
  return known === etagOf(row) ? new Response(null, { status: 304, headers: { etag: known } }) : undefined;
}

/** @throws DataverseError 412 */
export function checkIfMatch(etag: string | undefined, row: Row | undefined): void {
  if (etag === undefined || etag === '*' || !row || etag === etagOf(row)) return;
  if (!/^W\/"\d+"$/.test(etag)) throw badRequest(`Invalid If-Match '${etag}'.`);
  const message = "The version of the existing record doesn't match the RowVersion property provided.";
  throw new DataverseError(412, '0x80060882', message);
}
