import { defineConfig } from 'vitest/config';

/** These put something in place of a module of Node's, which only works in a file that shares no module with others. */
const ALONE = ['test/journal/lock.test.ts'];

/** These take minutes, and what they find does not depend on the version of Node. */
const LONG = [
  'test/browser/**/*.test.ts',
  'test/chaos/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/e2e/crowd.test.ts',
  'test/e2e/every-method.test.ts',
  'test/e2e/ocp-faults.test.ts',
  'test/e2e/sockets.test.ts',
  'test/process/canary.test.ts',
  'test/process/disk-faults.test.ts',
  'test/process/journal-verify.test.ts',
  'test/process/ocp-server.test.ts',
  'test/slack/hostile-text.test.ts',
];
// The files of a worker share what they import: on two cores loading it anew for each takes as long as the tests.
const SHARED = { isolate: false, pool: 'threads', testTimeout: 90_000, hookTimeout: 90_000 } as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    // Many tests wait for a process, a socket or a timer, so three workers are worth more than one a core.
    maxWorkers: 3,
    projects: [
      { test: { ...SHARED, name: 'shared', include: ['test/**/*.test.ts'], exclude: [...ALONE, ...LONG] } },
      { test: { ...SHARED, name: 'long', include: LONG } },
      { test: { ...SHARED, name: 'alone', include: ALONE, isolate: true } },
    ],
  },
});
