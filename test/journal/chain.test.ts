import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../src/domain/events.ts';
import { brokenLink, canonicalJson, chained } from '../../src/journal/chain.ts';
import { approved, cancelled, requested } from './sample-events.ts';

const ID = 'MO-AAAAAA';

describe('the chain of events', () => {
  it('hashes by the written recipe', () => {
    const [first, second] = chained(ID, [], [requested(), approved('U0BOB', '2026-11-22T20:01:00.000Z')]);
    expect(first?.prev).toBe(ID);
    const text = `{"actor":"U0BOB","at":"2026-11-22T20:01:00.000Z","prev":"${first?.hash}","seq":2,"type":"approved"}`;
    expect(second?.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it.each([
    [{ b: 1, a: [{ d: 1, c: null }] }, '{"a":[{"c":null,"d":1}],"b":1}'],
    [{ Z: 1, a: 2, ä: 'ä "\n' }, '{"Z":1,"a":2,"ä":"ä \\"\\n"}'],
    [{ gone: undefined, kept: false }, '{"kept":false}'],
  ])('writes %j canonically as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is the same in two parts as at once', () => {
    const events = [requested(), approved(), approved('U0CAROL'), cancelled()];
    const halves = chained(ID, chained(ID, [], events.slice(0, 2)), events.slice(2));
    expect(halves).toEqual(chained(ID, [], events));
    expect(brokenLink(ID, halves)).toBeUndefined();
  });

  const whole = chained(ID, [], [requested(), approved(), approved('U0CAROL'), cancelled()]);
  const changed = (at: number, change: object): RecordedEvent[] =>
    whole.map((event, index) => (index === at ? { ...event, ...change } : event));

  it.each<[string, readonly RecordedEvent[], number]>([
    ['another actor', changed(1, { actor: 'U0MALLORY' }), 2],
    ['another time', changed(3, { at: '2026-11-22T20:02:01Z' }), 4],
    ['another hash', changed(1, { hash: whole[0]?.hash }), 2],
    ['another number', changed(2, { seq: 4 }), 3],
    ['an event left out', whole.filter((_, index) => index !== 1), 2],
    ['the first event left out', whole.slice(1), 1],
    ['two events swapped', [1, 0, 2, 3].flatMap((index) => whole[index] ?? []), 1],
  ])('shows %s', (_case, events, at) => {
    expect(brokenLink(ID, events)).toBe(at);
  });

  it("shows another request's history", () => {
    expect(brokenLink('MO-BBBBBB', whole)).toBe(1);
  });
});
