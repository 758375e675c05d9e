/**
 * Secrets and what becomes of them: keys, tokens, the secrets of OCP and of the vault are marked, go through the main job and through
 * everything that can go wrong with them, at every level of the log. Then every place where something of the bot can be read is
 * searched for the marks, in many spellings. What is searched, and what is left out and why, is said in test/canary/sinks.ts.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { killedDuringTheExport, withAnotherVaultKey } from '../canary/restarts.ts';
import { openScene, PATIENT, type Scene } from '../canary/scene.ts';
import { leaks } from '../canary/sinks.ts';
import {
  ask,
  exportRefused,
  keyEchoed,
  movedOut,
  ocpUnreachable,
  troubleInTheModal,
  uploadRefused,
} from '../canary/stories.ts';
import { press } from '../e2e/conversation.ts';
import { waitUntil } from '../wait-until.ts';
import { temporaryFolders } from './temporary-folders.ts';

const LEVELS = ['info', 'warn', 'error'] as const;

const newFolder = temporaryFolders();
const scenes: Scene[] = [];
afterAll(async () => {
  for (const scene of scenes) await scene.stop();
});

/** The requests whose key is kept, sealed. */
async function sealed({ dataDir }: Scene): Promise<number> {
  return (await readdir(join(dataDir, 'sealed'))).length;
}

function untilSealed(scene: Scene, wanted: number): Promise<true> {
  return waitUntil(
    async () => ((await sealed(scene)) === wanted ? true : undefined),
    async () => `${await sealed(scene)} keys are sealed, not ${wanted}.`,
    PATIENT,
  );
}

describe('no secret is anywhere where it should not be', () => {
  it.concurrent.for(LEVELS)('with the log level %s', { timeout: 240_000 }, async (level, { expect }) => {
    const scene = await openScene(await newFolder(), level);
    scenes.push(scene);
    const { ada, grace } = scene;
    await scene.start();
    await troubleInTheModal(scene);
    await uploadRefused(scene);

    const rejected = await ask(scene, 'rejected', scene.key('rejected'));
    const cancelled = await ask(scene, 'cancelled', scene.key('cancelled'));
    await untilSealed(scene, 2);
    expect(await leaks(scene)).toEqual([]);
    await press(grace, rejected, 'Reject');
    const why = await grace.waitForView(/Reject/);
    await why.type('Reason', 'Not today.');
    await why.submit();
    await press(ada, cancelled, 'Cancel');
    await untilSealed(scene, 0);

    await Promise.all([
      movedOut(scene, 'payments'),
      movedOut(scene, 'billing'),
      keyEchoed(scene),
      exportRefused(scene),
      ocpUnreachable(scene),
    ]);
    await untilSealed(scene, 0);
    expect(await leaks(scene)).toEqual([]);

    await killedDuringTheExport(scene);
    await withAnotherVaultKey(scene);
    await untilSealed(scene, 0);
    expect(await leaks(scene)).toEqual([]);
    expect(await scene.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await leaks(scene)).toEqual([]);
  });
});
