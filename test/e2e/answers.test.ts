import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, unanswered } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerMessage, answerTo, buttonsOf, press, requestIdOf, waitForEdit } from './conversation.ts';
import { CHANNEL, openStage, type Stage } from './stage.ts';

const ocp = createFaults();
let stage: Stage;
let card: ShownMessage;
let id: string;

beforeAll(async () => {
  stage = await openStage({ wrapOcp: (real) => ocp.around('ocp', real) });
  card = await askMoveOut(stage.ada, 'payments');
  id = requestIdOf(card);
});
afterAll(() => stage.close());

async function answer(command: string): Promise<string> {
  return (await answerTo(stage.linus, command)).replaceAll('*', '');
}

describe('/moveout list', () => {
  it('shows every cluster with role, state, version, pair and open request', async () => {
    const text = await answer('/moveout list');
    for (const line of [
      'OCP embedded: 10 clusters',
      `payments:1001 · PRIMARY · RUNNING · 4.2.5.3 · ⏳ Awaiting approval ${id}`,
      'orders:1002 · PRIMARY · RUNNING · 4.2.5.3 · standby: orders:1003',
      'orders:1003 · STANDBY · RUNNING · 4.2.5.3 · standby of orders:1002',
      'archive_2024:1004 · PRIMARY · STOPPED · 4.2.1.8',
      'search:1006 · PRIMARY · OPERATING · 4.2.5.3',
      'ocp_meta:1 · PRIMARY · RUNNING · 4.2.5.3 · MetaDB of OCP',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(
      /^As of .* One cluster: \/moveout status <name> · Embedded OCP, no real cluster is touched\.$/m,
    );
  });

  it('says so when OCP cannot be read', async () => {
    ocp.next('ocp.listClusters', unanswered);
    expect(await answer('/moveout list')).toContain(
      '⚠️ OCP embedded could not be read: OCP did not answer within 10 s.',
    );
  });

  it('is seen by whoever asked, and by nobody else', async () => {
    await answer('/moveout list');
    const seen = (await stage.grace.messages()).map(messageText);
    expect(seen.filter((text) => text.includes('10 clusters'))).toEqual([]);
  });
});

describe('/moveout status', () => {
  it('shows the open requests', async () => {
    const text = await answer('/moveout status');
    expect(text).toMatch(/^1 request open$/m);
    expect(text).toMatch(
      new RegExp(`^⏳ Awaiting approval ${id} · payments:1001 · 0 of 1 approval · by @U0ADA · \\d{4}-`, 'm'),
    );
  });

  it.each([() => id, () => id.toLowerCase()])(
    'of a request shows its card, with buttons that work',
    async (typed) => {
      const shown = await answerMessage(stage.linus, `/moveout status ${typed()}`);
      expect(messageText(shown)).toContain('⏳ Awaiting approval · payments:1001');
      expect(messageText(shown)).toContain('Open the card');
      expect(buttonsOf(shown)).toEqual(['Approve', 'Reject', 'Change Start', 'Cancel', 'All Hosts']);
      await stage.linus.clickButton(shown, 'All Hosts');
      const modal = await stage.linus.waitForView(/All Hosts/);
      await modal.close();
    },
  );

  it.each([
    ['payments', 'payments:1001 · PRIMARY · RUNNING · 4.2.5.3 · ⏳ Awaiting approval MO-'],
    ['payments:1001', 'payments:1001 · PRIMARY · RUNNING · 4.2.5.3 · ⏳ Awaiting approval MO-'],
    ['orders:1003', 'orders:1003 · STANDBY · RUNNING · 4.2.5.3 · standby of orders:1002 · OCP embedded'],
    ['orders', 'orders:1002 · PRIMARY · RUNNING · 4.2.5.3 · standby: orders:1003 · OCP embedded'],
    ['search', 'No request of it is known.'],
    ['nowhere', 'No OCP that Moveout knows lists nowhere.'],
    [
      'MO-ZZZZZZ',
      'Moveout knows no request MO-ZZZZZZ, or it is in a private channel that you are not in. See /moveout status for the open ones.',
    ],
    ['a:b:c', 'Moveout cannot read /moveout status a:b:c. It is written so:'],
    ['payments now', 'Moveout cannot read /moveout status payments now. It is written so:'],
  ])('%s', async (of, words) => {
    expect(await answer(`/moveout status ${of}`)).toContain(words);
  });

  it('of a cluster says it when OCP cannot be read', async () => {
    ocp.next('ocp.listClusters', unanswered);
    const text = await answer('/moveout status payments');
    expect(text).toContain('No OCP that could be read lists payments; it may be in one that could not.');
    expect(text).toContain('OCP embedded could not be read: OCP did not answer within 10 s.');
    expect(text).toContain(`⏳ Awaiting approval ${id}`);
  });

  it('works where Moveout is not a member, and in a direct message', async () => {
    expect(await answerTo(stage.grace, '/moveout status', 'C0GENERAL')).toContain(id);
    await stage.ada.clickButton(card, 'View Task').catch(() => undefined);
    await press(stage.grace, card, 'Approve');
    await waitForEdit(stage.ada, card, /^✅ Completed/);
    const direct = await stage.ada.waitForDirectMessage(/has started/);
    expect(await answerTo(stage.ada, '/moveout status', direct.channel)).toContain('No request is open.');
  });

  it('knows requests that have ended', async () => {
    expect(await answer('/moveout status payments')).toMatch(
      new RegExp(
        `^No OCP that Moveout knows lists payments\\.\n✅ Completed ${id} · payments:1001 · by @U0ADA`,
      ),
    );
    expect(await answer(`/moveout status ${id}`)).toMatch(
      /^✅ Completed · payments:1001\npayments:1001 is moved out/,
    );
  });
});

describe('/moveout help', () => {
  it.each([
    ['help', ''],
    ['HELP', ''],
    ['help me', ''],
    ['what can you do', 'what can you do is no command of Moveout.\n'],
    ['<!channel> *x*', '<!channel> *x* is no command of Moveout.\n'],
  ])('%s', async (typed, first) => {
    const text = await answerTo(stage.linus, `/moveout ${typed}`);
    expect(text).toContain(`${first}Moveout moves an OceanBase cluster out of its OCP.`);
    for (const command of [
      'list',
      'status',
      'help',
      '<name[:obClusterId][@ocp]>',
      'status <cluster or request>',
    ])
      expect(text).toContain(`/moveout ${command}`);
    expect((await stage.grace.messages(CHANNEL)).map(messageText).join()).not.toContain('no command of');
  });
});
