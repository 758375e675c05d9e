/** The main job against OCPs over HTTP: the whole of Moveout, its client, and the server that speaks OCP's API. */
import { Decrypter } from 'age-encryption';
import { afterEach, expect, it } from 'vitest';
import { exampleInventory } from '../../src/ocp/embedded/example-inventory.ts';
import type { OcpVersion } from '../../src/ocp/server/generation.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import { askMoveOut, submitMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { EXPORT_PATH, type OpenServer, openServer } from '../ocp/server/open-server.ts';
import { waitUntil } from '../wait-until.ts';
import { answerTo, buttonsOf, press, waitForEdit } from './conversation.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

const EXPORTED = 'Exported in the OCP console; file and key are kept';

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

async function server(version?: OcpVersion, inventory = exampleInventory()): Promise<OpenServer> {
  const opened = await openServer(inventory, version);
  open.push(opened);
  return opened;
}

async function stageOn(...ocps: Ocp[]): Promise<Stage> {
  const stage = await openStage({ ocps });
  open.push({ stop: () => stage.close() });
  return stage;
}

/** The person in front of the modal has exported in the console, and is asked for no key. */
async function askFromConsole(stage: Stage, cluster: string) {
  await stage.ada.command(`/moveout ${cluster}`, CHANNEL);
  const modal = await stage.ada.waitForView(/\[Move Out\]/);
  const shown = modal.text();
  await modal.check(EXPORTED);
  await modal.type(/reason/i, 'It moves to the new OCP.');
  await modal.type(/move out/i, 'move out');
  return { modal, shown };
}

it('moves a cluster out of an OCP whose credentials a person exports in its console', async () => {
  const { client, server: ocp } = await server();
  const stage = await stageOn(client({ credentialExport: 'console' }).ocp);
  const { modal, shown } = await askFromConsole(stage, 'payments');
  expect(shown).toContain('System Management > Credential Management');
  expect(shown).not.toContain('Encryption key');
  await modal.submit();
  const card = await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  expect(messageText(card)).toContain(
    'Credentials exported in the OCP console by @U0ADA, who keeps the file and its key',
  );
  expect(messageText(card)).toContain('Out of OCP hz (cluster id 2 there)');
  await press(stage.grace, card, 'Approve');
  const end = await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  expect(messageText(end)).toContain(
    'It asks for the password of root@sys.\n2. Import the credential file in the new OCP (System Management > Credential Management > Import Credential) with its key. @U0ADA has both.',
  );
  const thread = (await stage.ada.thread(CHANNEL, card.ts)).map((message) => messageText(message));
  expect(thread).toContain(
    'The credentials were exported in the OCP console by @U0ADA, who keeps the file and its key.',
  );
  expect(ocp.calls.filter(({ path }) => path.endsWith('/moveOut'))).toMatchObject([
    { method: 'POST', status: 200 },
  ]);
  expect(ocp.calls.filter(({ path }) => path.includes('credentials'))).toEqual([]);
  expect(await answerTo(stage.ada, '/moveout list')).not.toContain('payments');
});

it('refuses a request whose credentials were not exported, at the box that says so', async () => {
  const { client } = await server();
  const stage = await stageOn(client({ credentialExport: 'console' }).ocp);
  const { modal } = await askFromConsole(stage, 'payments');
  await modal.uncheck(EXPORTED);
  await modal.submit();
  // Slack itself asks for a required box, before anything is sent.
  expect(JSON.stringify(modal.errors)).toMatch(/Credentials are exported/);
  expect(await answerTo(stage.ada, '/moveout status')).toMatch(/No (open )?request/i);
});

it('exports through the call that was configured, under the key, and sends the file', async () => {
  const { client } = await server();
  const stage = await stageOn(client({ credentialExport: { path: EXPORT_PATH } }).ocp);
  const card = await askMoveOut(stage.ada, 'payments');
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  const message = await stage.ada.waitForDirectMessage(
    (one) => one.files !== undefined && one.files.length > 0,
  );
  const [file] = message.files ?? [];
  if (file === undefined) throw new Error('no file was sent');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(KEY);
  expect(await decrypter.decrypt(await stage.ada.download(file), 'text')).toContain('example-payments-sys');
});

it('offers an old OCP only what it knows', async () => {
  const { client, server: ocp } = await server('4.2.1');
  const stage = await stageOn(client({ credentialExport: 'console' }).ocp);
  const { modal, shown } = await askFromConsole(stage, 'payments');
  expect(shown).toContain('this OCP’s version deletes no host with a move-out');
  expect(shown).toContain('Hosts (3)\nnone is deleted with the move-out\n');
  expect(shown).not.toMatch(/New config server|Keep the cluster information|Choose All|can be deleted/);
  await modal.submit();
  const card = await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  expect(messageText(card)).toContain('Hosts to delete (0) none');
  await press(stage.grace, card, 'Approve');
  const end = await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  expect(messageText(end)).toContain(
    '3. Delete the hosts that nothing else needs in the OCP console: the move-out deleted none. Until then OCP can deploy',
  );
  expect(ocp.calls.filter(({ path }) => path.endsWith('/moveOut'))).toHaveLength(1);
});

