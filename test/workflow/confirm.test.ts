import { beforeEach, describe, expect, it } from 'vitest';
import type { ClusterSummary, Task } from '../../src/domain/cluster.ts';
import { PACE } from '../../src/workflow/world.ts';
import { type Fault, fine, lies, unanswered } from '../faults.ts';
import { DEPOT } from '../small-inventory.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.begun();
  // Those of the recheck and of the submit.
  world.faults.next('ocp.listClusters', fine, 2);
});

const shop: ClusterSummary = {
  ocp: 'embedded',
  id: 1,
  name: 'shop',
  obClusterId: 1001,
  type: 'PRIMARY',
  status: 'RUNNING',
  metaDb: false,
  standbys: [],
};
const shows = (cluster: ClusterSummary) => lies<ClusterSummary[]>((clusters) => [...clusters, cluster]);
const listed = shows(shop);

/** The looks at the listing after the task succeeded, in order; then OCP tells the truth. */
function see(...faults: readonly Fault[]): void {
  for (const fault of faults) world.faults.next('ocp.listClusters', fault);
}

function looks(): number {
  return world.faults.calls.filter(({ name }) => name === 'ocp.listClusters').length - 3;
}

async function seconds(): Promise<number> {
  const events = await world.events(id);
  const [succeeded = 0, completed = 0] = events.slice(-2).map(({ at }) => Date.parse(at) / 1_000);
  return completed - succeeded;
}

describe('a cluster is gone when two listings agree', () => {
  it.each([
    { name: 'gone at once', sees: [], looks: 2 },
    { name: 'an error is unknown', sees: [unanswered, unanswered], looks: 4 },
    { name: 'an error between the two looks proves nothing', sees: [fine, unanswered], looks: 3 },
    { name: 'a listing that lacked it, and then had it, counts for nothing', sees: [fine, listed], looks: 4 },
    { name: 'still listed for a moment', sees: [listed, listed], looks: 4 },
    { name: 'listed under another id', sees: [shows({ ...shop, id: 99 })], looks: 3 },
    { name: 'listed under another name', sees: [shows({ ...shop, name: 'renamed' })], looks: 3 },
  ])('$name', async ({ sees, looks: expected }) => {
    see(...sees);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(looks()).toBe(expected);
    expect(await seconds()).toBe(((expected - 1) * PACE.secondLook) / 1_000);
  });

  it('looks twice again after a restart', async () => {
    see(fine, { kind: 'preceded', by: async () => world.restart() });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(looks()).toBeGreaterThanOrEqual(2);
  });

  it('another cluster of the same name, or with the same OceanBase id, is another one', async () => {
    see(...Array<Fault>(4).fill(shows({ ...shop, id: 99, obClusterId: 2002 })));
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

describe('a cluster that stays listed', () => {
  beforeEach(async () => {
    world.faults.next('ocp.listClusters', listed, 1_000);
    await world.run(id);
  });

  it('is asked about, some minutes after its task was completed', async () => {
    expect(await world.request(id)).toMatchObject({
      status: 'asking',
      question: 'still listed',
      why: 'The OCP task is completed, but OCP still lists shop:1001.',
    });
    expect(await seconds()).toBeGreaterThanOrEqual(PACE.stillListed / 1_000);
  });

  it('Check Again ends the run when it is gone meanwhile', async () => {
    world.faults.clear();
    await world.act(id, BEN, { kind: 'check again' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('Give Up frees the cluster for another request', async () => {
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned' });
    expect(await world.ask({ cluster: DEPOT })).toHaveProperty('opened');
  });
});

describe('a clock that is set back by eight hours', () => {
  const HOURS = 8 * 3_600_000;

  it('between the two looks at the list does not hold up the end', async () => {
    await world.run(id, (request) => 'at' in request && request.at.step === 'confirm');
    await world.pass(id);
    world.wait(-HOURS);
    const before = world.clock.now().getTime();
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(PACE.secondLook);
  });

  it.each([
    ['stays listed', listed],
    ['cannot be looked for', unanswered],
  ])('while the cluster %s does not hold up the question', async (_how, fault) => {
    world.faults.next('ocp.listClusters', fault, 1_000);
    await world.run(id, (request) => 'at' in request && request.at.step === 'confirm');
    await world.pass(id);
    world.wait(-HOURS);
    const before = world.clock.now().getTime();
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'still listed' });
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(PACE.stillListed + PACE.secondLook);
  });

  it('between the two looks at a task that OCP does not know does not hold up the question', async () => {
    const unknown = lies<Task | undefined>(() => undefined);
    world.faults.next('ocp.readTask', unknown, 10);
    await world.run(id, (request) => 'at' in request && request.at.step === 'follow');
    await world.pass(id);
    world.wait(-HOURS);
    const before = world.clock.now().getTime();
    expect(await world.run(id)).toMatchObject({ status: 'asking', question: 'task lost' });
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(PACE.secondLook);
  });
});
