import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/domain/request.ts';
import { viewProblems } from '../../../src/sandbox/block-kit/view.ts';
import { type HomeShown, homeView, shownInHome } from '../../../src/slack/views/home-view.ts';
import { NOW, requestIn } from '../../requests.ts';
import { labelsOf, readable } from '../check-message.ts';
import { forgeries, outside } from '../hostile-text.ts';

const EMPTY: HomeShown = {
  now: NOW,
  sightings: new Map(),
  links: new Map(),
  waiting: [],
  own: [],
  running: [],
  unjudged: 0,
  open: [],
  listings: [],
};

function many(count: number, request: Request): Request[] {
  return Array.from({ length: count }, (_, index) => ({
    ...request,
    id: `MO-${String(index).padStart(6, '0')}`,
  }));
}

const shownOf = (change: Partial<HomeShown>) => readable(homeView({ ...EMPTY, ...change }).blocks);
const problems = (view: ReturnType<typeof homeView>) =>
  viewProblems(JSON.parse(JSON.stringify(view)), 'home');

describe('the home', () => {
  it.each([
    { unjudged: 0, waiting: 0, nothing: true, doubt: false },
    { unjudged: 0, waiting: 1, nothing: false, doubt: false },
    { unjudged: 2, waiting: 0, nothing: false, doubt: true },
    { unjudged: 2, waiting: 1, nothing: false, doubt: true },
  ])('says that nothing waits only where that is known: $unjudged unread, $waiting waiting', (row) => {
    const waiting = many(row.waiting, requestIn('awaiting approval'));
    const text = shownOf({ waiting, unjudged: row.unjudged });
    expect(text.includes('Nothing waits for your approval.')).toBe(row.nothing);
    expect(text.includes('⚠️ Slack did not say whether you may approve 2 requests.')).toBe(row.doubt);
  });

  it('says whether the run starts with this person’s approval', () => {
    const waiting = [requestIn('awaiting approval'), requestIn('awaiting approval', { quorum: 3 })];
    const text = shownOf({ waiting });
    expect(text).toContain('With your approval it starts at once.');
    expect(text).toContain('With your approval it needs 2 more.');
  });

  it('is one that Slack takes with hundreds of requests, and only those with a line are asked for', () => {
    const waiting = many(500, requestIn('awaiting approval'));
    const running = many(500, requestIn('running: follow'));
    const parts = { waiting, own: running, running };
    const view = homeView({ ...EMPTY, ...parts, open: running, unjudged: 3, unread: ['⚠️ Something.'] });
    expect(problems(view)).toEqual([]);
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(labelsOf(view.blocks).filter((label) => label === 'Approve')).toHaveLength(10);
    const text = readable(view.blocks);
    expect(text).toContain('Waiting for you (500)');
    expect(text).toContain('490 more requests: see `/moveout status`');
    expect(text.match(/^475 more requests: see `\/moveout status`$/gm)).toHaveLength(2);
    expect(shownInHome(parts)).toHaveLength(60);
  });

  it('is harmless whatever the clusters are called', () => {
    fc.assert(
      fc.property(outside, (say) => {
        const request = requestIn('awaiting approval');
        const { cluster } = request.terms;
        const odd = {
          ...request,
          terms: { ...request.terms, cluster: { ...cluster, name: say(), ocp: say() } },
        };
        const parts = { waiting: [odd], own: [odd], running: [odd], open: [odd] };
        const listings = [{ ocp: say(), unreadable: say() }];
        const view = homeView({ ...EMPTY, ...parts, listings, severalOcps: true });
        expect(problems(view)).toEqual([]);
        expect(forgeries(view, ['U0ADA'])).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
