/** Who requested it is looked at again: at a vote, at the start, and before the credentials are sent. */
import { describe, expect, it } from 'vitest';
import type { Standing, Unfit } from '../../src/domain/standing.ts';
import { refused, unanswered } from '../faults.ts';
import { ANNA, BEN, CLEO, createWorld, SLACK_AWAY, type TestWorld } from '../world.ts';

const fit: Standing = { person: ANNA, kind: 'member', inChannel: true, listed: true };
const WAYS: readonly (readonly [Unfit, Standing, sentence: string])[] = [
  ['guest', { ...fit, kind: 'guest' }, 'Who requested this is a guest in this workspace now.'],
  ['deleted', { ...fit, kind: 'deleted' }, 'The account of who requested this is deactivated.'],
  ['not in channel', { ...fit, inChannel: false }, 'Who requested this is no longer in this channel.'],
  [
    'not on the list',
    { ...fit, listed: false },
    'Who requested this is no longer on the list of requesters (MOVEOUT_REQUESTERS).',
  ],
];

function becomes(world: TestWorld, standing: Standing): void {
  world.people.set(`${ANNA} as requester`, standing);
}

describe.each(WAYS)('a requester who is %s by then', (_, standing, sentence) => {
  it('gets no vote, until that is over', async () => {
    const world = await createWorld();
    const id = await world.open();
    becomes(world, standing);
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'changed since', changes: [sentence] } });
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'forbidden', rules: [sentence] } });
    becomes(world, fit);
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'changed since' } });
    await world.approve(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('gets no run', async () => {
    const world = await createWorld();
    const id = await world.approved();
    becomes(world, standing);
    expect(await world.run(id)).toMatchObject({
      status: 'awaiting approval',
      approvals: [],
      terms: { blocking: [sentence] },
    });
    expect(world.done('ocp.exportCredentials') + world.done('ocp.moveOut')).toBe(0);
  });

  it('gets no credentials, and nothing is moved out without them', async () => {
    const world = await createWorld();
    const id = await world.approved();
    world.faults.next('exports.save', { kind: 'preceded', by: async () => becomes(world, standing) });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'deliver' },
      failure: { message: `${sentence} The credential file is not sent.` },
    });
    expect(world.delivered).toEqual([]);
    expect(world.done('ocp.moveOut')).toBe(0);
    becomes(world, fit);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.delivered).toHaveLength(1);
  });
});

describe('who asked for it takes it back, also while Slack does not say who anybody is:', () => {
  it.each([
    ['cancel', 'cancelled'],
    ['give up', 'abandoned'],
  ] as const)('%s', async (kind, status) => {
    const world = await createWorld();
    const id = await world.approved();
    world.faults.next('ocp.exportCredentials', refused);
    await world.run(id);
    world.faults.next('people.standing', unanswered, 2);
    expect(await world.act(id, BEN, { kind })).toHaveProperty('unreadable');
    expect(await world.act(id, ANNA, { kind })).toHaveProperty('done');
    expect((await world.request(id)).status).toBe(status);
  });
});

it('a voter takes the vote back while Slack does not say who anybody is', async () => {
  const world = await createWorld();
  const id = await world.open({ terms: { quorum: 2 } });
  await world.approve(id, BEN);
  world.faults.next('people.standing', unanswered, 2);
  expect(await world.approve(id, CLEO)).toHaveProperty('unreadable');
  world.faults.clear();
  world.faults.next('people.standing', unanswered, 2);
  expect(await world.act(id, CLEO, { kind: 'withdraw' })).toMatchObject({
    refusal: { why: 'not approved by you' },
  });
  expect(await world.act(id, BEN, { kind: 'withdraw' })).toHaveProperty('done');
});

describe('an administrator ends what nobody else can, while Slack does not say who anybody is:', () => {
  it.each([
    ['cancel', 'cancelled'],
    ['give up', 'abandoned'],
  ] as const)('%s', async (kind, status) => {
    const world = await createWorld({ admins: [CLEO] });
    const id = await world.approved();
    world.faults.next('ocp.exportCredentials', refused);
    await world.run(id);
    world.faults.next('people.standing', unanswered, 3);
    expect(await world.act(id, BEN, { kind })).toHaveProperty('unreadable');
    expect(await world.act(id, CLEO, { kind: 'retry' })).toHaveProperty('unreadable');
    expect(await world.act(id, CLEO, { kind })).toHaveProperty('done');
    expect((await world.request(id)).status).toBe(status);
  });
});

describe('a Slack that does not say who requested it', () => {
  it('stops a run before its file is sent, after some minutes, and Retry goes on', async () => {
    const world = await createWorld();
    const id = await world.approved();
    world.faults.next('exports.save', {
      kind: 'preceded',
      by: async () => world.faults.next('people.standing', unanswered, 1_000),
    });
    const failed = await world.run(id);
    expect(failed).toMatchObject({ status: 'step failed', at: { step: 'deliver' } });
    expect(failed).toHaveProperty(
      'failure.message',
      expect.stringMatching(
        /^Slack does not say who may have the credential file \(.*\), so it is not sent, and kept\./,
      ),
    );
    expect(world.errors.length).toBeGreaterThan(200);
    expect(world.done('ocp.moveOut')).toBe(0);
    world.faults.clear();
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.delivered).toHaveLength(1);
    expect(world.done('ocp.exportCredentials')).toBe(1);
  });

  it('is waited for as long as it cannot be reached at all, since nobody could be told; then all goes on by itself', async () => {
    const world = await createWorld();
    const id = await world.approved();
    const away = { kind: 'throws', error: SLACK_AWAY } as const;
    world.faults.next('people.standing', away, 700);
    world.faults.next('exports.save', {
      kind: 'preceded',
      by: async () => world.faults.next('people.standing', away, 350),
    });
    await world.run(id, ({ status }) => status === 'running');
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.eventTypes(id)).not.toContain('start delayed');
    expect(await world.eventTypes(id)).not.toContain('step failed');
    expect(world.errors.length).toBeGreaterThan(690);
  });

  it('lets no run start; after some minutes that is told, once, and it starts when Slack says it', async () => {
    const world = await createWorld();
    const id = await world.approved();
    world.faults.next('people.standing', unanswered, 1_000);
    await world.run(id, ({ status }) => status !== 'approved' || world.errors.length > 390);
    expect((await world.eventTypes(id)).slice(2)).toEqual(['start delayed']);
    expect((await world.events(id)).at(-1)).toMatchObject({ since: '2026-11-02T10:00:00.000Z' });
    expect(world.world.sightings.get(id)?.fault?.since).toBe('2026-11-02T10:00:00.000Z');
    world.faults.clear();
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('lets no vote count, and no file out before it does', async () => {
    const world = await createWorld();
    const id = await world.open();
    // One for the voter, one for the requester.
    world.faults.next('people.standing', { kind: 'none' });
    world.faults.next('people.standing', unanswered);
    expect(await world.approve(id)).toHaveProperty('unreadable');
    await world.approve(id);
    world.faults.next('exports.save', {
      kind: 'preceded',
      by: async () => world.faults.next('people.standing', unanswered, 3),
    });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.errors).toHaveLength(3);
    expect(world.delivered).toHaveLength(1);
  });
});
