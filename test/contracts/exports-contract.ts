import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Exports } from '../../src/workflow/ports.ts';

const A = 'MO-AAAAAA';
const B = 'MO-BBBBBB';
const bytes = Uint8Array.from([0, 255, 10, 13, 128, 65]);

/** What every store of exports does. `create` gives an empty one. */
export function exportsContract(name: string, create: () => Promise<Exports>): void {
  describe(name, () => {
    it('gives the saved bytes back, and describes them', async () => {
      const exports = await create();
      const file = await exports.save(A, 'cl1 "credentials"/../x.age', bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(file).toEqual({ name: 'cl1 "credentials"/../x.age', sha256, bytes: 6 });
      expect([...(await exports.load(A, file))]).toEqual([...bytes]);
    });

    it('gives no other bytes than those described', async () => {
      const exports = await create();
      const file = await exports.save(A, 'x.age', bytes);
      await exports.save(A, 'x.age', Uint8Array.from([1]));
      await expect(exports.load(A, file)).rejects.toThrow(`The credential file of ${A} is not the`);
      await expect(exports.load(B, file)).rejects.toThrow(`The credential file of ${B} is no longer there.`);
    });

    it('removes a file, as often as it is asked', async () => {
      const exports = await create();
      const file = await exports.save(A, 'x.age', bytes);
      await exports.remove(A);
      await exports.remove(A);
      await expect(exports.load(A, file)).rejects.toThrow('no longer there');
    });
  });
}
