import { beforeEach, describe, expect, it } from 'vitest';
import { EVERY_OPTION, type MoveOutOptions, type MoveOutOrder } from '../../src/domain/move-out-options.ts';
import { answerLost, type Fault, fine, unanswered } from '../faults.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

const SHOP_1 = { id: 101, name: 'shop-1', address: '10.0.1.1', zone: 'zone1' };
const SHOP_2 = { id: 102, name: 'shop-2', address: '10.0.1.2', zone: 'zone2' };
const CHOSEN = { keepClusterInfo: true, configAddress: 'http://10.9.9.9:8080' } as const;

let version: MoveOutOptions;
let orders: MoveOutOrder[];
let world: TestWorld;
beforeEach(async () => {
  version = EVERY_OPTION;
  orders = [];
  world = await createWorld({
    wrapOcp: (ocp) => ({
      ...ocp,
      moveOutOptions: async () => version,
      moveOut: async (id, order) => {
        orders.push(order);
        return ocp.moveOut(id, order);
      },
    }),
  });
});

describe('what was chosen is sent', () => {
  it('once, with the hosts', async () => {
    const id = await world.begun({ terms: CHOSEN });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(orders).toEqual([{ ...CHOSEN, deleteHostIds: [101, 102], skipHostIds: [] }]);
  });

  it('and is nothing when nothing was', async () => {
    expect(await world.run(await world.begun())).toMatchObject({ status: 'completed' });
    expect(JSON.parse(JSON.stringify(orders))).toEqual([{ deleteHostIds: [101, 102], skipHostIds: [] }]);
  });

  it('and its task is found when the answer is lost', async () => {
    world.faults.next('ocp.moveOut', answerLost);
    expect(await world.run(await world.begun({ terms: CHOSEN }))).toMatchObject({ status: 'completed' });
    expect(orders).toHaveLength(1);
  });

  it('and was shown to those who approved', async () => {
    const terms = await Promise.all(
      [{}, { keepClusterInfo: true } as const, CHOSEN].map(async (chosen) => {
        const other = await createWorld();
        return (await other.request(await other.open({ terms: chosen }))).terms;
      }),
    );
    expect(new Set(terms.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

/** OCP becomes one of another version. */
function becoming(change: Partial<MoveOutOptions>): Fault {
  return {
    kind: 'preceded',
    by: async () => {
      version = { ...version, ...change };
    },
  };
}

describe('an OCP of another version than when it was asked for', () => {
  it.each<[string, Partial<MoveOutOptions>, object, string]>([
    ['deletes none', { deleteHosts: 'none' }, {}, 'delete hosts with a move-out'],
    [
      'deletes all or none',
      { deleteHosts: 'all or none' },
      { deleteHosts: [SHOP_1], keepHosts: [SHOP_2] },
      'delete only some of the hosts',
    ],
    ['skips none', { skipHosts: false }, { skipHosts: [SHOP_1] }, 'skip hosts'],
    ['keeps nothing', { keepClusterInfo: false }, CHOSEN, 'keep the cluster information'],
    ['has one config server', { configAddress: false }, CHOSEN, 'set another config server'],
  ])('%s: nothing is sent, at the start or right before the submit', async (_, change, terms, cannot) => {
    for (const [step, looksBefore] of [
      ['recheck', 0],
      ['submit', 1],
    ] as const) {
      version = EVERY_OPTION;
      const id = await world.begun({ terms });
      world.faults.next('ocp.moveOutOptions', fine, looksBefore);
      world.faults.next('ocp.moveOutOptions', becoming(change));
      expect(await world.run(id)).toMatchObject({
        status: 'step failed',
        at: { step },
        failure: {
          message: `OCP embedded is of a version now that cannot do what was approved: ${cannot}.`,
          todo: 'Give Up, then request it again.',
        },
      });
      expect(await world.eventTypes(id)).not.toContain('submit intended');
      await world.act(id, BEN, { kind: 'give up' });
    }
    expect(orders).toEqual([]);
  });

  it('does not matter where nothing of it was chosen', async () => {
    const id = await world.begun();
    version = { deleteHosts: 'all or none', skipHosts: false, keepClusterInfo: false, configAddress: false };
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });
});

it.each([
  ['recheck', 0],
  ['submit', 1],
])('an OCP that does not tell its version fails the %s, and Retry goes on', async (step, looksBefore) => {
  const id = await world.begun({ terms: CHOSEN });
  world.faults.next('ocp.moveOutOptions', fine, looksBefore);
  world.faults.next('ocp.moveOutOptions', unanswered);
  expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step } });
  expect(orders).toEqual([]);
  await world.act(id, BEN, { kind: 'retry' });
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});
