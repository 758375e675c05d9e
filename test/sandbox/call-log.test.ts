import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/sandbox/refusal.ts';
import { CallLog } from '../../src/sandbox/web-api/call-log.ts';

describe('the log of calls', () => {
  it('keeps the last 20,000', () => {
    const log = new CallLog(() => 7);
    for (let index = 0; index < 45_000; index += 1) log.add('auth.test', { index });
    const calls = log.list();
    expect([calls.length, calls[0], calls.at(-1)]).toEqual([
      20_000,
      { at: 7, method: 'auth.test', ok: true, args: { index: 25_000 } },
      { at: 7, method: 'auth.test', ok: true, args: { index: 44_999 } },
    ]);
  });

  it('keeps why a call was refused', () => {
    const log = new CallLog(() => 7);
    log.add(
      'views.open',
      {},
      new Refusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] x'] } }),
    );
    expect(log.list()).toEqual([
      {
        at: 7,
        method: 'views.open',
        ok: false,
        error: 'invalid_arguments',
        messages: ['[ERROR] x'],
        args: {},
      },
    ]);
  });
});
