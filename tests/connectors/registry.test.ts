import { expect, test } from 'vitest';
import { backends } from '../../lib/connectors/registry.ts';
import { normaliseBaseUrl } from '../../lib/domain/baseUrl.ts';

test.each([
  ['https://desk.example', 'https://desk.example'],
  ['  desk.example/  ', 'https://desk.example'],
  ['https://desk.example:8443/centre///', 'https://desk.example:8443/centre'],
  ['https://desk.example/app?tab=1#top', 'https://desk.example/app'],
  ['HTTP://LOCALHOST:4310/', 'http://localhost:4310'],
  ['http://127.0.0.1:4310', 'http://127.0.0.1:4310'],
])('%s is kept as %s', (pasted, baseUrl) => {
  expect(normaliseBaseUrl(pasted)).toEqual({ ok: true, baseUrl });
});

test.each([
  'http://desk.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'https://sam:secret@desk.example',
  'https://sam@desk.example',
  'ftp://desk.example',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://',
  'two words',
  '',
])('%s is a bad address', (pasted) => {
  expect(normaliseBaseUrl(pasted)).toEqual({ ok: false, problem: 'badAddress' });
});

test('Backends are told apart by id, and their usual places are good addresses', () => {
  expect(new Set(backends.map(({ id }) => id)).size).toBe(backends.length);
  for (const { defaultUrl } of backends) {
    if (defaultUrl !== undefined) expect(normaliseBaseUrl(defaultUrl)).toEqual({ ok: true, baseUrl: defaultUrl });
  }
});
