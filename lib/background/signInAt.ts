/** Lets a person sign in by OAuth, and says in which of the possible ways that did not work. */
import { browser, signInPermission } from '../browser.ts';
import { ConnectorError } from '../connectors/connector.ts';
import { normaliseBaseUrl } from '../domain/baseUrl.ts';
import type { RequestInput, TestFailure } from '../messages/requests.ts';
import type { SignIns } from '../signIn/createSignIns.ts';

export async function signInAt(
  { baseUrl, signIn }: RequestInput<'signIn'>,
  signIns: SignIns,
): Promise<{ ok: true; baseUrl: string } | TestFailure> {
  const address = normaliseBaseUrl(baseUrl);
  if (!address.ok) return { ok: false, problem: 'badAddress', detail: baseUrl };
  // Asked for by the page, within the gesture.
  if (!(await browser.permissions.contains({ permissions: [signInPermission] }))) {
    return { ok: false, problem: 'noPermission', detail: signIn.issuer };
  }
  try {
    await signIns.signIn(signIn, address.baseUrl);
    return address;
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, problem: error.kind, detail: error.message };
    throw error;
  }
}
