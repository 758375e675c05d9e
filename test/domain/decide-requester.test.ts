import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import { fold } from '../../src/domain/fold.ts';
import { eventsTo } from './histories.ts';
import { factsOf, STANDINGS } from './people.ts';

const ID = 'MO-7K3F2A';
const GONE = { ...STANDINGS.requester, inChannel: false };
const UNLISTED = { ...STANDINGS.requester, listed: false };

describe('the requester', () => {
  it.each([
    ['who has left the channel', 'retry', 'retry asked', GONE],
    ['who has left the channel', 'give up', 'abandoned', GONE],
    ['who is not among those who may approve', 'retry', 'retry asked', UNLISTED],
    ['who is not among those who may approve', 'give up', 'abandoned', UNLISTED],
  ] as const)('%s may still %s', (_who, kind, event, standing) => {
    const request = fold(ID, eventsTo('recheck failed'));
    expect(decide(request, { kind }, factsOf(standing))).toMatchObject({
      events: [{ type: event }],
    });
  });
});

describe('the requester who is a guest by now', () => {
  const guest = { ...STANDINGS.requester, kind: 'guest' } as const;
  const stopped = fold(ID, eventsTo('submit refused'));

  it('may still end what nobody can cancel any more', () => {
    expect(decide(stopped, { kind: 'give up' }, factsOf(guest))).toMatchObject({
      events: [{ type: 'abandoned' }],
    });
  });

  it('lets nothing go on', () => {
    expect(decide(stopped, { kind: 'retry' }, factsOf(guest))).toMatchObject({
      refusal: { because: 'guest' },
    });
  });
});
