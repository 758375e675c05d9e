import { Decrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { PACE } from '../../src/workflow/world.ts';
import { DEPOT, SHOP } from '../small-inventory.ts';
import { ANNA, createWorld, KEY } from '../world.ts';

describe('a move-out from the request to the end', () => {
  it('goes through its steps in order, and moves the cluster', async () => {
    const world = await createWorld();
    const id = await world.approved();
    const request = await world.run(id);

    expect(request.status).toBe('completed');
    expect(await world.eventTypes(id)).toEqual([
      'requested',
      'approved',
      'started',
      'rechecked',
      'exported',
      'delivered',
      'submit intended',
      'task submitted',
      'task succeeded',
      'completed',
    ]);
    expect(await world.ports.ocp.listClusters()).toMatchObject([{ id: DEPOT }]);
    expect(await world.ports.ocp.tasksOf(SHOP)).toMatchObject([
      { status: 'SUCCESSFUL', moveOut: { deleteHostIds: [101, 102], skipHostIds: [] } },
    ]);
    expect(world.errors).toEqual([]);
  });

  it('exports, forgets the key, delivers, and only then submits', async () => {
    const world = await createWorld();
    await world.run(await world.approved());
    const dangerous = [
      'ocp.exportCredentials',
      'exports.save',
      'vault.forget',
      'delivery.deliver',
      'ocp.moveOut',
    ];
    const names = world.faults.calls.map(({ name }) => name).filter((name) => dangerous.includes(name));
    expect(names.slice(0, 5)).toEqual(dangerous);
  });

  it('lets Slack follow each event that it records', async () => {
    const world = await createWorld();
    const id = await world.approved();
    await world.run(id);
    const own = (await world.events(id)).filter(({ actor }) => actor === 'moveout');
    expect(world.published).toEqual(own.map(() => id));
  });

  it('hands the requester a file that the key opens', async () => {
    const world = await createWorld({ realExport: true });
    const id = await world.approved();
    await world.run(id);

    const [delivery, ...others] = world.delivered;
    expect(delivery).toMatchObject({ id, requester: ANNA, howToOpen: world.ports.ocp.howToOpenCredentials });
    expect(others).toEqual([]);
    const decrypter = new Decrypter();
    decrypter.addPassphrase(KEY);
    const text = await decrypter.decrypt(delivery?.bytes ?? Buffer.of(), 'text');
    expect(JSON.parse(text)).toMatchObject({ credentials: [{ password: 'secret-of-shop' }] });
  });

  it('writes no key into the journal', async () => {
    const world = await createWorld();
    const id = await world.approved();
    await world.run(id);
    expect(JSON.stringify(await world.events(id))).not.toContain(KEY);
  });

  it('asks OCP for exactly the hosts of the terms', async () => {
    const world = await createWorld();
    await world.setHostStatus(102, 'OFFLINE');
    const [keep] = [{ id: 102, name: 'shop-2', address: '10.0.1.2', zone: 'zone2' }];
    const first = { id: 101, name: 'shop-1', address: '10.0.1.1', zone: 'zone1' };
    const terms = { deleteHosts: [first], keepHosts: [keep], skipHosts: [keep] };
    const id = await world.approved({ terms });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.ports.ocp.tasksOf(SHOP)).toMatchObject([
      { moveOut: { deleteHostIds: [101], skipHostIds: [102] } },
    ]);
  });
});

describe('after the end', () => {
  it('keeps the file for seven days, then archives the request', async () => {
    const world = await createWorld();
    const id = await world.approved();
    await world.run(id);
    await world.tell(id);
    world.wait(PACE.keepFile - 60_000);
    await world.pass(id);
    expect(world.done('exports.remove')).toBe(0);

    world.wait(120_000);
    expect(await world.pass(id)).toBeUndefined();
    expect(world.done('exports.remove')).toBe(1);
    expect(await world.ports.journal.active()).toEqual([]);
    expect(await world.request(id)).toMatchObject({ status: 'completed' });
  });

  it('is not archived before Slack was told everything', async () => {
    const world = await createWorld();
    const id = await world.open();
    await world.act(id, ANNA, { kind: 'cancel' });
    expect(await world.pass(id)).toEqual(new Date(world.clock.now().getTime() + PACE.watch));
    expect(await world.ports.journal.active()).toHaveLength(1);

    await world.tell(id);
    expect(await world.pass(id)).toBeUndefined();
    expect(await world.ports.journal.active()).toEqual([]);
  });

  it('may be passed again', async () => {
    const world = await createWorld();
    const id = await world.open();
    await world.act(id, ANNA, { kind: 'cancel' });
    await world.tell(id);
    await world.pass(id);
    await world.pass(id);
    expect(world.errors).toEqual([]);
    expect(await world.eventTypes(id)).toEqual(['requested', 'cancelled']);
  });
});

it('does nothing for a request that it does not know', async () => {
  const world = await createWorld();
  expect(await world.pass('MO-000000')).toBeUndefined();
  expect(world.errors).toEqual([]);
});
