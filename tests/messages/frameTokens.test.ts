import { expect, test } from 'vitest';
import { createFrameTokens } from '../../lib/messages/frameTokens.ts';

function tokens() {
  let next = 0;
  return createFrameTokens(() => `token-${++next}`);
}

test('a token is believed once, from its own tab only', () => {
  const desk = tokens();
  const token = desk.issue(1);
  expect(desk.redeem(token, 2)).toBe(false);
  expect(desk.redeem(token, 1)).toBe(true);
  expect(desk.redeem(token, 1)).toBe(false);
});

test('a newer token replaces the older one, so that a leaked old one opens nothing', () => {
  const desk = tokens();
  const old = desk.issue(1);
  const fresh = desk.issue(1);
  expect(desk.redeem(old, 1)).toBe(false);
  expect(desk.redeem(fresh, 1)).toBe(true);
});

test('what was issued to a tab ends with its overlay', () => {
  const desk = tokens();
  const token = desk.issue(1);
  desk.revoke(1);
  expect(desk.redeem(token, 1)).toBe(false);
});
