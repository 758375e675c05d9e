import { describe, expect, it } from 'vitest';
import { explain } from '../../src/domain/explain.ts';
import { fold } from '../../src/domain/fold.ts';
import { calendarOf } from '../calendar-of.ts';
import { ALL_PLACES, eventsTo, requested } from './histories.ts';
import { ALL_COMMANDS, factsOf, STANDINGS } from './people.ts';

const mayAt = (place: (typeof ALL_PLACES)[number], who: keyof typeof STANDINGS) =>
  explain(fold('MO-7K3F2A', eventsTo(place)), factsOf(STANDINGS[who]))
    .filter(({ refusal }) => refusal === undefined)
    .map(({ kind }) => kind);

describe('what somebody may do', () => {
  it.each([
    ['awaiting approval', 'requester', ['move', 'cancel']],
    ['awaiting approval', 'member', ['approve', 'reject', 'move', 'cancel']],
    ['awaiting approval', 'guest', []],
    ['scheduled', 'requester', ['start', 'move', 'cancel']],
    ['scheduled', 'member', ['withdraw', 'start', 'move', 'cancel']],
    ['following', 'member', []],
    ['task failed', 'member', ['retry', 'skip', 'roll back', 'give up']],
    ['task failed for good', 'member', ['retry', 'skip', 'give up']],
    ['asking: submit outcome', 'requester', ['check again', 'give up']],
    ['asking: submit outcome', 'member', ['check again', 'submit again', 'give up']],
    ['completed', 'member', []],
  ] as const)('%s, as %s: %j', (place, who, kinds) => {
    expect(mayAt(place, who)).toEqual(kinds);
  });

  it('names another start, also in a freeze period, as long as one is free within the time that may be chosen', () => {
    const request = fold('MO-7K3F2A', eventsTo('awaiting approval'));
    const moveIn = (dates: string) => {
      const facts = { ...factsOf(STANDINGS.member), calendar: calendarOf('', dates) };
      return explain(request, facts).find(({ kind }) => kind === 'move')?.refusal;
    };
    expect(moveIn('2026-11-02..2026-11-09')).toBeUndefined();
    expect(moveIn('2026-11-02..2027-01-02')).toMatchObject({ why: 'cannot start then' });
  });

  it('names another one where the request is to start as soon as the freeze is over', () => {
    const start = { kind: 'at', at: '2026-11-10T00:00:00.000Z' } as const;
    const calendar = calendarOf('', '2026-11-02..2026-11-09');
    const facts = { ...factsOf(STANDINGS.member), calendar };
    const explained = explain(fold('MO-7K3F2A', [requested({ start })]), facts);
    expect(explained.find(({ kind }) => kind === 'move')?.refusal).toBeUndefined();
  });

  it.each(ALL_PLACES)('has an answer for everything that can be asked: %s', (place) => {
    const explained = explain(fold('MO-7K3F2A', eventsTo(place)), factsOf(STANDINGS.member));
    expect(explained.map(({ kind }) => kind).sort()).toEqual(ALL_COMMANDS.map(({ kind }) => kind).sort());
  });
});
