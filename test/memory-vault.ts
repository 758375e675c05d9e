import type { Vault } from '../src/workflow/ports.ts';

/** A vault without a lock: for tests of what stands upon one. */
export function memoryVault(): Vault {
  const keys = new Map<string, string>();
  return {
    async seal(id, key) {
      keys.set(id, key);
    },
    async unseal(id) {
      const key = keys.get(id);
      return key === undefined ? { lost: `No encryption key is kept for ${id}.` } : { key };
    },
    async forget(id) {
      keys.delete(id);
    },
    async sealed() {
      return [...keys.keys()].sort();
    },
  };
}
