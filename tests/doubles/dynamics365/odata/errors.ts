/** Dataverse's error shape. */
export class DataverseError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Anything about the request itself. */
export function badRequest(message: string, code = '0x80060888'): DataverseError {
  return new DataverseError(400, code, message);
}
/** Also what Dataverse calls a message or an entity set that it has not. */
export function noSuchSegment(segment: string): DataverseError {
  return new DataverseError(404, '0x80060888', `Resource not found for the segment '${segment}'.`);
}
export function noSuchRow(table: string, id: string): DataverseError {
  return new DataverseError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
}
export function noPrivilege(what: string): DataverseError {
  return new DataverseError(403, '0x80040220', `Principal user is missing ${what} privilege.`);
}

export function answerError({ status, code, message, headers }: DataverseError): Response {
  const body = { error: { code, message } };
  return Response.json(body, {
    status,
    headers: { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0', ...headers },
  });
}
