import { describe, expect, it } from 'vitest';
import { LOG_LIMIT, logged } from '../../../src/ocp/embedded/task-log.ts';

const time = '2026-11-22T10:00:00.000+00:00';

describe('The log of a subtask', () => {
  it('keeps every run under a separator, in order', () => {
    const first = logged(undefined, { operation: 'EXECUTE', time, lines: ['ERROR no answer'] });
    expect(logged(first, { operation: 'RETRY', time, lines: ['INFO stopped', 'INFO done'] })).toBe(
      [
        `############{EXECUTE}{${time}}############`,
        `${time} ERROR no answer`,
        `############{RETRY}{${time}}############`,
        `${time} INFO stopped`,
        `${time} INFO done`,
        '',
      ].join('\n'),
    );
  });

  it('drops the oldest runs when it grows too long', () => {
    let log: string | undefined;
    for (let round = 0; round < 500; round++)
      log = logged(log, { operation: 'RETRY', time, lines: [`ERROR round ${round}`] });
    expect(log?.length).toBeLessThanOrEqual(LOG_LIMIT);
    expect(log?.startsWith('############{RETRY}')).toBe(true);
    expect(log).toContain('ERROR round 499\n');
  });

  it('keeps the end of a single run that is too long', () => {
    const log = logged(undefined, {
      operation: 'EXECUTE',
      time,
      lines: ['x'.repeat(LOG_LIMIT * 2), 'ERROR why'],
    });
    expect(log).toHaveLength(LOG_LIMIT);
    expect(log.endsWith('ERROR why\n')).toBe(true);
  });
});
