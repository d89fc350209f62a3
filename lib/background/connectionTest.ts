/** Tries an address and a token before they are kept, and says in which of the possible ways they do not work. */
import { ConnectorError } from '../connectors/connector.ts';
import { backendOf } from '../connectors/registry.ts';
import { normaliseBaseUrl } from '../domain/baseUrl.ts';
import type { Identity } from '../domain/identity.ts';
import type { RequestInput, TestResult } from '../messages/requests.ts';
import type { Connect } from './connecting.ts';

/** Milliseconds until a silent address counts as down. */
const patience = 10_000;

export async function testConnection(
  input: RequestInput<'testConnection'>,
  connect: Connect,
  mayReach: (origin: string) => Promise<boolean>,
): Promise<TestResult & { baseUrl?: string; identity?: Identity }> {
  const address = normaliseBaseUrl(input.baseUrl);
  const backend = backendOf(input.backend);
  if (!address.ok || backend === undefined) return { ok: false, problem: 'badAddress', detail: input.baseUrl };
  const { baseUrl } = address;
  if (!(await mayReach(new URL(baseUrl).origin))) return { ok: false, problem: 'noPermission', detail: baseUrl };
  const { secret, signIn } = input;
  // What one system told must not be taken for another's.
  const nothingKept = { read: async () => undefined, write: async () => {} };
  const connector = connect({ id: 'test', backend: backend.id, name: '', baseUrl, secret, signIn }, nothingKept);
  try {
    const identity = await connector.identify(AbortSignal.timeout(patience));
    if (!identity.isSupervisor) return { ok: false, problem: 'notSupervisor', detail: identity.name };
    return { ok: true, siteName: identity.siteName, accountName: identity.name, isSupervisor: true, baseUrl, identity };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, problem: error.kind, detail: error.message };
    throw error;
  }
}
