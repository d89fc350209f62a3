import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

/** They replace modules of the product, which a file after them would find replaced. */
const mocking = ['connecting', 'contextMenu', 'openInWorkspace', 'overlays'].map(
  (name) => `tests/background/${name}.test.ts`,
);
const inPages = ['tests/components/**/*.test.tsx', 'tests/workspaces/locateRow.test.ts'];

/** A process for each file took half of the time: files share one where they leave nothing behind. */
export default defineConfig({
  plugins: [preact()],
  test: {
    // Its own choice leaves one core to the process that only waits for the others.
    maxWorkers: '100%',
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: [...mocking, ...inPages],
          environment: 'node',
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'pages', include: inPages, environment: 'happy-dom', isolate: false },
      },
      { extends: true, test: { name: 'mocking', include: mocking, environment: 'node' } },
    ],
  },
});
