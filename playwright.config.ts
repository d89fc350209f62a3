import { defineConfig } from '@playwright/test';

/** Browser tests: the built extension in real Chromium against a real floor (tests/browser). No retries: a flaky test is a bug. */
export default defineConfig({
  testDir: 'tests/browser',
  testMatch: '**/*.spec.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Only what hangs ends by it: a slow machine is no failure.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results',
});