it('sends the options that were chosen, and shows them on the card', async () => {
  const { client, server: ocp } = await server();
  const stage = await stageOn(client().ocp);
  await submitMoveOut(stage.ada, 'payments', {
    change: async (modal) => {
      await modal.type(/config server/i, 'http://10.9.9.9');
      await modal.check('Keep the cluster information in this OCP');
      await modal.submit();
      expect(JSON.stringify(modal.errors)).toContain('Write it as http://10.0.0.7:8080');
      await modal.type(/config server/i, 'http://10.9.9.9:8080/');
    },
  });
  const card = await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  expect(messageText(card)).toMatch(/^New config server http:\/\/10\.9\.9\.9:8080$/m);
  expect(messageText(card)).toMatch(/^Cluster information is kept/m);
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  const answer = await fetch(`${ocp.url}/services?Action=ObRootServiceInfo&ObRegion=payments`);
  expect(await answer.json()).toMatchObject({ Success: true, Data: { ObCluster: 'payments' } });
});

it('warns of OBProxy clusters that link to the cluster, on the modal and on the card', async () => {
  const inventory = exampleInventory();
  const proxyClusters = [{ id: 7, name: 'edge', obLinks: [{ clusterName: 'payments', obClusterId: 1001 }] }];
  const { client } = await server('4.3.5', { ...inventory, proxyClusters });
  const stage = await stageOn(client().ocp);
  const card = await askMoveOut(stage.ada, 'payments');
  expect(messageText(card)).toContain(
    '1 OBProxy cluster links to this cluster: edge. Move OBProxy clusters out first',
  );
});

it('finds its task when the answer to the move-out is lost, and sends nothing twice', async () => {
  const { client, server: ocp } = await server();
  const stage = await stageOn(client().ocp);
  ocp.plan.add({
    method: 'POST',
    path: '/api/v2/ob/clusters/*/moveOut',
    times: 1,
    fault: { kind: 'lose answer' },
  });
  const card = await askMoveOut(stage.ada, 'payments');
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  const thread = (await stage.ada.thread(CHANNEL, card.ts)).map((message) => messageText(message));
  expect(thread.join('\n')).toMatch(/OCP has taken the move-out: it is OCP task \d+\./);
  expect(ocp.calls.filter(({ path }) => path.endsWith('/moveOut'))).toHaveLength(1);
});

it('asks people about a task of an old OCP, which does not tell its hosts', async () => {
  const { client, server: ocp } = await server('4.2.1');
  const stage = await stageOn(client({ credentialExport: 'console' }).ocp);
  ocp.plan.add({
    method: 'POST',
    path: '/api/v2/ob/clusters/*/moveOut',
    times: 1,
    fault: { kind: 'lose answer' },
  });
  const { modal } = await askFromConsole(stage, 'payments');
  await modal.submit();
  const card = await stage.ada.waitForMessage(CHANNEL, /Awaiting approval · payments/);
  await press(stage.grace, card, 'Approve');
  const asked = await waitForEdit(stage.ada, card, /Needs an answer/);
  expect(messageText(asked)).toMatch(/OCP shows a new task of this cluster \(\d+\), and Moveout cannot tell/);
  expect(buttonsOf(asked)).toEqual(expect.arrayContaining(['Check Again', 'Submit Again', 'Give Up']));
});

it('fails a step with OCP’s own refusal, its code and its trace id', async () => {
  const { client, server: ocp } = await server();
  const stage = await stageOn(client().ocp);
  ocp.plan.add({
    method: 'POST',
    path: '/api/v2/ob/clusters/*/moveOut',
    times: 1,
    fault: {
      kind: 'refuse',
      status: 403,
      code: '50002',
      message: 'Operation not allowed in cluster payments',
    },
  });
  const card = await askMoveOut(stage.ada, 'payments');
  await press(stage.grace, card, 'Approve');
  const failed = messageText(await waitForEdit(stage.ada, card, /Step failed/));
  expect(failed).toContain(
    '> OCP hz refused: Operation not allowed in cluster payments. OCP locks some clusters',
  );
  expect(failed).toMatch(/Code 50002 · OCP trace id [0-9a-f]{16}/);
});

it('is not told of the end by an empty or a half listing', async () => {
  const { client, server: ocp } = await server();
  const stage = await stageOn(client().ocp);
  const card = await askMoveOut(stage.ada, 'payments');
  const list = { method: 'GET', path: '/api/v2/ob/clusters' };
  // The task fails at the removal of the records, and the listing lies: the cluster is there.
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /OCP task \d+\./);
  ocp.plan.add({ ...list, times: 2, fault: { kind: 'half listing', honest: true } });
  await stage.ada.waitForReply(card, /is moved out of OCP hz/);
  await waitUntil(
    async () => (ocp.plan.orders().length === 0 ? true : undefined),
    () => 'the half listings were never read',
  );
});
