import { beforeEach, describe, expect, it } from 'vitest';
import { createPacer, EDITS, type Pacer, type Rank } from '../../src/slack/pacer.ts';
import { fakeTimers } from '../fake-time.ts';

const CHANNEL = 'C0ONCALL';

let now: number;
let time: ReturnType<typeof fakeTimers>;
/** Who was woken, in order. */
let woken: string[];
/** Who had a turn, and when, in seconds. */
let turns: string[];
let pacer: Pacer;
/** What each request asks for when it is woken; nothing when it does not come. */
let wishes: Map<string, { line: string; rank: Rank }>;

beforeEach(() => {
  now = 0;
  woken = [];
  turns = [];
  wishes = new Map();
  const clock = { now: () => new Date(now) };
  time = fakeTimers(clock, (ms) => {
    now += ms;
  });
  pacer = createPacer({
    clock,
    timers: time.timers,
    wake: (id) => {
      woken.push(id);
      const wish = wishes.get(id);
      if (wish !== undefined) ask(id, wish.rank, wish.line);
    },
  });
});

/** Calls, if it is its turn; the call takes no time. */
function ask(id: string, rank: Rank, line = CHANNEL): boolean {
  wishes.set(id, { line, rank });
  const isTurn = pacer.takes(line, id, rank);
  if (!isTurn) return false;
  wishes.delete(id);
  turns.push(`${id} ${now / 1000}`);
  pacer.ended(line, id);
  return true;
}

/** Lets all time go by. */
function wait(): void {
  while (time.next());
}

describe('the messages of a channel', () => {
  it('go out one a second, by urgency and then by age; channels do not wait for each other', () => {
    for (const id of ['m1', 'm2', 'm3']) ask(id, 'milestone');
    for (const id of ['end1', 'end2']) ask(id, 'alert');
    expect(ask('elsewhere', 'milestone', 'C0OTHER')).toBe(true);
    wait();
    expect(turns).toEqual(['m1 0', 'elsewhere 0', 'end1 1', 'end2 2', 'm2 3', 'm3 4']);
    // Nobody for somebody else's turn.
    expect(woken).toEqual(['end1', 'end2', 'm2', 'm3']);
  });

  it('may become urgent while they wait', () => {
    for (const id of ['m1', 'm2', 'm3']) ask(id, 'milestone');
    ask('m3', 'alert');
    wait();
    expect(turns).toEqual(['m1 0', 'm3 1', 'm2 2']);
  });

  it('count from when their call ended, and one without an end for three seconds', () => {
    pacer.takes(CHANNEL, 'slow', 'milestone');
    ask('m1', 'milestone');
    now += 500;
    pacer.ended(CHANNEL, 'slow');
    wait();
    pacer.takes(CHANNEL, 'never ends', 'milestone');
    now = 10_000;
    pacer.takes(CHANNEL, 'never ends', 'milestone');
    ask('m2', 'milestone');
    wait();
    expect(turns).toEqual(['m1 1.5', 'm2 14']);
  });

  it('stop while Slack asks to wait', () => {
    ask('m1', 'milestone');
    pacer.hold(CHANNEL, 30_000);
    expect(ask('m2', 'alert')).toBe(false);
    wait();
    expect(turns).toEqual(['m1 0', 'm2 30']);
  });

  it('are not held up by a request that does not come when it is its turn', () => {
    ask('m1', 'milestone');
    ask('gone', 'alert');
    ask('there', 'alert');
    wishes.delete('gone');
    wait();
    expect(woken).toEqual(['gone', 'there']);
    expect(turns).toEqual(['m1 0', 'there 3']);
  });
});

describe('a line in which somebody asks again and again', () => {
  it('still calls whoever is next, when it is due', () => {
    ask('m1', 'milestone');
    ask('next', 'milestone');
    // Each asks before the timer of the call, due in a millisecond at the earliest, could have fired.
    for (now = 999; now < 1_010; now += 1) {
      ask('eager', 'milestone');
      time.due();
    }
    expect(turns).toEqual(['m1 0', 'next 1.001']);
  });
});

describe('edits', () => {
  it('of progress leave room for those that people wait for, whatever the channel', () => {
    for (let count = 1; count <= 40; count += 1) ask(`p${count}`, 'progress', EDITS);
    expect(turns).toHaveLength(30);
    expect(ask('clicked', 'alert', EDITS)).toBe(true);
    wait();
    expect(turns.at(-1)).toBe('p40 60');
  });

  it('are at most 45 in any minute, and each comes in the end', () => {
    for (let count = 1; count <= 200; count += 1) ask(`e${count}`, 'alert', EDITS);
    expect(turns).toHaveLength(45);
    wait();
    expect(turns).toHaveLength(200);
    expect(turns.at(-1)).toBe('e200 240');
  });
});
