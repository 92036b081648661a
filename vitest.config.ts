import { configDefaults, defineConfig } from 'vitest/config';

const everywhere = (suffix: string) => [`**/*.${suffix}.test.ts`];
/** Both share one start of the real engines. */
const withEngines = {
  globalSetup: 'ops/test/engines.ts',
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

/** What a test costs is told by its suffix: unit needs nothing, int the engines, e2e everything. */
export default defineConfig({
  // The file that Node itself takes: Vite's choice would be a second `graphql`, strange to that of the libraries.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    exclude: [...configDefaults.exclude, '.data/**'],
    allowOnly: false,
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: everywhere('unit'), sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          ...withEngines,
          name: 'int',
          include: everywhere('int'),
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Two at a time: most of the time each waits for processes that it starts.
        extends: true,
        test: {
          ...withEngines,
          name: 'e2e',
          include: everywhere('e2e'),
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
