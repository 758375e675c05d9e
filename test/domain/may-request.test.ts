import { describe, expect, it } from 'vitest';
import { mayNotRequest } from '../../src/domain/may-request.ts';

const anna = { person: 'U0ANNA', kind: 'member', inChannel: true } as const;

describe('who may ask for a move-out', () => {
  it.each([
    { name: 'a member of the channel', standing: anna, list: undefined, refusal: undefined },
    { name: 'a member on the list', standing: anna, list: ['U0BEN', 'U0ANNA'], refusal: undefined },
    {
      name: 'a member not on the list',
      standing: anna,
      list: ['U0BEN'],
      refusal: { why: 'not on the list' },
    },
    {
      name: 'anybody, when the list is empty',
      standing: anna,
      list: [],
      refusal: { why: 'not on the list' },
    },
    {
      name: 'a member outside the channel',
      standing: { ...anna, inChannel: false },
      list: undefined,
      refusal: { why: 'not fit', because: 'not in channel' },
    },
    ...(['guest', 'bot', 'deleted', 'stranger'] as const).map((kind) => ({
      name: `a ${kind}, even on the list`,
      standing: { ...anna, kind },
      list: ['U0ANNA'],
      refusal: { why: 'not fit', because: kind },
    })),
  ])('$name', ({ standing, list, refusal }) => {
    expect(mayNotRequest(standing, list)).toEqual(refusal);
  });
});
