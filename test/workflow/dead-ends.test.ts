/** Places where a run would wait for ever: each asks a person, expires, or shows what is wrong. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSummary } from '../../src/domain/cluster.ts';
import { OcpFault, TryLater } from '../../src/workflow/ports.ts';
import { PACE } from '../../src/workflow/world.ts';
import { answerLost, fine, lies, refused, unanswered } from '../faults.ts';
import { ANNA, BEN, createWorld, KEY, type TestWorld } from '../world.ts';

const HOUR = 3_600_000;
const MANY = 1_000;
let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.open();
});

describe('a rollback after which the cluster does not come back', () => {
  const moving = lies<ClusterSummary[]>((all) => all.map((one) => ({ ...one, status: 'MOVINGOUT' })));
  const absent = lies<ClusterSummary[]>(() => []);

  it.each([
    { name: 'MOVINGOUT', listing: moving, why: 'OCP says that shop:1001 is MOVINGOUT.' },
    { name: 'not listed', listing: absent, why: 'OCP does not list shop:1001.' },
    {
      name: 'unreadable',
      listing: unanswered,
      why: 'the clusters of OCP cannot be read: OCP did not answer',
    },
  ])('$name: is asked about, and Check Again goes on', async ({ listing, why }) => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
    await world.run(id);
    world.faults.next('ocp.listClusters', listing, MANY);
    const before = world.clock.now().getTime();
    await world.act(id, BEN, { kind: 'roll back' });
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'not back',
      why: expect.stringContaining(why),
    });
    expect(world.clock.now().getTime() - before).toBeGreaterThanOrEqual(PACE.stillListed);
    world.faults.clear();
    await world.act(id, BEN, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'rolled back' });
  });

  it('is asked about as soon where the clock is set back by eight hours meanwhile', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.moveOut', { kind: 'preceded', by: () => world.setHostStatus(102, 'OFFLINE') });
    await world.run(id);
    world.faults.next('ocp.listClusters', moving, MANY);
    await world.act(id, BEN, { kind: 'roll back' });
    const looks = world.done('ocp.listClusters');
    await world.run(id, () => world.done('ocp.listClusters') > looks);
    world.wait(-8 * HOUR);
    const before = world.clock.now().getTime();
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'not back' });
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(PACE.stillListed + 60_000);
  });
});

describe('an OCP that stays silent', () => {
  it('after the submit: the outcome is asked', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', unanswered, MANY);
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'submit outcome',
      why: 'OCP does not say whether it took the move-out: OCP did not answer within 10 s.',
    });
    world.faults.clear();
    await world.act(id, ANNA, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.moveOut')).toBe(1);
  });

  it('after the submit, and the clock is set back by eight hours meanwhile: the outcome is asked as soon', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.moveOut', answerLost);
    world.faults.next('ocp.tasksOf', fine);
    world.faults.next('ocp.tasksOf', unanswered, MANY);
    await world.run(id, () => world.world.sightings.get(id)?.fault !== undefined);
    world.wait(-8 * HOUR);
    const before = world.clock.now().getTime();
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'submit outcome' });
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(PACE.stillListed + 60_000);
  });

  it('with a code and a trace id, the question says them for the support case', async () => {
    await world.approve(id);
    await world.begin(id);
    const failure = { message: 'OCP had a fault.', code: '10010', traceId: '5f0d2c1b7a9e4c33' };
    const broken = { kind: 'throws', error: new OcpFault(failure, { unanswered: true }) } as const;
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', broken, MANY);
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      why: expect.stringMatching(/OCP had a fault\. \(code 10010, OCP trace id 5f0d2c1b7a9e4c33\)$/),
    });
  });

  it('at the end: that is asked, and said meanwhile', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.listClusters', fine, 2);
    world.faults.next('ocp.listClusters', unanswered, MANY);
    await world.run(id, () => world.world.sightings.get(id)?.noAnswerSince !== undefined);
    expect(await world.request(id)).toMatchObject({ status: 'running', at: { step: 'confirm' } });
    expect(await world.run(id)).toMatchObject({
      status: 'asking',
      question: 'still listed',
      why: 'The OCP task is completed, but the clusters of OCP cannot be read: OCP did not answer within 10 s.',
    });
    world.faults.clear();
    await world.act(id, ANNA, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

describe('a sealed key', () => {
  const sealed = () => world.ports.vault.sealed();

  it.each(['recheck', 'export'] as const)('is forgotten when nobody retries: %s', async (step) => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next(step === 'recheck' ? 'ocp.readCluster' : 'ocp.exportCredentials', refused);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step } });
    expect(await world.pass(id)).toEqual(new Date('2026-11-03T10:00:00.000Z'));
    expect(await sealed()).toEqual([id]);
    world.wait(24 * HOUR);
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'approval over' } });
    const request = await world.run(id, ({ status }) => status === 'expired');
    expect(request).toMatchObject({ status: 'expired', startedAt: expect.any(String) });
    await world.pass(id);
    expect(await sealed()).toEqual([]);
    expect(world.done('ocp.exportCredentials')).toBe(0);
  });

  it('that was lost is not taken again after the approval is over', async () => {
    await world.approve(id);
    await world.begin(id);
    await world.ports.vault.forget(id);
    await world.run(id);
    world.wait(24 * HOUR);
    const given = await world.act(id, ANNA, { kind: 'give key' }, KEY);
    expect(given).toMatchObject({ refusal: { why: 'approval over' } });
    expect(await world.run(id, ({ status }) => status === 'expired')).toMatchObject({ status: 'expired' });
    await world.pass(id);
    expect(await sealed()).toEqual([]);
  });
});

describe('a step that throws', () => {
  const cut = { kind: 'throws', error: new Error('connect ECONNREFUSED') } as const;

  it('shows since when and why, until it works', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('delivery.deliver', cut, 3);
    await world.run(id, () => world.errors.length === 1);
    const since = world.clock.now().toISOString();
    const fault = { since, message: 'connect ECONNREFUSED' };
    expect(world.world.sightings.get(id)).toMatchObject({ fault });
    world.wait(1_000);
    await world.pass(id);
    expect(world.world.sightings.get(id)).toMatchObject({ fault });
    await world.run(id, (request) => request.status === 'running' && request.at.step === 'follow');
    expect(world.world.sightings.get(id)?.fault).toBeUndefined();
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('is made again when the world said so, and not before', async () => {
    await world.approve(id);
    await world.begin(id);
    const error = new TryLater('Slack asks to wait.', 90_000);
    world.faults.next('delivery.deliver', { kind: 'throws', error });
    expect(await world.pass(id)).toEqual(new Date(world.clock.now().getTime() + 90_000));
    expect(world.errors).toEqual([]);
    expect(world.world.sightings.get(id)).toMatchObject({ fault: { message: 'Slack asks to wait.' } });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});
