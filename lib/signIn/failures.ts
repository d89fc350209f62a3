/** What went wrong with a sign-in, told without anything of a token: neither messages nor causes of others are passed on. */
import * as oauth from 'oauth4webapi';
import { ConnectorError } from '../connectors/connector.ts';

/** The issuer knows who is asked for, and wants to see a person: a normal state, not a fault. */
export class PersonNeeded extends ConnectorError {
  constructor(why: string) {
    super('auth', `Nobody is signed in: ${why}`);
  }
}

/** Answers to `prompt=none`, and to a refresh token that has ended (24 h for single-page clients). */
const personNeeded = [
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
  'invalid_grant',
];

/** What an issuer that has trouble of its own sends back with the browser (RFC 6749 §4.1.2.1). */
const unavailable = ['server_error', 'temporarily_unavailable'];

/** Offline where it passes by itself (no answer, 429, 5xx), else auth with the issuer's own error code. */
export function failureOf(error: unknown, step: string): ConnectorError {
  if (error instanceof ConnectorError) return error;
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
    const code = wordOf(error.error);
    const detail = leadingCode(error.error_description ?? undefined);
    const told = detail === undefined ? code : `${code} (${detail})`;
    if (personNeeded.includes(error.error)) return new PersonNeeded(told);
    const passes = unavailable.includes(error.error) || ('status' in error && isPassing(error.status));
    return new ConnectorError(passes ? 'offline' : 'auth', `${step}: ${told}`);
  }
  if (error instanceof oauth.OperationProcessingError) {
    const { code = '', cause } = error;
    if (cause instanceof Response) {
      return new ConnectorError(isPassing(cause.status) ? 'offline' : 'auth', `${step}: HTTP ${cause.status}`);
    }
    return new ConnectorError('auth', `${step}: ${wordOf(code)}${aboutClaim(cause)}`);
  }
  if (error instanceof oauth.UnsupportedOperationError || error instanceof oauth.WWWAuthenticateChallengeError) {
    return new ConnectorError('auth', `${step}: ${wordOf(error.code)}`);
  }
  return new ConnectorError('offline', `${step}: no answer`);
}

const isPassing = (status: number) => status === 429 || status >= 500;

/** Codes are words; what is none may be anything. */
const wordOf = (code: string) => (/^[\w.-]{1,80}$/.test(code) ? code : 'an error that is no word');

/** "XYZ700082: The refresh token has expired …" → XYZ700082: what an administrator looks up. */
const leadingCode = (description: string | undefined) => /^[A-Z]{1,12}\d{1,12}(?=:)/.exec(description ?? '')?.[0];

/** Which claim or attribute was not the expected one; never what it was. */
function aboutClaim(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  const { claim, attribute } = cause as { claim?: unknown; attribute?: unknown };
  const name = typeof claim === 'string' ? claim : attribute;
  return typeof name === 'string' ? ` (${wordOf(name)})` : '';
}
