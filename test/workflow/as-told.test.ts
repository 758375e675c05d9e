/** What a card says before a vote, and of an approved request, is what happens when nothing else does: at any edge of hours and freeze periods. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterVote } from '../../src/domain/after-vote.ts';
import { type Calendar, nextWindow } from '../../src/domain/calendar.ts';
import { hasApproved, hasEnded, type InStatus, isBeforeRun, type Request } from '../../src/domain/request.ts';
import { startsUntil } from '../../src/domain/request-times.ts';
import { beforeRunLines } from '../../src/slack/views/approval-lines.ts';
import { calendarOf } from '../calendar-of.ts';
import { ANNA, BEN, CLEO, createWorld, type TestWorld } from '../world.ts';
import { choiceAt, termsOfForm } from './chosen-start.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const VOTERS = [BEN, CLEO, 'U0DAN', 'U0EVE'] as const;

/** The world begins on Monday, 2 November 2026, at 10:00 UTC. */
const CALENDARS = [
  calendarOf('', '2026-11-03'),
  calendarOf('Mon-Sun 09:00-12:00'),
  calendarOf('Mon-Sun 22:00-06:00', '2026-11-03; 2026-11-05..2026-11-06'),
  calendarOf('Mon-Sun 00:00-06:00; Mon-Sun 20:00-22:30', '2026-11-02'),
  calendarOf('Mon-Sun 20:00-24:00', '2026-11-03'),
  calendarOf('Mon,Tue 10:30-11:30; Wed 00:00-24:00', '2026-11-04', 'Asia/Shanghai'),
  calendarOf('Mon-Sun 02:00-03:00; Sat 23:00-24:00', '2027-03-27', 'Europe/Berlin'),
  calendarOf('Mon-Sun 00:00-24:00', '2026-11-03'),
];
/** Until the request is made; the last one leads to the eve of daylight saving in Berlin. */
const LATE = [0, 12 * HOUR, 13.5 * HOUR, 38 * HOUR, 145.5 * 24 * HOUR];

const choice = fc.constantFrom(
  { kind: 'when approved' as const },
  { kind: 'when approved' as const },
  { kind: 'window' as const },
  ...[20 * MINUTE, 15 * HOUR].map((inMs) => ({ kind: 'at' as const, inMs })),
);
const step = fc.oneof(
  fc.record({ do: fc.constant('vote' as const), who: fc.constantFrom(...VOTERS) }),
  fc.record({ do: fc.constant('withdraw' as const), who: fc.constantFrom(...VOTERS) }),
  fc.record({ do: fc.constant('move' as const), choice }),
  fc.record({ do: fc.constant('pass' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(HOUR, 8 * HOUR, 20 * HOUR) }),
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('edge' as const),
      n: fc.nat(2),
      ms: fc.constantFrom(-MINUTE, 0, MINUTE),
    }),
  },
);
const setup = fc.record({
  calendar: fc.constantFrom(...CALENDARS),
  quorum: fc.constantFrom(1, 1, 2),
  startTtlMs: fc.constantFrom(HOUR, 6 * HOUR, 20 * HOUR),
  first: choice,
  lateMs: fc.constantFrom(...LATE),
  steps: fc.array(step, { maxLength: 5 }),
  isApproved: fc.boolean(),
});
type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;
interface Scene {
  readonly world: TestWorld;
  readonly id: string;
  readonly calendar: Calendar;
}

/** A request as the form makes it; undefined where that start cannot be chosen. */
async function openScene({ calendar, quorum, startTtlMs, first, lateMs }: Setup): Promise<Scene | undefined> {
  const world = await createWorld({ calendar });
  world.wait(lateMs);
  const terms = termsOfForm(calendar, first, quorum, world.clock.now());
  if (terms === undefined) return undefined;
  return { world, calendar, id: await world.open({ terms: { ...terms, startTtlMs } }) };
}

async function take({ world, id, calendar }: Scene, now: Setup['steps'][number]): Promise<void> {
  if (now.do === 'vote') await world.approve(id, now.who);
  if (now.do === 'withdraw') await world.act(id, now.who, { kind: 'withdraw' });
  if (now.do === 'move')
    await world.act(id, ANNA, { kind: 'move', start: choiceAt(now.choice, world.clock.now()) });
  if (now.do === 'pass') await world.pass(id);
  if (now.do === 'wait') world.wait(now.ms);
  if (now.do === 'edge') world.wait(edgeIn(calendar, world.clock.now(), now));
}

