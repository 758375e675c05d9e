import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createHomes } from '../../src/slack/homes.ts';
import { fakeTimers } from '../fake-time.ts';

/** Homes under a clock that the test moves; gives when, in seconds, whose home was shown. */
function homesAt() {
  let now = 0;
  const shown: string[] = [];
  let fails = 0;
  const clock = { now: () => new Date(now) };
  const time = fakeTimers(clock, (ms) => {
    now += ms;
  });
  const faults: string[] = [];
  const homes = createHomes({
    async publish(person) {
      shown.push(`${person} at ${now / 1_000}`);
      fails -= 1;
      if (fails >= 0) throw new Error('Slack is away.');
    },
    clock,
    timers: time.timers,
    onFault: (person) => faults.push(person),
  });
  return {
    homes,
    shown,
    faults,
    /** The next so many cannot be shown. */
    fail: (times: number) => {
      fails = times;
    },
    wait: (seconds: number) => {
      now += seconds * 1_000;
    },
    /** All that is under way, and all timers, up to the end. */
    async settle() {
      await setImmediate();
      while (time.next()) await setImmediate();
    },
  };
}

describe('a home', () => {
  it('is fresh when it is opened, and follows changes at most once in 30 s', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(1);
    for (let count = 0; count < 5; count += 1) homes.changed();
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 30']);
    wait(100);
    homes.changed();
    await settle();
    expect(shown.at(-1)).toBe('U1 at 130');
  });

  it('is shown at once when it is opened again, or its person acted', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(5);
    homes.opened('U1');
    await settle();
    wait(1);
    homes.acted('U1');
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 5', 'U1 at 6']);
  });

  it('that is opened again and again is shown at most once in 2 s, and shows in the end what is true then', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await setImmediate();
    for (let count = 0; count < 5; count += 1) {
      wait(0.1);
      homes.opened('U1');
      await setImmediate();
    }
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 2']);
  });

  it('that is opened again while a refresh waits for its turn does not wait with it', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(10);
    homes.changed();
    await setImmediate();
    wait(1);
    homes.opened('U1');
    await settle();
    wait(1);
    homes.changed();
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 11', 'U1 at 41']);
  });

  it('follows nothing an hour after it was opened, and each has its own pace', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(3_000);
    homes.opened('U2');
    await settle();
    wait(601);
    homes.changed();
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U2 at 3000', 'U2 at 3601']);
  });

  it('that could not be shown is shown by itself as soon as it may be', async () => {
    const { homes, shown, faults, fail, settle } = homesAt();
    fail(1);
    homes.opened('U1');
    await settle();
    expect(faults).toEqual(['U1']);
    expect(shown).toEqual(['U1 at 0', 'U1 at 30']);
  });

  it('whose last change could not be shown shows it by itself', async () => {
    const { homes, shown, fail, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(40);
    fail(2);
    homes.changed();
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 40', 'U1 at 70', 'U1 at 100']);
  });

  it('that can never be shown is tried for the hour in which somebody may look at it, and no longer', async () => {
    const { homes, shown, fail, settle } = homesAt();
    fail(1_000);
    homes.opened('U1');
    await settle();
    expect(shown).toHaveLength(121);
    expect(shown.at(-1)).toBe('U1 at 3600');
  });

  it('in which somebody acts is shown, however long ago it was opened', async () => {
    const { homes, shown, wait, settle } = homesAt();
    homes.opened('U1');
    await settle();
    wait(4_000);
    homes.acted('U1');
    await settle();
    expect(shown).toEqual(['U1 at 0', 'U1 at 4000']);
  });

  it('that could not be shown is not tried again after a stop', async () => {
    const { homes, shown, fail, settle } = homesAt();
    fail(1);
    homes.opened('U1');
    homes.stop();
    await settle();
    expect(shown).toEqual(['U1 at 0']);
  });

  it('is not shown any more after a stop', async () => {
    const { homes, shown, settle } = homesAt();
    homes.opened('U1');
    await settle();
    homes.changed();
    homes.stop();
    await settle();
    expect(shown).toEqual(['U1 at 0']);
  });
});
