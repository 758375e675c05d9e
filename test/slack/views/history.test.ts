import { describe, expect, it } from 'vitest';
import { historyMessage } from '../../../src/slack/views/history.ts';
import { requestIn } from '../../requests.ts';
import { messageProblems, readable } from '../check-message.ts';

const SINCE = new Date('2026-11-01T00:00:00.000Z');
const since = 'since <!date^1793491200^{date_short_pretty} {time}|2026-11-01 00:00 UTC>';

describe('/moveout history', () => {
  it.each([
    { count: 0, isAll: true, title: 'No request has ended.' },
    {
      count: 0,
      isAll: true,
      cluster: 'shop',
      since: SINCE,
      title: `No request of \`shop\` has ended ${since}.`,
    },
    { count: 0, isAll: false, title: 'You see none of the last requests that ended.' },
    { count: 0, isAll: true, unread: ['⚠️'], title: 'You see none of the last requests that ended.' },
    { count: 1, isAll: true, title: '*1 request ended*' },
    {
      count: 20,
      isAll: true,
      cluster: 'shop',
      since: SINCE,
      title: `*20 requests of \`shop\` ended ${since}*`,
    },
    { count: 20, isAll: false, cluster: 'shop', title: '*The last 20 requests of `shop` that ended*' },
  ])('says what it shows, and no number of what it does not: $title', ({ count, title, ...shown }) => {
    const requests = Array.from({ length: count }, () => requestIn('completed'));
    const message = historyMessage({ ...shown, requests, links: new Map() });
    expect(messageProblems(message)).toEqual([]);
    expect(message.text).toBe(title);
    const text = readable(message.blocks);
    expect(text.includes('Name a cluster or a day to see others')).toBe(!shown.isAll);
    expect(text).toContain('Requests of private channels: for their members');
  });
});