/** All but one of those who must approve do. */
async function toLastVote({ world, id }: Scene): Promise<void> {
  for (const voter of VOTERS) {
    const { status, terms, approvals } = await world.request(id);
    if (status === 'awaiting approval' && approvals.length + 1 < terms.quorum) await world.approve(id, voter);
  }
}

/** How long it is to one of the next beginnings and ends of a freeze period or the window, or to a minute beside it. */
function edgeIn(calendar: Calendar, now: Date, { n, ms }: { n: number; ms: number }): number {
  const window = nextWindow({ ...calendar, freeze: [] }, now);
  const periods = [...calendar.freeze, ...(window === undefined ? [] : [window])];
  const edges = periods
    .flatMap(({ from, to }) => [from, to])
    .map((edge) => edge.getTime() + ms - now.getTime())
    .filter((wait) => wait > 0 && wait < 48 * HOUR)
    .sort((a, b) => a - b);
  return edges[n] ?? edges[0] ?? 0;
}

/** What becomes of it when nobody does anything more; when it started, if it did. */
async function startOf({ world, id }: Scene): Promise<{ status: Request['status']; startedAt?: string }> {
  const request = await world.run(
    id,
    (one) => 'startedAt' in one || hasEnded(one) || one.status === 'awaiting approval',
  );
  return 'startedAt' in request ? request : { status: request.status };
}

async function expectVoteAsTold(scene: Scene, request: InStatus<'awaiting approval'>): Promise<void> {
  const { world, id, calendar } = scene;
  const now = world.clock.now();
  const told = afterVote(request, calendar, now);
  const voted = await world.approve(id, VOTERS.find((voter) => !hasApproved(request, voter)) ?? BEN);
  if (told.outcome === 'asks anew') {
    const anew = { terms: { quorum: told.quorum }, approvals: [] };
    return expect(voted).toMatchObject({ refusal: { why: 'changed since' }, request: anew });
  }
  expect(voted).toHaveProperty('done');
  const { status, startedAt } = await startOf(scene);
  if (told.outcome === 'starts at once') expect(startedAt).toBe(now.toISOString());
  else if (told.outcome === 'starts') expect(startedAt).toBe(told.at);
  else expect([status, startedAt]).toEqual([expect.stringMatching(/awaiting|expired/), undefined]);
}

async function expectStartAsTold(scene: Scene, request: InStatus<'approved' | 'scheduled'>): Promise<void> {
  const now = scene.world.clock.now();
  const text = beforeRunLines(request, { now, calendar: scene.calendar }).join('\n');
  const { status, startedAt } = await startOf(scene);
  if (text.includes('It would expire')) return expect([status, startedAt]).toEqual(['expired', undefined]);
  if (text.includes('asked for anew')) return expect(status).toBe('awaiting approval');
  expect(Date.parse(startedAt ?? '')).toBeLessThan(Date.parse(startsUntil(request)));
  const planned = request.status === 'scheduled' ? Date.parse(request.startAt) : 0;
  const first = new Date(Math.max(planned, now.getTime())).toISOString();
  if (!text.includes('freeze')) expect(startedAt).toBe(first);
}

it('a vote, and the time, lead to what the card says', async () => {
  await fc.assert(
    fc.asyncProperty(setup, async (given) => {
      const scene = await openScene(given);
      if (scene === undefined) return;
      const { world, id } = scene;
      for (const now of given.steps) await take(scene, now);
      await toLastVote(scene);
      if (given.isApproved) await world.approve(id, VOTERS[3]);
      // What is due is done before anybody reads the card.
      await world.pass(id);
      const request = await world.request(id);
      if (request.status === 'awaiting approval') await expectVoteAsTold(scene, request);
      else if (isBeforeRun(request)) await expectStartAsTold(scene, request);
      await world.stop();
    }),
    { numRuns: 300, interruptAfterTimeLimit: 8_000 },
  );
});
