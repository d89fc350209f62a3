/** What a signed-out connection is told with: it depends on how it signs in. */
import type { SignIn } from '../../lib/domain/signIn.ts';
import type { Language } from '../../lib/i18n/languages.ts';
import type { TestFailure } from '../../lib/messages/requests.ts';

export function signedOutText({ trouble }: Language, { kind }: SignIn): string {
  return kind === 'token' ? trouble.signedOut : trouble.signedOutBy[kind];
}

/** Why a connection could not be reached with that way to sign in, and what to do. */
export function problemText({ options }: Language, problem: TestFailure['problem'], { kind }: SignIn): string {
  return problem === 'auth' && kind !== 'token' ? options.authBy[kind] : options.problems[problem];
}
