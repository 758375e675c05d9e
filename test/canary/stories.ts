/** The main job and every way in which it can go wrong while a secret is at hand. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { expect } from 'vitest';
import type { ServerFault } from '../../src/ocp/server/fault-plan.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { fillIn, openModal, press, waitForEdit } from '../e2e/conversation.ts';
import { LocalHttp } from '../local-http.ts';
import type { Modal } from '../modal.ts';
import { waitUntil } from '../wait-until.ts';
import { marksIn } from './marks.ts';
import { channelOf, OCPS, PATIENT, type Scene, TENANT_PASSWORD } from './scene.ts';

/** Ada asks for the move-out of a cluster with a key of its own; gives the card that awaits approval. */
export function ask({ ada, inTurn }: Scene, cluster: string, key: string): Promise<ShownMessage> {
  return inTurn(() => askMoveOut(ada, cluster, { key, channel: channelOf(cluster) }));
}

/** Opens the modal and fills it, the key too. */
export async function openFilled({ ada }: Scene, cluster: string, key: string): Promise<Modal> {
  return fillIn(await openModal(ada, cluster, channelOf(cluster)), { key });
}

/** A move-out from the command to the end. */
export async function movedOut(scene: Scene, cluster: string): Promise<void> {
  const key = scene.key(cluster);
  await approved(scene, cluster, key, await ask(scene, cluster, key));
  // Who listens hears a key where one is: in the body of the export.
  const bodies = OCPS.flatMap((ocp) => scene.toOcp(ocp)).map(({ body }) => Buffer.concat(body).toString());
  expect(bodies).toContain(JSON.stringify({ secret: key }));
}

/** From the card to the end and the file. */
export async function approved(
  scene: Scene,
  cluster: string,
  key: string,
  card: ShownMessage,
): Promise<void> {
  await press(scene.grace, card, 'Approve');
  await scene.ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await expectFile(scene, cluster, key);
}

/** The file is there, it opens with the key, and no secret can be read in it before. */
export async function expectFile({ ada, marks }: Scene, cluster: string, key: string): Promise<void> {
  const { files = [] } = await ada.waitForDirectMessage(
    (message) => message.files?.some(({ name }) => name.startsWith(cluster)) === true,
    PATIENT,
  );
  const [file] = files;
  if (file === undefined) throw new Error(`No file came for ${cluster}.`);
  const bytes = await ada.download(file);
  expect(marksIn(bytes, marks())).toEqual([]);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(key);
  const opened: unknown = JSON.parse(await decrypter.decrypt(bytes, 'text'));
  expect(JSON.stringify(opened)).toContain(JSON.stringify(TENANT_PASSWORD.text));
}

/** Everything that is refused in the modal, or breaks in it, while the key is typed. */
export async function troubleInTheModal(scene: Scene): Promise<void> {
  const { ada, controls, slack } = scene;
  const modal = await openFilled(scene, 'modal', scene.key('with a wrong phrase'));
  await modal.type(/move out/, 'Move Out');
  await refused(modal, /move out/);
  await modal.type(/move out/, 'move out');
  await modal.type(/key/, scene.alsoKey('key that is too weak', 'weakkanarienvogel'));
  await refused(modal, /at least three/);
  await modal.type(/key/, scene.alsoKey('key with a space', 'Kanarien Vogel7Qx2'));
  await refused(modal, /space/);
  const repeated = scene.key('repeated in the reason');
  await modal.type(/key/, repeated);
  await modal.type('Reason', `It moves, key ${repeated}.`);
  await refused(modal, /repeats the secret/);
  await modal.type('Reason', 'It moves.');

  // A listener that throws at a click in the modal, whose payload carries what is typed; and Slack says back what it got.
  await controls.fault({ method: 'views.update', kind: 'fail', error: 'invalid_arguments', echo: true });
  await modal.click('Choose None');
  await ada.waitForDirectMessage(/went wrong/, PATIENT);

  // Shapes that no modal has.
  const http = new LocalHttp(slack.url);
  for (const value of [[repeated], { text: repeated }, 7])
    await http.post('submit', {
      as: ada.id,
      view_id: modal.view.id,
      values: {
        ...modal.values,
        'encryption-key': { 'encryption-key': { type: 'plain_text_input', value } },
      },
    });

  await withoutVault(scene, async () => {
    await modal.submit();
    await modal.waitFor(/not (be )?saved/i);
  });
  await modal.close();
  await controls.fault({ method: 'views.open', kind: 'fail', error: 'invalid_arguments', echo: true });
  await ada.command('/moveout modal', channelOf('modal'));
}

async function refused(modal: Modal, sentence: RegExp): Promise<void> {
  await modal.submit();
  expect(JSON.stringify(modal.errors)).toMatch(sentence);
}

/** The folder of the sealed keys cannot be written to: for root no permission does that, so a file is put in its place. */
async function withoutVault({ dataDir }: Scene, work: () => Promise<void>): Promise<void> {
  const [folder, aside] = [join(dataDir, 'sealed'), join(dataDir, 'sealed-aside')];
  await rename(folder, aside);
  await writeFile(folder, '');
  await work();
  await rename(folder, join(dataDir, 'no-folder'));
  await rename(aside, folder);
}

