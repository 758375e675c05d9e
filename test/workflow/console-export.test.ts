import { beforeEach, describe, expect, it } from 'vitest';
import { forgetStaleKeys } from '../../src/workflow/forget-keys.ts';
import { OcpFault } from '../../src/workflow/ports.ts';
import { delayed, refused, unanswered } from '../faults.ts';
import { DEPOT } from '../small-inventory.ts';
import { ANNA, BEN, createWorld, IN_CONSOLE, KEY, type TestWorld } from '../world.ts';

const HOUR = 3_600_000;

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld({
    wrapOcp: (ocp) => ({
      ...ocp,
      exportInConsole: 'Credential Management',
      exportCredentials: async () => {
        throw new OcpFault({ message: 'There is no call for it.' }, { unanswered: false });
      },
    }),
  });
  id = await world.open({ terms: IN_CONSOLE });
});

function callsOf(port: string): string[] {
  return world.faults.calls.map(({ name }) => name).filter((name) => name.startsWith(`${port}.`));
}

describe('a move-out whose credentials the requester exported in the console', () => {
  it('goes to its end without a key and without a file, and says who exported', async () => {
    await world.approve(id);
    await world.begin(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.events(id)).toMatchObject([
      { type: 'requested', actor: ANNA },
      { type: 'approved', actor: BEN },
      { type: 'started', actor: 'moveout' },
      { type: 'rechecked', actor: 'moveout' },
      { type: 'exported in console', actor: ANNA },
      { type: 'submit intended', actor: 'moveout' },
      { type: 'task submitted', actor: 'moveout' },
      { type: 'task succeeded', actor: 'moveout' },
      { type: 'completed', actor: 'moveout' },
    ]);
    expect(await world.ports.ocp.listClusters()).toMatchObject([{ id: DEPOT }]);
    expect(world.errors).toEqual([]);
    expect(callsOf('ocp')).not.toContain('ocp.exportCredentials');
  });

  it('keeps nothing: it is archived as soon as Slack was told', async () => {
    await world.approve(id);
    await world.begin(id);
    await world.run(id);
    await world.tell(id);
    expect(await world.pass(id)).toBeUndefined();
    expect(await world.ports.journal.active()).toEqual([]);
    expect([...callsOf('vault'), ...callsOf('exports'), ...callsOf('delivery')]).toEqual([]);
  });

  it('has no key that could be lost, or given', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.readCluster', unanswered);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'recheck' } });
    await forgetStaleKeys(world.world);
    expect(await world.act(id, ANNA, { kind: 'give key' }, KEY)).toMatchObject({
      refusal: { why: 'not now' },
    });
    expect(await world.ports.vault.sealed()).toEqual([]);
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('may be cancelled until the move-out is sent', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.tasksOf', unanswered);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'submit' } });
    await world.act(id, ANNA, { kind: 'cancel' });
    expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
    expect(world.done('ocp.moveOut')).toBe(0);
  });
});

describe('its approval does not count for ever', () => {
  it.each([
    ['the rules', 'ocp.readCluster', 'recheck'],
    ['the submit, before anything was sent', 'ocp.tasksOf', 'submit'],
  ])('when %s stopped the run', async (_, call, step) => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next(call, unanswered);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step } });
    expect(await world.pass(id)).toEqual(new Date('2026-11-03T10:00:00.000Z'));
    world.wait(24 * HOUR);
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'approval over' } });
    await world.pass(id);
    expect(await world.request(id)).toMatchObject({ status: 'expired' });
    expect(world.done('ocp.moveOut')).toBe(0);
  });

  it('but what may have been sent is followed up whenever somebody comes', async () => {
    await world.approve(id);
    await world.begin(id);
    world.faults.next('ocp.moveOut', delayed);
    world.faults.next('ocp.moveOut', refused);
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'submit' } });
    world.wait(48 * HOUR);
    expect(await world.pass(id)).toBeUndefined();
    await world.faults.arrive();
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.moveOut')).toBe(1);
  });
});

it('a request is not the same when the credentials are exported elsewhere', async () => {
  const other = await createWorld();
  const plain = await other.open();
  const fingerprints = [(await world.request(id)).terms, (await other.request(plain)).terms];
  expect(new Set(fingerprints.map(({ fingerprint }) => fingerprint)).size).toBe(2);
});
