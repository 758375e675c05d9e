import { describe, expect, it } from 'vitest';
import { ANNA, createWorld } from '../world.ts';

const HOUR = 3_600_000;
/** The world begins at 10:00. */
const window = { kind: 'window', at: '2026-11-02T22:00:00.000Z', until: '2026-11-03T06:00:00.000Z' } as const;

describe('an approval', () => {
  it('expires when nobody decides, at the moment that the card names', async () => {
    const world = await createWorld();
    const id = await world.open();
    expect(await world.pass(id)).toEqual(new Date('2026-11-02T10:30:00.000Z'));
    world.wait(24 * HOUR);
    expect(await world.run(id)).toMatchObject({ status: 'expired', endedAt: '2026-11-03T10:00:00.000Z' });
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'not now', status: 'expired' } });
    expect(await world.ask()).toHaveProperty('opened');
  });

  it('that comes too late is refused even before Moveout has looked', async () => {
    const world = await createWorld();
    const id = await world.open();
    world.wait(24 * HOUR);
    expect(await world.approve(id)).toMatchObject({ refusal: { why: 'approval expired' } });
    expect(await world.run(id)).toMatchObject({ status: 'expired' });
  });
});

describe('a start in a window', () => {
  it('waits for it, then runs', async () => {
    const world = await createWorld();
    const id = await world.approved({ terms: { start: window } });
    const looks = () => world.done('ocp.readCluster');
    const before = looks();
    expect(await world.run(id)).toMatchObject({ status: 'scheduled', startAt: window.at });
    expect(await world.pass(id)).toEqual(new Date(window.at));
    expect(looks()).toBe(before);
    const request = await world.run(id, ({ status }) => status === 'completed');
    expect(request).toMatchObject({ status: 'completed', startedAt: window.at });
  });

  it('runs at once when it is approved inside the window', async () => {
    const world = await createWorld();
    const id = await world.open({ terms: { start: window } });
    world.wait(13 * HOUR);
    await world.approve(id);
    expect(await world.run(id)).toMatchObject({ status: 'completed', startedAt: '2026-11-02T23:00:00.000Z' });
  });

  it.each(['approved after it', 'Moveout was down during it'])(
    'expires when it was missed: %s',
    async (why) => {
      const world = await createWorld();
      const id = await world.open({ terms: { start: window } });
      if (why.startsWith('Moveout')) {
        await world.approve(id);
        await world.run(id);
        world.wait(20 * HOUR);
      } else {
        world.wait(20 * HOUR);
        await world.approve(id);
      }
      expect(await world.run(id, ({ status }) => status === 'expired')).toMatchObject({ status: 'expired' });
      expect(world.faults.calls.map(({ name }) => name)).not.toContain('ocp.exportCredentials');
      expect(await world.ports.vault.sealed()).toEqual([]);
    },
  );

  it('may be cancelled while it waits', async () => {
    const world = await createWorld();
    const id = await world.approved({ terms: { start: window } });
    await world.run(id);
    await world.act(id, ANNA, { kind: 'cancel' });
    expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  });
});
