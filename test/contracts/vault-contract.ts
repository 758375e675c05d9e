import { describe, expect, it } from 'vitest';
import type { Vault } from '../../src/workflow/ports.ts';

const A = 'MO-AAAAAA';
const B = 'MO-BBBBBB';

/** What every vault does. `create` gives an empty one. */
export function vaultContract(name: string, create: () => Promise<Vault>): void {
  describe(name, () => {
    it.each(['Passw0rd', '~!@#%^&*_-+=\\|(){}[]:;,.?/aA1', ' Ends with a space 1 '])(
      'gives a sealed key back, letter by letter: %j',
      async (key) => {
        const vault = await create();
        await vault.seal(A, key);
        expect(await vault.unseal(A)).toEqual({ key });
      },
    );

    it('keeps a key per request, the last one sealed', async () => {
      const vault = await create();
      await vault.seal(B, 'Second-key-2');
      await vault.seal(A, 'First-key-1');
      await vault.seal(A, 'Third-key-3');
      expect(await vault.sealed()).toEqual([A, B]);
      expect(await vault.unseal(A)).toEqual({ key: 'Third-key-3' });
      expect(await vault.unseal(B)).toEqual({ key: 'Second-key-2' });
    });

    it('has lost what was never sealed, and says so in a sentence', async () => {
      const vault = await create();
      expect(await vault.unseal(A)).toEqual({ lost: `No encryption key is kept for ${A}.` });
      expect(await vault.sealed()).toEqual([]);
    });

    it('forgets a key, as often as it is asked', async () => {
      const vault = await create();
      await vault.seal(A, 'First-key-1');
      await vault.forget(A);
      await vault.forget(A);
      expect(await vault.unseal(A)).toHaveProperty('lost');
      expect(await vault.sealed()).toEqual([]);
    });
  });
}
