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
    // Most of the time of a test on engines is waiting: for them, and for processes that it starts.
    maxWorkers: 3,
    // A file would otherwise load Apollo and the engines' clients anew; no test changes what modules share.
    isolate: false,
    // Fake timers are those of node:timers/promises too.
    fakeTimers: { fakeNodeBuiltins: true },
    projects: [
      { extends: true, test: { testTimeout: 20_000, name: 'unit', include: everywhere('unit') } },
      { extends: true, test: { ...withEngines, name: 'int', include: everywhere('int') } },
      { extends: true, test: { ...withEngines, name: 'e2e', include: everywhere('e2e') } },
    ],
  },
});
