import { defineConfig } from 'vitest/config';

/** These put something in place of a module of Node's, which only works in a file that shares no module with others. */
const ALONE = ['test/journal/lock.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    // Many tests wait for a process, a socket or a timer, so three workers are worth more than one a core.
    maxWorkers: 3,
    projects: [
      // The files of a worker share what they import: on two cores loading it anew for each takes as long as the tests.
      {
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          isolate: false,
          pool: 'threads',
          testTimeout: 45_000,
          hookTimeout: 45_000,
        },
      },
      { test: { name: 'alone', include: ALONE, pool: 'threads', testTimeout: 45_000, hookTimeout: 45_000 } },
    ],
  },
});
