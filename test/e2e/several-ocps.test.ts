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

it('waits for a slow OCP no longer than it takes to say so', async () => {
  sh.server.plan.add({ path: '/api/v2/ob/clusters', times: 9, fault: { kind: 'hang' } });
  const list = await answerTo(stage.ada, '/moveout list');
  expect(list).toContain('*OCP hz*: 3 clusters');
  expect(list).toMatch(
    /\*OCP sh\* could not be read: (OCP sh did not answer within 5 s|It has not answered within 6 s)/,
  );
});
