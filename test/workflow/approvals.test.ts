/** Before a run: reminders, people who no longer count, and what was shown, under a clock that the test moves. */
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/domain/cluster.ts';
import type { Standing } from '../../src/domain/standing.ts';
import { calendarOf } from '../calendar-of.ts';
import { fine, lies, unanswered } from '../faults.ts';
import { BEN, CLEO, createWorld } from '../world.ts';

const HOUR = 3_600_000;
const guest = (person: string): Standing => ({ person, kind: 'guest', inChannel: true, listed: true });
const stopped = lies<Cluster>((cluster) => ({ ...cluster, status: 'STOPPED' }));
const isPast = ({ status }: { status: string }) => status === 'expired';

describe('those who may approve', () => {
  it('are reminded three times and no more, and not those who have', async () => {
    const world = await createWorld();
    const id = await world.open({ terms: { quorum: 2 } });
    await world.approve(id, CLEO);
    await world.run(id, isPast);
    const reminded = (await world.events(id)).filter((event) => event.type === 'reminded');
    expect(reminded.map(({ at }) => at.slice(11, 16))).toEqual(['10:30', '12:00', '16:00']);
    expect(reminded.map((event) => event.type === 'reminded' && event.mention)).toEqual([
      [BEN],
      [BEN],
      [BEN],
    ]);
  });

  it('are not kept from an end by a Slack that does not say who they are', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.faults.next('people.toRemind', unanswered, 10_000);
    world.wait(24 * HOUR);
    expect(await world.run(id, isPast)).toMatchObject({ status: 'expired' });
  });
});

describe('a voter who no longer counts', () => {
  it('at the start is named, and approval is asked for again', async () => {
    const world = await createWorld();
    const id = await world.approved();
    world.people.set(BEN, guest(BEN));
    expect(await world.run(id)).toMatchObject({
      status: 'awaiting approval',
      approvals: [],
      lapsed: [{ person: BEN, because: 'guest' }],
    });
    await world.approve(id, CLEO);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('does not matter while enough others do', async () => {
    const world = await createWorld({ calendar: calendarOf('Mon-Sun 22:00-23:00') });
    const start = {
      kind: 'window',
      at: '2026-11-02T22:00:00.000Z',
      until: '2026-11-02T23:00:00.000Z',
    } as const;
    const id = await world.open({ terms: { start } });
    await world.approve(id, BEN);
    await world.pass(id);
    await world.approve(id, CLEO);
    world.people.set(BEN, guest(BEN));
    expect(await world.run(id, ({ status }) => status === 'completed')).toMatchObject({
      approvals: [{ person: CLEO }],
      startedAt: start.at,
    });
  });
});

describe('what was shown', () => {
  it('and differs at the start voids the votes before anything leaves OCP', async () => {
    const world = await createWorld();
    const id = await world.approved();
    world.faults.next('ocp.readCluster', stopped);
    expect(await world.run(id)).toMatchObject({
      status: 'awaiting approval',
      approvals: [],
      terms: { cluster: { status: 'STOPPED' } },
    });
    expect(world.done('ocp.exportCredentials') + world.done('ocp.moveOut')).toBe(0);
  });

  it('and cannot be seen is no change: a vote is refused, and a start is tried again', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.faults.next('ocp.readCluster', unanswered);
    expect(await world.approve(id)).toEqual({ unanswered: 'OCP did not answer within 10 s.' });
    world.faults.next('ocp.readCluster', fine);
    world.faults.next('ocp.readCluster', unanswered, 3);
    await world.approve(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.eventTypes(id)).not.toContain('changed');
  });

  it('is asked about for as long as at first, and the key is kept for it', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.wait(23 * HOUR);
    world.faults.next('ocp.readCluster', stopped);
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'changed since' } });
    const { terms } = await world.request(id);
    expect(terms.approvalExpiresAt).toBe('2026-11-04T09:00:00.000Z');
    expect(await world.ports.vault.sealed()).toEqual([id]);
    world.wait(10 * HOUR);
    world.faults.next('ocp.readCluster', stopped);
    await world.approve(id);
    expect((await world.request(id)).status).toBe('approved');
  });

  it('two people who find the same change at the same moment record it once', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.faults.next('ocp.readCluster', stopped, 2);
    const answers = await Promise.all([world.approve(id, BEN), world.approve(id, CLEO)]);
    expect(answers).toMatchObject([
      { refusal: { why: 'changed since' } },
      { refusal: { why: 'card is old' } },
    ]);
    expect((await world.eventTypes(id)).filter((type) => type === 'changed')).toHaveLength(1);
  });
});

describe('a freeze period', () => {
  const freeze = [{ from: new Date('2026-11-02T00:00:00Z'), to: new Date('2026-11-03T00:00:00Z') }];

  it('is waited for when it lets go in time, and else the request expires', async () => {
    const world = await createWorld({ calendar: { timezone: 'UTC', freeze } });
    const id = await world.approved({ terms: { startTtlMs: 20 * HOUR } });
    expect(await world.run(id, ({ status }) => status === 'completed')).toMatchObject({
      startedAt: '2026-11-03T00:00:00.000Z',
    });
    const other = await createWorld({ calendar: { timezone: 'UTC', freeze } });
    const late = await other.approved();
    expect(await other.run(late, isPast)).toMatchObject({
      status: 'expired',
      endedAt: '2026-11-02T16:00:00.000Z',
    });
  });

  it('that begins during a run stops it before the submit', async () => {
    const world = await createWorld({ calendar: { timezone: 'UTC', freeze } });
    const id = await world.begun();
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      failure: { message: expect.stringContaining('A freeze period has begun') },
    });
    expect(world.done('ocp.moveOut')).toBe(0);
  });
});
