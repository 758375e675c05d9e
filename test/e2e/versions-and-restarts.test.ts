/** What an OCP of another version does to a modal that is open, and to a request that is on its way. */
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_OPTION, type MoveOutOptions, type MoveOutOrder } from '../../src/domain/move-out-options.ts';
import { submitMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import { fillIn, openModal, press, waitForEdit } from './conversation.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

const ALL_OR_NONE: MoveOutOptions = {
  deleteHosts: 'all or none',
  skipHosts: false,
  keepClusterInfo: false,
  configAddress: true,
};
const EXPORTED = 'Exported in the OCP console; file and key are kept';

let stage: Stage;
let version: MoveOutOptions;
let exportInConsole: string | undefined;
let orders: MoveOutOrder[];
let isSilent: boolean;
beforeEach(async () => {
  version = EVERY_OPTION;
  exportInConsole = undefined;
  orders = [];
  isSilent = false;
  stage = await openStage({
    wrapOcp: (ocp) => ({
      ...ocp,
      get exportInConsole() {
        return exportInConsole;
      },
      moveOutOptions: async () => {
        if (isSilent) throw new Error('OCP does not tell its version.');
        return version;
      },
      moveOut: (id, order) => {
        orders.push(order);
        return ocp.moveOut(id, order);
      },
    }),
  });
});
afterEach(() => stage.close());

const card = (cluster: string) =>
  stage.ada.waitForMessage(CHANNEL, new RegExp(`Awaiting approval · ${cluster}`));

it('An OCP that deletes all hosts or none is asked for all of them together', async () => {
  version = ALL_OR_NONE;
  const modal = await openModal(stage.ada, 'payments');
  expect(modal.text()).toContain('[x] Delete all 3 hosts with the move-out');
  expect(modal.text()).not.toMatch(/Choose All|Skip operations|Keep the cluster information/);
  await fillIn(modal, { key: KEY });
  await modal.submit();
  const asked = await card('payments');
  expect(messageText(asked)).toContain('Hosts to delete (3) payments-a1, payments-b1, payments-c1');
  await press(stage.grace, asked, 'Approve');
  await stage.ada.waitForReply(asked, /is moved out of OCP embedded/);
  expect(orders).toMatchObject([
    { deleteHostIds: [expect.any(Number), expect.any(Number), expect.any(Number)] },
  ]);
});

it('An offline host that cannot be skipped is warned of, in the modal and on the card', async () => {
  version = ALL_OR_NONE;
  const modal = await openModal(stage.ada, 'logistics');
  const warning =
    '1 host is offline, and this OCP cannot skip operations there, so its task will fail: logistics-c1.';
  expect(modal.text()).toContain(`Warning: ${warning}`);
  expect(modal.text()).toContain('[ ] Delete all 3 hosts with the move-out');
  await fillIn(modal, { key: KEY });
  await modal.submit();
  expect(messageText(await card('logistics'))).toContain(warning);
});

it('What was asked for and OCP no longer knows cannot be approved, and the card says what', async () => {
  await submitMoveOut(stage.ada, 'payments', {
    change: async (modal) => {
      await modal.uncheck('payments-b1');
      await modal.check('Keep the cluster information in this OCP');
    },
  });
  const asked = await card('payments');
  version = ALL_OR_NONE;
  await press(stage.grace, asked, 'Approve');
  const changed = await waitForEdit(stage.ada, asked, /It cannot be approved while that is so\./);
  expect(messageText(changed)).toContain(
    '⛔ OCP embedded is of a version now that cannot do this: delete only some of the hosts; keep the cluster information.',
  );
  expect(orders).toEqual([]);
});

it('An OCP that does not tell its version gets no form, and Try Again brings it', async () => {
  isSilent = true;
  const modal = await openModal(stage.ada, 'payments');
  expect(modal.text()).toContain('This could not be loaded: OCP does not tell its version.');
  expect(modal.view.submit).toBeUndefined();
  isSilent = false;
  await modal.click('Try Again');
  await modal.waitFor(/\[Move Out\]/);
});

it('A form for the console is made anew after a restart: what was chosen stands, the tick is given again', async () => {
  version = ALL_OR_NONE;
  exportInConsole = 'In the console: *System Management*, *Credential Management*, *Export*.';
  const modal = await openModal(stage.ada, 'payments');
  await modal.uncheck('Delete all 3 hosts with the move-out');
  await modal.type('New config server', 'http://10.9.9.9:8080');
  await modal.check(EXPORTED);
  await modal.type('Reason', 'typed before');
  await modal.type(/move out/, 'move out');
  await stage.restart();
  await modal.submit();
  await modal.waitFor(/Moveout was restarted meanwhile, so nothing was requested\.[\s\S]*\[Move Out\]/);
  const text = modal.text();
  expect(text).toContain('[ ] Delete all 3 hosts with the move-out');
  expect(text).toContain('http://10.9.9.9:8080');
  expect(text).toContain(`[ ] ${EXPORTED}`);
  await modal.check(EXPORTED);
  await modal.type(/move out/, 'move out');
  await modal.submit();
  const asked = messageText(await card('payments'));
  expect(asked).toContain('Hosts to delete (0) none');
  expect(asked).toContain('New config server http://10.9.9.9:8080');
  expect(asked).toContain('Credentials exported in the OCP console by @U0ADA');
});

it('A run with credentials from the console goes on after a restart, with no key and no file anywhere', async () => {
  exportInConsole = 'In the console: *Export*.';
  const modal = await openModal(stage.ada, 'payments');
  expect(modal.text()).not.toContain('Encryption key');
  await modal.check(EXPORTED);
  await modal.type('Reason', 'It moves to the new OCP.');
  await modal.type(/move out/, 'move out');
  await modal.submit();
  const asked = await card('payments');
  const edits = async () => (await stage.controls.calls('chat.update')).length;
  const before = await edits();
  await stage.restart();
  await waitUntil(
    async () => ((await edits()) > before ? true : undefined),
    () => 'The card was never edited, as every start does.',
  );
  await press(stage.grace, asked, 'Approve');
  await stage.ada.waitForReply(asked, /is moved out of OCP embedded/);
  const sent = await stage.ada.directMessages();
  expect(sent.flatMap(({ files = [] }) => files)).toEqual([]);
  const kept = await readdir(stage.dataDir, { recursive: true });
  expect(kept.filter((path) => /^(sealed|exports)\/./.test(path))).toEqual([]);
});
