import { beforeEach, describe, expect, it } from 'vitest';
import { ANNA, BEN, CLEO, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await createWorld();
});

describe('a vote', () => {
  it('is recorded and wakes the run', async () => {
    const id = await world.open();
    expect(await world.approve(id)).toMatchObject({ done: { request: { status: 'approved' } } });
    expect(world.woken).toEqual([id, id]);
  });

  it('counts from the members that the quorum asks for', async () => {
    const id = await world.open({ terms: { quorum: 2 } });
    await world.approve(id, BEN);
    expect(await world.approve(id, BEN)).toMatchObject({ refusal: { why: 'already approved by you' } });
    expect(await world.request(id)).toMatchObject({ status: 'awaiting approval' });
    await world.approve(id, CLEO);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('of two people at the same moment: one approves, the other is told that it is decided', async () => {
    const id = await world.open();
    const both = await Promise.all([world.approve(id, BEN), world.approve(id, CLEO)]);
    expect(both).toMatchObject([
      { done: { request: { status: 'approved' } } },
      { refusal: { why: 'not now', status: 'approved' }, request: { status: 'approved' } },
    ]);
  });

  it('of two people at the same moment: both count when two are needed', async () => {
    const id = await world.open({ terms: { quorum: 2 } });
    await Promise.all([world.approve(id, BEN), world.approve(id, CLEO)]);
    expect(await world.request(id)).toMatchObject({ status: 'approved', approvals: [{}, {}] });
  });

  it('of one person twice at the same moment counts once', async () => {
    const id = await world.open({ terms: { quorum: 2 } });
    const both = await Promise.all([world.approve(id, BEN), world.approve(id, BEN)]);
    expect(both[1]).toMatchObject({ refusal: { why: 'already approved by you' } });
    expect(await world.request(id)).toMatchObject({
      status: 'awaiting approval',
      approvals: [{ person: BEN }],
    });
  });

  it('is refused while Slack does not say who the person is', async () => {
    const id = await world.open();
    world.faults.next('people.standing', { kind: 'throws', error: new Error('Slack did not answer.') });
    expect(await world.approve(id)).toEqual({ unreadable: 'Slack did not answer.' });
    expect(await world.request(id)).toMatchObject({ status: 'awaiting approval' });
  });

  it('is asked about in the channel of the card', async () => {
    const id = await world.open();
    await world.approve(id);
    expect(world.faults.calls.find(({ name }) => name === 'people.standing')?.args).toEqual([
      BEN,
      'C0OPS',
      'approver',
    ]);
  });

  it('by a guest is refused', async () => {
    const id = await world.open();
    world.people.set(BEN, { person: BEN, kind: 'guest', inChannel: true, listed: true });
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'not fit', because: 'guest' } });
  });
});

it('knows no request of another id', async () => {
  expect(await world.act('MO-000000', BEN, { kind: 'cancel' })).toEqual({ unknown: 'MO-000000' });
  expect(await world.act('../../etc/passwd', BEN, { kind: 'cancel' })).toEqual({
    unknown: '../../etc/passwd',
  });
});

describe('cancelling', () => {
  it('works between approval and start', async () => {
    const id = await world.approved();
    expect(await world.act(id, ANNA, { kind: 'cancel' })).toHaveProperty('done');
    expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  });

  it.each(['ocp.exportCredentials', 'delivery.deliver'])(
    'works during %s: nothing is moved',
    async (during) => {
      const id = await world.approved();
      const cancel = () => world.act(id, ANNA, { kind: 'cancel' });
      world.faults.next(during, { kind: 'preceded', by: cancel });
      expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
      expect(world.faults.calls.filter(({ name }) => name === 'ocp.moveOut')).toEqual([]);
      expect(await world.ports.vault.sealed()).toEqual([]);
    },
  );

  it('while the submit is checked wins over the intent: nothing is sent', async () => {
    const id = await world.approved();
    world.faults.next('ocp.tasksOf', { kind: 'preceded', by: () => world.act(id, ANNA, { kind: 'cancel' }) });
    expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
    expect(world.faults.calls.filter(({ name }) => name === 'ocp.moveOut')).toEqual([]);
    expect(world.errors).toEqual([]);
  });

  it('is too late once the intent is written', async () => {
    const id = await world.approved();
    let acted: object = {};
    const cancel = async () => {
      acted = await world.act(id, ANNA, { kind: 'cancel' });
    };
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: cancel });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(acted).toMatchObject({ refusal: { why: 'too late to cancel' } });
  });
});