/** Slack refuses the file, with everything that it was asked for in its words. */
export async function uploadRefused(scene: Scene): Promise<void> {
  const { ada, grace, controls } = scene;
  const key = scene.key('upload');
  const card = await ask(scene, 'upload', key);
  for (const method of ['files.getUploadURLExternal', 'files.completeUploadExternal'])
    await controls.fault({ method, kind: 'fail', error: 'file_uploads_disabled', echo: true });
  await press(grace, card, 'Approve');
  await press(ada, await failedAgain(scene, card, 1), 'Retry');
  await press(ada, await failedAgain(scene, card, 2), 'Retry');
  await ada.waitForReply(card, /is moved out of OCP/, PATIENT);
  await expectFile(scene, 'upload', key);
}

/** An OCP says the key back, in every spelling and every place of an answer that it may have; then it is quiet, and the run goes on. */
export async function keyEchoed(scene: Scene): Promise<void> {
  const key = scene.key('echoed');
  const hex = Buffer.from(key).toString('hex');
  const body = Buffer.from(JSON.stringify({ secret: key })).toString('base64');
  const messages = [key, hex, body, [key, encodeURIComponent(key), JSON.stringify(key), hex].join(' ')];
  for (const message of messages)
    scene.exportFault('echo', {
      kind: 'refuse',
      status: 400,
      code: '10010',
      message: `Bad secret ${message}`,
    });
  const error = { code: 10010, message: 'No.' };
  const traced = JSON.stringify({ successful: false, status: 400, traceId: key, error });
  const places = [
    said(400, 'application/json', traced),
    said(302, 'text/plain', '', { location: `http://127.0.0.1:9/?secret=${encodeURIComponent(key)}` }),
    said(200, 'application/octet-stream', `The secret is ${key}.`),
  ];
  const named = { 'content-disposition': `attachment; filename="${key}"` };
  const file = said(200, 'application/octet-stream', 'Nobody can read this.', named);
  for (const fault of [...places, file]) scene.exportFault('echo', fault);
  const shown = await fails(scene, 'echoed', key, messages.length + places.length);
  await press(scene.ada, shown, 'Retry');
  await scene.ada.waitForReply(shown, /is moved out of OCP/, PATIENT);
  await scene.ada.waitForDirectMessage(
    ({ files = [] }) => files.some(({ name }) => name === 'echoed-1001-credentials.osf'),
    PATIENT,
  );
}

function said(status: number, type: string, body: string, headers = {}): ServerFault {
  return { kind: 'say', status, headers: { 'content-type': type, ...headers }, body };
}

/** An OCP refuses the export, or answers with a page of its proxy. */
export async function exportRefused(scene: Scene): Promise<void> {
  const message = 'No permission to export credentials';
  scene.exportFault('stern', { kind: 'refuse', status: 403, code: '10010', message });
  scene.exportFault('stern', { kind: 'html', status: 502 });
  await failsUntilGivenUp(scene, 'refused', scene.key('refused'), 2);
}

/** An OCP is cut off at the export, loses its answer, and then is gone altogether. */
export async function ocpUnreachable(scene: Scene): Promise<void> {
  scene.exportFault('mute', { kind: 'cut' });
  scene.exportFault('mute', { kind: 'lose answer' });
  await failsUntilGivenUp(scene, 'unheard', scene.key('unheard'), 3, (tries) =>
    tries === 2 ? scene.servers.mute.stop() : Promise.resolve(),
  );
}

/** Approves, presses Retry after every failure but the last, and Give Up then. */
async function failsUntilGivenUp(
  scene: Scene,
  cluster: string,
  key: string,
  failures: number,
  before?: (tries: number) => Promise<void>,
): Promise<void> {
  const shown = await fails(scene, cluster, key, failures, before);
  await press(scene.ada, shown, 'Give Up');
  await waitForEdit(scene.ada, shown, /Abandoned/, PATIENT);
}

/** Approves, and presses Retry after every failure but the last; gives the card as it is then. */
async function fails(
  scene: Scene,
  cluster: string,
  key: string,
  failures: number,
  before: (tries: number) => Promise<void> = () => Promise.resolve(),
): Promise<ShownMessage> {
  const { ada, grace } = scene;
  const card = await ask(scene, cluster, key);
  await press(grace, card, 'Approve');
  for (let failed = 1; ; failed += 1) {
    const shown = await failedAgain(scene, card, failed);
    await before(failed);
    if (failed === failures) return shown;
    await press(ada, shown, 'Retry');
  }
}

/** Waits until a step has failed so many times; gives the card, on which that can be answered. */
async function failedAgain({ ada }: Scene, card: ShownMessage, times: number): Promise<ShownMessage> {
  const told = async () =>
    (await ada.thread(card.channel, card.ts)).filter(({ text }) => /The move-out of .* failed/.test(text))
      .length;
  await waitUntil(
    async () => ((await told()) === times ? true : undefined),
    async () => `It failed ${await told()} times, not ${times}.`,
    PATIENT,
  );
  return waitForEdit(ada, card, /Step failed[\s\S]*\[Retry\]/, PATIENT);
}
