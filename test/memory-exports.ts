import { createHash } from 'node:crypto';
import type { Exports } from '../src/workflow/ports.ts';

/** Exports that are kept nowhere: for tests of what stands upon them. */
export function memoryExports(): Exports {
  const files = new Map<string, Uint8Array>();
  return {
    async save(id, name, bytes) {
      files.set(id, Uint8Array.from(bytes));
      return { name, sha256: sha256(bytes), bytes: bytes.length };
    },
    async load(id, file) {
      const bytes = files.get(id);
      if (bytes === undefined) throw new Error(`The credential file of ${id} is no longer there.`);
      if (sha256(bytes) !== file.sha256)
        throw new Error(`The credential file of ${id} is not the exported one.`);
      return bytes;
    },
    async remove(id) {
      files.delete(id);
    },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
