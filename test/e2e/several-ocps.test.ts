/** Two OCPs over HTTP in one conversation, and one of them down. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { shop } from '../ocp/embedded/shop.ts';
import { type OpenServer, openServer } from '../ocp/server/open-server.ts';
import { answerTo, press } from './conversation.ts';
import { CHANNEL, openStage, type Stage } from './stage.ts';

let hz: OpenServer;
let sh: OpenServer;
let stage: Stage;

beforeEach(async () => {
  hz = await openServer(withoutStandby());
  sh = await openServer(onlyStandbyAndPayments());
  stage = await openStage({ ocps: [hz.client({ name: 'hz' }).ocp, sh.client({ name: 'sh' }).ocp] });
});
afterEach(async () => {
  await stage.close();
  await hz.stop();
  await sh.stop();
});

/** hz has payments, and orders, whose standby is in sh. */
function withoutStandby() {
  const inventory = shop();
  return { ...inventory, clusters: inventory.clusters.filter(({ type }) => type !== 'STANDBY') };
}

function onlyStandbyAndPayments() {
  const inventory = shop();
  return {
    ...inventory,
    clusters: inventory.clusters.filter(({ type, name }) => type === 'STANDBY' || name === 'payments'),
  };
}

it('lists the clusters by OCP, and how to type one whose name is in both', async () => {
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toContain('*OCP hz*: 3 clusters');
  expect(list).toContain('*OCP sh*: 2 clusters');
  expect(list).toMatch(/payments:1001 .* payments@hz/);
  expect(list).toMatch(/payments:1001 .* payments@sh/);
});

it('asks which one is meant, and takes the name with the OCP', async () => {
  await stage.ada.command('/moveout payments', CHANNEL);
  const picker = await stage.ada.waitForView(
    /There is more than one cluster "payments": payments@hz, payments@sh/,
  );
  await picker.close();
  const card = await askMoveOut(stage.ada, 'payments@sh', {});
  expect(messageText(card)).toMatch(/^⏳ Awaiting approval · payments:1001 in OCP sh$/m);
  expect(messageText(card)).toContain('Out of OCP sh');
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP sh/);
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toContain('*OCP sh*: 1 cluster');
  expect(list).toContain('payments:1001');
  expect(await answerTo(stage.ada, '/moveout status payments@sh')).toMatch(
    /No OCP that Moveout knows lists payments@sh[\s\S]*Completed/,
  );
  expect(await answerTo(stage.ada, '/moveout status payments@hz')).toMatch(
    /RUNNING[\s\S]*No request of it is known/,
  );
});

it('does nothing to a request by the name of its cluster while there is another one of that name', async () => {
  await askMoveOut(stage.ada, 'payments@hz', {});
  await askMoveOut(stage.ada, 'payments@sh', {});
  for (const command of ['cancel', 'start', 'why']) {
    const answer = await answerTo(stage.ada, `/moveout ${command} payments`);
    expect(answer).toMatch(
      /^(Nothing was done\. )?Several requests of payments are open\. Name one of them:/,
    );
    expect(answer.startsWith('Nothing was done.')).toBe(command !== 'why');
    expect(answer).toMatch(/MO-\w+ · payments:1001 in OCP hz/);
    expect(answer).toMatch(/MO-\w+ · payments:1001 in OCP sh/);
  }
  expect(await answerTo(stage.ada, '/moveout cancel payments@hz')).toMatch(
    /\(payments:1001 in OCP hz\) is cancelled; nothing was moved\./,
  );
  expect(await answerTo(stage.ada, '/moveout cancel payments')).toMatch(/in OCP sh\) is cancelled/);
});

it('refuses an OCP that it does not know, with the ones that it does', async () => {
  await stage.ada.command('/moveout payments@nowhere', CHANNEL);
  await stage.ada.waitForView(/Moveout knows no OCP “nowhere”\. It knows hz, sh\./);
});

it('blocks a primary whose standby is in the other OCP', async () => {
  await stage.ada.command('/moveout orders:1002', CHANNEL);
  await stage.ada.waitForView(/Its standby must go first: orders:1003 \(in OCP sh\) is still listed/);
});

it('shows what one OCP has while the other is down, and blocks what needs it', async () => {
  await sh.server.stop();
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toContain('*OCP hz*: 3 clusters');
  expect(list).toMatch(
    /\*OCP sh\* could not be read: OCP sh cannot be reached: nothing answers at 127\.0\.0\.1:\d+/,
  );
  await stage.ada.command('/moveout orders:1002', CHANNEL);
  await stage.ada.waitForView(
    /OCP sh may still list its standby orders:1003, since its clusters could not be read/,
  );
  await stage.grace.command('/moveout payments@sh', CHANNEL);
  await stage.grace.waitForView(/it may be in one that could not[\s\S]*OCP sh cannot be read/);
});

it('says of a name without its OCP that the OCP which is down may have one, too, but not of payments@hz', async () => {
  await sh.server.stop();
  await stage.ada.command('/moveout payments', CHANNEL);
  const modal = await stage.ada.waitForView(/OCP sh cannot be read: [\s\S]*\[Move Out\]/);
  await modal.close();
  await stage.ada.command('/moveout payments@hz', CHANNEL);
  const meant = await stage.ada.waitForView(/payments:1001[\s\S]*\[Move Out\]/);
  expect(meant.text()).not.toContain('cannot be read');
  await meant.close();
  expect(await answerTo(stage.grace, '/moveout status payments@hz')).not.toContain('could not be read');
  expect(await answerTo(stage.grace, '/moveout status payments@sh')).toMatch(
    /No OCP that could be read lists payments@sh[\s\S]*OCP sh\* could not be read/,
  );
});

it('takes no word for unknown while an OCP that never answered may know it', async () => {
  await sh.server.stop();
  await stage.restart();
  await stage.ada.command('/moveout nobody', CHANNEL);
  await stage.ada.waitForView(/No OCP that could be read lists a cluster “nobody”/);
  await answerTo(stage.ada, '/moveout help');
  const shown = (await stage.ada.messages(CHANNEL)).map(messageText).join('\n');
  expect(shown).not.toContain('nobody is no command');
});

it('refuses an OCP that it does not know in the status, too', async () => {
  expect(await answerTo(stage.ada, '/moveout status payments@nowhere')).toBe(
    'Moveout knows no OCP “nowhere”. It knows hz, sh.',
  );
});

it('says that the OCP which was meant does not list the cluster, whatever the others do', async () => {
  await stage.ada.command('/moveout orders:1002@sh', CHANNEL);
  await stage.ada.waitForView(/OCP sh lists no cluster “orders:1002”\. See \/moveout list\./);
});

it('tells of a standby which OCP has its primary, and of each request in which OCP its cluster is', async () => {
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toMatch(/orders:1003 · STANDBY .* standby of orders:1002 in OCP hz/);
  const card = await askMoveOut(stage.ada, 'payments@sh', {});
  expect(await answerTo(stage.grace, '/moveout status')).toMatch(
    /Awaiting approval MO-\w{6} · payments:1001 in OCP sh/,
  );
  await press(stage.grace, card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP sh/);
  const told = (await stage.ada.directMessages()).map(messageText).join('\n');
  expect(told).toContain('payments:1001 in OCP sh');
});

it('waits for a slow OCP no longer than it takes to say so', async () => {
  sh.server.plan.add({ path: '/api/v2/ob/clusters', times: 9, fault: { kind: 'hang' } });
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toContain('*OCP hz*: 3 clusters');
  expect(list).toMatch(
    /\*OCP sh\* could not be read: (OCP sh did not answer within 5 s|It has not answered within 6 s)/,
  );
});
