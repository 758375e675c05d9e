/** A run starts, and goes on to its submit, only at a time that its approvals allow; under a clock that the test moves. */
import { describe, expect, it } from 'vitest';
import type { Terms } from '../../src/domain/events.ts';
import { calendarOf } from '../calendar-of.ts';
import { fine, refused, unanswered } from '../faults.ts';
import { ANNA, BEN, CLEO, createWorld, type TestWorld } from '../world.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** The world begins at 10:00 of a Monday, in the off-peak hours of these. */
const MORNINGS = calendarOf('Mon-Sun 09:00-12:00');
/** In the morning of the Wednesday. */
const LATER: Terms['start'] = {
  kind: 'window',
  at: '2026-11-04T09:00:00.000Z',
  until: '2026-11-04T12:00:00.000Z',
};

function sent(world: TestWorld): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.moveOut').length;
}

/** One approved for Wednesday, that somebody asked to start now, while OCP is down. */
async function startAskedNow(calendar = MORNINGS) {
  const world = await createWorld({ calendar });
  const id = await world.open({ terms: { start: LATER } });
  await world.approve(id);
  await world.pass(id);
  world.faults.next('ocp.readCluster', unanswered, 10_000);
  expect(await world.act(id, CLEO, { kind: 'start' })).toHaveProperty('done');
  await world.pass(id);
  return { world, id };
}

describe('Start Now, while OCP does not answer,', () => {
  it('does not start a run in the peak hours, nor ever after, but leaves it to its time', async () => {
    const { world, id } = await startAskedNow();
    world.wait(3 * HOUR);
    world.faults.clear();
    await world.pass(id);
    expect(await world.request(id)).toMatchObject({ status: 'scheduled', startAt: LATER.at });
    expect(await world.request(id)).not.toHaveProperty('startAsked');
    expect(sent(world)).toBe(0);
    expect(await world.run(id, ({ status }) => status === 'completed')).toMatchObject({
      startedAt: LATER.at,
    });
  });

  it.each([
    { why: 'too late', calendar: calendarOf(''), after: 31 * MINUTE },
    { why: 'frozen', calendar: calendarOf('Mon-Sun 00:00-24:00', '2026-11-03'), after: 14 * HOUR },
    { why: 'outside the off-peak hours', calendar: calendarOf('Mon-Sun 09:00-10:10'), after: 15 * MINUTE },
  ])('is over: $why', async ({ why, calendar, after }) => {
    const { world, id } = await startAskedNow(calendar);
    world.wait(after);
    await world.pass(id);
    expect((await world.events(id)).at(-1)).toMatchObject({ type: 'start lapsed', because: why });
    expect((await world.request(id)).status).toBe('scheduled');
  });

  it('tells of it, and tells anew of a planned start that does not come either', async () => {
    const { world, id } = await startAskedNow();
    const untilNext = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        world.wait(MINUTE);
        await world.pass(id);
      }
      return (await world.eventTypes(id)).slice(4);
    };
    expect(await untilNext(40)).toEqual(['start delayed', 'start lapsed']);
    world.wait(46 * HOUR);
    await world.pass(id);
    expect(await untilNext(40)).toEqual(['start delayed', 'start lapsed', 'start delayed']);
  });

  it('starts the run when OCP answers in time', async () => {
    const { world, id } = await startAskedNow();
    world.wait(20 * MINUTE);
    world.faults.clear();
    expect(await world.run(id, ({ status }) => status === 'completed')).toMatchObject({
      startedAt: '2026-11-02T10:20:00.000Z',
    });
  });

  it('looks at the time again after OCP has been read', async () => {
    const world = await createWorld({ calendar: MORNINGS });
    const id = await world.open({ terms: { start: LATER } });
    await world.approve(id);
    await world.pass(id);
    await world.act(id, CLEO, { kind: 'start' });
    world.faults.next('ocp.readCluster', { kind: 'preceded', by: async () => world.wait(3 * HOUR) });
    await world.pass(id);
    await world.pass(id);
    expect((await world.request(id)).status).toBe('scheduled');
  });
});

describe('a window that goes by before enough people approve', () => {
  it('ends the request: nobody is asked for votes that could start nothing', async () => {
    const world = await createWorld({ calendar: MORNINGS });
    const start: Terms['start'] = {
      kind: 'window',
      at: '2026-11-02T09:00:00.000Z',
      until: '2026-11-02T12:00:00.000Z',
    };
    const id = await world.open({ terms: { start } });
    world.wait(2 * HOUR);
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'approval expired' } });
    expect(await world.run(id)).toMatchObject({ status: 'expired', approvals: [] });
    expect(await world.eventTypes(id)).not.toContain('reminded');
  });
});

