import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../src/workflow/ports.ts';
import { refused } from '../faults.ts';
import { BEN, createWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let id: string;
beforeEach(async () => {
  world = await createWorld();
  id = await world.approved();
});

describe('exporting', () => {
  it('fails when OCP refuses, and Retry goes on', async () => {
    world.faults.next('ocp.exportCredentials', refused);
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'export' },
      failure: { message: 'OCP refused it.', code: '10001' },
    });
    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
  });

  it('fails when the file cannot be written, and nothing is sent', async () => {
    world.faults.next('exports.save', { kind: 'throws', error: new Error('The disk is full.') });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      failure: { message: 'The disk is full.' },
    });
    expect(world.delivered).toEqual([]);
  });
});

describe('delivering', () => {
  const forbidden = new DeliveryFault('Slack forbids the upload: ask an administrator to allow files.');

  it('stops when Slack forbids it, sends no move-out, and Retry goes on with the same file', async () => {
    world.faults.next('delivery.deliver', { kind: 'throws', error: forbidden });
    expect(await world.run(id)).toMatchObject({
      status: 'step failed',
      at: { step: 'deliver' },
      failure: { message: forbidden.message },
    });
    expect(world.done('ocp.moveOut')).toBe(0);

    await world.act(id, BEN, { kind: 'retry' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.done('ocp.exportCredentials')).toBe(1);
  });

  it('goes on no longer than the approval counts', async () => {
    world.faults.next('delivery.deliver', { kind: 'throws', error: forbidden });
    await world.run(id);
    world.wait(24 * 3_600_000);
    expect(await world.act(id, BEN, { kind: 'retry' })).toMatchObject({ refusal: { why: 'approval over' } });
    await world.act(id, BEN, { kind: 'give up' });
    expect(await world.run(id)).toMatchObject({ status: 'abandoned' });
    expect(world.done('ocp.moveOut')).toBe(0);
  });

  it('is tried again by itself when it may pass', async () => {
    world.faults.next('delivery.deliver', { kind: 'throws', error: new Error('ECONNRESET') }, 3);
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.errors).toHaveLength(3);
    expect(world.delivered).toHaveLength(1);
  });

  it('sends the file twice rather than not at all', async () => {
    world.faults.next('delivery.deliver', { kind: 'answer lost' });
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(world.delivered).toHaveLength(2);
  });

  it('never sends a file that is not the exported one', async () => {
    const change = async () => {
      await world.ports.exports.save(id, 'other', Buffer.from('something else'));
    };
    world.faults.next('exports.load', { kind: 'preceded', by: change });
    expect(await world.run(id)).toMatchObject({ status: 'step failed', at: { step: 'deliver' } });
    expect(world.delivered).toEqual([]);
  });
});
