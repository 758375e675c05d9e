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

function ask(id: string, rank: Rank, line = CHANNEL): boolean {
  wishes.set(id, { line, rank });
  const isTurn = pacer.takes(line, id, rank);
  if (isTurn) {
    wishes.delete(id);
    turns.push(`${id} ${now / 1000}`);
  }
  return isTurn;
}

/** Lets all time go by. */
function wait(): void {
  while (time.next());
}

describe('the messages of a channel', () => {
  it('go out at once while there are few; then room is kept for what somebody must see', () => {
    for (let count = 1; count <= 8; count += 1) ask(`m${count}`, 'milestone');
    expect(turns).toEqual(['m1 0', 'm2 0', 'm3 0', 'm4 0', 'm5 0', 'm6 0', 'm7 0']);
    expect(ask('end', 'alert')).toBe(true);
    wait();
    expect(turns.at(-1)).toBe('m8 10');
  });

  it('wait by urgency and then by age, and channels do not wait for each other', () => {
    for (let count = 1; count <= 9; count += 1) ask(`before${count}`, 'alert');
    for (const id of ['m1', 'm2']) ask(id, 'milestone');
    for (const id of ['end1', 'end2']) ask(id, 'alert');
    expect(ask('elsewhere', 'milestone', 'C0OTHER')).toBe(true);
    turns = [];
    wait();
    expect(turns).toEqual(['end1 10', 'end2 10', 'm1 10', 'm2 10']);
  });

  it('may become urgent while they wait', () => {
    for (let count = 1; count <= 9; count += 1) ask(`before${count}`, 'alert');
    for (const id of ['m1', 'm2']) ask(id, 'milestone');
    ask('m2', 'alert');
    turns = [];
    wait();
    expect(turns).toEqual(['m2 10', 'm1 10']);
  });

  it('stop while Slack asks to wait', () => {
    ask('m1', 'milestone');
    pacer.hold(CHANNEL, 30_000);
    expect(ask('m2', 'alert')).toBe(false);
    wait();
    expect(turns).toEqual(['m1 0', 'm2 30']);
  });

  it('are not held up by a request that does not come when it is its turn', () => {
    for (let count = 1; count <= 9; count += 1) ask(`before${count}`, 'alert');
    ask('gone', 'alert');
    ask('there', 'alert');
    wishes.delete('gone');
    wait();
    expect(woken).toEqual(['gone', 'there']);
    expect(turns.at(-1)).toBe('there 12');
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
