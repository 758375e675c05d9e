import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide.ts';
import { fold } from '../../src/domain/fold.ts';
import { eventsTo } from './histories.ts';
import { factsOf, STANDINGS } from './people.ts';

const ID = 'MO-7K3F2A';
const GONE = { ...STANDINGS.requester, inChannel: false };

describe('the requester who has left the channel', () => {
  it.each([
    ['recheck failed', 'retry', 'retry asked'],
    ['recheck failed', 'give up', 'abandoned'],
  ] as const)('at "%s" may still %s', (place, kind, event) => {
    const request = fold(ID, eventsTo(place));
    expect(decide(request, { kind }, factsOf(GONE))).toMatchObject({
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