describe('a vote after the planned start', () => {
  const PLANNED: Terms['start'] = { kind: 'at', at: '2026-11-02T11:00:00.000Z' };

  it.each([
    { start: PLANNED, hours: 6.9, is: { status: 'completed', startedAt: '2026-11-02T16:54:00.000Z' } },
    { start: PLANNED, hours: 7, is: { status: 'expired' } },
    { start: PLANNED, ttl: HOUR, hours: 1.9, is: { status: 'completed' } },
    { start: PLANNED, ttl: HOUR, hours: 2, is: { status: 'expired' } },
    // Who chose to start as soon as it is approved, alone or in a window that was open, planned no moment: the approval is that.
    { start: { kind: 'when approved' }, hours: 23, is: { status: 'completed' } },
    {
      start: { kind: 'window', at: '2026-11-02T00:00:00.000Z', until: '2026-11-03T12:00:00.000Z' },
      hours: 23,
      is: { status: 'completed' },
    },
    {
      start: { kind: 'window', at: '2026-11-02T11:00:00.000Z', until: '2026-11-03T12:00:00.000Z' },
      hours: 7,
      is: { status: 'expired' },
    },
  ] as const)(
    'starts it so long after that, and not longer: $start.kind, $hours h: $is.status',
    async (row) => {
      const world = await createWorld();
      const ttl = 'ttl' in row ? { startTtlMs: row.ttl } : {};
      const id = await world.open({ terms: { start: row.start, ...ttl } });
      world.wait(row.hours * HOUR);
      const voted = await world.approve(id);
      if (row.is.status === 'expired') expect(voted).toMatchObject({ refusal: { why: 'approval expired' } });
      expect(await world.run(id)).toMatchObject(row.is);
    },
  );

  it('gives an approved run that cannot start no longer than a vote in time does', async () => {
    const world = await createWorld();
    const id = await world.open({ terms: { start: PLANNED } });
    world.wait(6 * HOUR);
    await world.approve(id);
    world.faults.next('ocp.readCluster', unanswered, 10_000);
    await world.pass(id);
    world.wait(HOUR);
    await world.pass(id);
    expect(await world.request(id)).toMatchObject({
      status: 'expired',
      endedAt: '2026-11-02T17:00:00.000Z',
    });
  });

  it('counts from the last choice of a start', async () => {
    const world = await createWorld({ calendar: calendarOf('Mon-Sun 00:00-24:00') });
    const id = await world.open({ terms: { start: PLANNED } });
    world.wait(5 * HOUR);
    expect(await world.act(id, CLEO, { kind: 'move', start: { kind: 'window' } })).toHaveProperty('done');
    world.wait(7 * HOUR);
    await world.approve(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

describe('outside the off-peak hours', () => {
  it('Retry, the key and Submit Again need one approval more, which a run that began in them lacks', async () => {
    const world = await createWorld({ calendar: MORNINGS });
    const id = await world.approved();
    world.faults.next('ocp.exportCredentials', refused);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'export' } });
    world.wait(3 * HOUR);
    const missing = {
      why: 'one more approval',
      approvals: 1,
      needed: 2,
      next: '2026-11-03T09:00:00.000Z',
    };
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: missing });
    world.wait(20 * HOUR);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it.each([
    { hindered: 'the hours', calendar: calendarOf('Mon 09:00-12:00'), because: 'one more approval', days: 7 },
    { hindered: 'a freeze', calendar: calendarOf('', '2026-11-03..2026-11-05'), because: 'frozen', days: 4 },
  ])('a run is not told to wait for what comes after its approval: $hindered', async (row) => {
    const world = await createWorld({ calendar: row.calendar });
    const id = await world.approved();
    world.faults.next('delivery.deliver', { kind: 'preceded', by: async () => world.wait(15 * HOUR) });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'submit' },
      failure: { todo: 'Give Up, then request it again.' },
    });
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({
      refusal: { why: 'hindered too long', because: { why: row.because } },
    });
    world.wait(row.days * 24 * HOUR);
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'approval over' } });
  });

  it.each([
    { step: 'recheck', before: 1 },
    { step: 'submit', before: 2 },
  ])('nothing is submitted that began in them: it stops at the $step', async ({ step, before }) => {
    const world = await createWorld({ calendar: MORNINGS });
    const id = await world.approved();
    world.faults.next('ocp.readCluster', fine, before);
    world.faults.next('ocp.readCluster', { kind: 'preceded', by: async () => world.wait(3 * HOUR) });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step },
      failure: {
        message: expect.stringMatching(
          /^The off-peak hours are over: outside of them 2 approvals are needed/,
        ),
      },
    });
    expect(sent(world)).toBe(0);
  });

  it('what was approved by one more goes on at any hour', async () => {
    const world = await createWorld({ calendar: calendarOf('Mon-Sun 22:00-23:00') });
    const id = await world.open({ terms: { quorum: 2, outsideWindows: true } });
    await world.approve(id, BEN);
    await world.approve(id, CLEO);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('a scheduled run starts now when one more person approves', async () => {
    const world = await createWorld({ calendar: calendarOf('Mon-Sun 22:00-23:00') });
    const start: Terms['start'] = {
      kind: 'window',
      at: '2026-11-02T22:00:00.000Z',
      until: '2026-11-02T23:00:00.000Z',
    };
    const id = await world.open({ terms: { start } });
    await world.approve(id, BEN);
    await world.pass(id);
    expect(await world.act(id, ANNA, { kind: 'start' })).toMatchObject({
      refusal: { why: 'one more approval', approvals: 1, needed: 2 },
    });
    expect(await world.approve(id, ANNA)).toMatchObject({ refusal: { why: 'own request' } });
    expect(await world.approve(id, CLEO)).toHaveProperty('done');
    expect(await world.request(id)).toMatchObject({ status: 'scheduled', startAt: start.at });
    expect(await world.approve(id, 'U0DAN')).toMatchObject({ refusal: { why: 'not now' } });
    await world.act(id, ANNA, { kind: 'start' });
    expect(await world.run(id)).toMatchObject({ status: 'completed', startedAt: '2026-11-02T10:00:00.000Z' });
  });
});
