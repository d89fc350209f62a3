/** Signed id tokens, as oidc clients check them. */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface IdTokens {
  sign(claims: Readonly<Record<string, unknown>>): string;
  /** JSON Web Key Set. */
  keys(): { keys: unknown[] };
}

const keyId = 'double-1';

/** The key is made when it is first needed: most tests never sign in this way. */
export function createIdTokens(): IdTokens {
  let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;
  function keyPair() {
    pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return pair;
  }
  return {
    sign(claims) {
      const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
      const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      const signature = createSign('RSA-SHA256').update(content).sign(keyPair().privateKey, 'base64url');
      return `${content}.${signature}`;
    },
    keys() {
      const key = keyPair().publicKey.export({ format: 'jwk' });
      return { keys: [{ ...key, kid: keyId, use: 'sig', alg: 'RS256' }] };
    },
  };
}
