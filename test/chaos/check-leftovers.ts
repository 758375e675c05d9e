import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dossier } from '../../src/workflow/ports.ts';
import { claim } from './violation.ts';

/** Throws a Violation when a stopped bot left a sealed key, a temporary file, a lock, or a file of no request. */
export async function checkLeftovers(dataDir: string, dossiers: readonly Dossier[]): Promise<void> {
  const sealed = await readdir(join(dataDir, 'sealed'));
  claim(sealed.length === 0, `Sealed keys are left: ${sealed.join(', ')}.`);
  const all = await readdir(dataDir, { recursive: true });
  const strays = all.filter((name) => /\.tmp$|(?:^|\/)lock/.test(name));
  claim(strays.length === 0, `Files are left that a stopped bot should have removed: ${strays.join(', ')}.`);
  const exported = dossiers.filter(({ events }) => events.some(({ type }) => type === 'exported'));
  const kept = await readdir(join(dataDir, 'exports'));
  claim(
    kept.sort().join() ===
      exported
        .map(({ request }) => request.id)
        .sort()
        .join(),
    `The exports that are kept are ${kept.join(', ')}; they should be those of the requests that were exported.`,
  );
}
