import { defineConfig } from '@playwright/test';

/** Browser tests: the built extension in real Chromium against a real floor (tests/browser). No retries: a flaky test is a bug. */
export default defineConfig({
  testDir: 'tests/browser',
  testMatch: '**/*.spec.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results',
});
