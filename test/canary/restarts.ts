/** What a kill, a restart and another vault key do to the secrets that are at hand. */
import { expect } from 'vitest';
import { press, waitForEdit } from '../e2e/conversation.ts';
import { EXPORT_PATH } from '../ocp/server/open-server.ts';
import { waitUntil } from '../wait-until.ts';
import { channelOf, PATIENT, type Scene } from './scene.ts';
import { leaks } from './sinks.ts';
import { ask, expectFile, openFilled } from './stories.ts';

/** The bot dies while OCP makes the file, and while somebody has a modal open in which a key is typed. */
export async function killedDuringTheExport(scene: Scene): Promise<void> {
  const { ada, grace } = scene;
  const key = scene.key('killed');
  const card = await ask(scene, 'killed', key);
  const modal = await openFilled(scene, 'reopened', scene.key('typed before a restart'));
  scene.exportFault('hz', { kind: 'delay', ms: 5_000 });
  const before = exportsOfHz(scene);
  await press(grace, card, 'Approve');
  await waitUntil(
    () => (exportsOfHz(scene) > before ? true : undefined),
    () => 'The export was never asked for.',
    PATIENT,
  );
  expect(await leaks(scene)).toEqual([]);
  await scene.end('SIGKILL');
  expect(await leaks(scene)).toEqual([]);
  await scene.start();
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await expectFile(scene, 'killed', key);

  await modal.submit();
  await modal.waitFor(/Moveout was restarted meanwhile, so nothing was requested/, PATIENT);
  await modal.type(/key/, scene.key('typed after a restart'));
  await modal.type(/move out/, 'move out');
  await modal.submit();
  await press(ada, await ada.waitForMessage(channelOf('reopened'), /\[Cancel\]/, PATIENT), 'Cancel');
}

function exportsOfHz(scene: Scene): number {
  const [path = ''] = EXPORT_PATH.split('?');
  return scene.toOcp('hz').filter(({ url }) => url.startsWith(path)).length;
}

/** The key of a request cannot be opened any more, and is asked for again; meanwhile another request expires. */
export async function withAnotherVaultKey(scene: Scene): Promise<void> {
  const { ada, grace } = scene;
  const card = await ask(scene, 'resealed', scene.key('sealed with the first vault key'));
  await scene.end('SIGKILL');
  await scene.start(1, { MOVEOUT_APPROVAL_TTL: '10s' });
  const expiring = await ask(scene, 'expired', scene.key('expired'));
  await press(grace, card, 'Approve');
  await press(ada, await waitForEdit(ada, card, /\[Enter Key\]/, PATIENT), 'Enter Key');
  const modal = await ada.waitForView(/Enter the Key Again/, PATIENT);
  await modal.type(/key/, scene.alsoKey('second key that is too weak', 'weakkolibrivogel'));
  await modal.submit();
  expect(JSON.stringify(modal.errors)).toMatch(/at least three/);
  const key = scene.key('entered again');
  await modal.type(/key/, key);
  await modal.submit();
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await expectFile(scene, 'resealed', key);
  await waitForEdit(ada, expiring, /Expired/, PATIENT);
}
