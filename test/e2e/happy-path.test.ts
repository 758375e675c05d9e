import { Decrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, buttonsOf, press, questionOf, tracesOf, waitForEdit } from './conversation.ts';
import { CHANNEL, KEY, type Mode, openStage, type Stage } from './stage.ts';

describe.each<Mode>(['sockets', 'requests'])('The main job over %s', (mode) => {
  let stage: Stage;
  let card: ShownMessage;

  // One subtask every 0.7 s: the card of a running request is edited every 3 s.
  beforeAll(async () => {
    stage = await openStage({ mode, env: { MOVEOUT_OCP_PACE_MS: '700' } });
  });
  afterAll(() => stage.close());

  it('shows what is asked for on a card that everybody in the channel can vote on', async () => {
    expect(await answerTo(stage.ada, '/moveout list')).toContain('payments:1001 · PRIMARY · RUNNING');
    card = await askMoveOut(stage.ada, 'payments', { reason: 'New OCP for *all* of <payments>' });
    const text = messageText(await stage.linus.reread(card));
    for (const part of [
      /^⏳ Awaiting approval · payments:1001$/m,
      /^Approvals 0 of 1$/m,
      /^Cluster payments:1001 · PRIMARY · RUNNING when requested · OceanBase 4\.2\.5\.3$/m,
      /^Out of OCP embedded \(cluster id 2 there\)$/m,
      /^Requested by @U0ADA, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m,
      /^Start as soon as it is approved$/m,
      /until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m,
      /^> New OCP for ∗all∗ of <payments>$/m,
      /^Hosts to delete \(3\) payments-a1, payments-b1, payments-c1$/m,
      /^Hosts to keep \(0\) none$/m,
      /^MO-[0-9A-Z]{6} · Embedded OCP, no real cluster is touched\.$/m,
    ])
      expect(text).toMatch(part);
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Change Start', 'Cancel', 'All Hosts']);
    expect(questionOf(card, 'Approve')).toBe(
      'Approve this move-out?\nWith your approval it starts at once. Cluster payments:1001 is moved out of OCP embedded, and 3 hosts are deleted from that OCP.\nApprove\nGo Back',
    );
  });

  it('shows all hosts to whoever asks', async () => {
    await press(stage.linus, card, 'All Hosts');
    const modal = await stage.linus.waitForView(/All Hosts/);
    expect(modal.text()).toContain('• payments-b1 (10.20.1.12) in zone2');
    await modal.close();
  });

  it('runs after one approval, and shows on the card and in View Task how far it is', async () => {
    await press(stage.grace, card, 'Approve');
    const running = await waitForEdit(stage.ada, card, /^▶️ Running · payments:1001[\s\S]*Step 5 of 6/);
    expect(buttonsOf(running)).toEqual(['View Task']);
    await press(stage.linus, running, 'View Task');
    const modal = await stage.linus.waitForView(/▶️ 5\. follow the OCP task: now[\s\S]*· RUNNING/);
    expect(modal.text()).toMatch(/3\. send the credential file to the requester: done$/m);
    expect(modal.text()).toMatch(/OCP task \d+ · .* · RUNNING/);
    const moving = messageText(await waitForEdit(stage.ada, card, /^▓+░+ [1-9]\/10$/m));
    expect(moving).toMatch(/^Now: [A-Z].+$/m);
    expect(moving).toMatch(/^Running for [1-9]\d* s\.$/m);
    await stage.ada.waitForReply(card, /Next/);
    await modal.click('Refresh');
    await modal.waitFor(/✅ Completed[\s\S]*SUCCESSFUL/);
    expect(modal.text()).toMatch(/✅ .*payments-b1 · SUCCESSFUL · \d/);
    await modal.close();
  });

  it('tells every milestone in the thread, in order', async () => {
    await stage.linus.waitForReply(card, /Next/);
    const thread = await stage.linus.thread(CHANNEL, card.ts);
    const told = thread.map((message) => messageText(message).split('\n')[0]);
    expect(told).toEqual([
      '👍 Approved by @U0GRACE (1 of 1).',
      '▶️ Started.',
      'The rules were checked again: nothing forbids the move-out.',
      'The credentials are exported and encrypted; the file was sent to @U0ADA in a direct message.',
      expect.stringMatching(/^The move-out is submitted: it is OCP task \d+\.$/),
      'The OCP task is completed. Checking that payments:1001 is gone from OCP.',
      expect.stringMatching(/^@U0ADA ✅ .*payments:1001 is moved out of OCP embedded/),
    ]);
  });

  it('ends with what was moved and what to do next, in the thread and to the requester', async () => {
    const inThread = messageText(await stage.linus.waitForReply(card, /Next/));
    const direct = messageText(await stage.ada.waitForDirectMessage(/Next/));
    for (const text of [inThread, direct]) {
      expect(text).toMatch(/is moved out of OCP embedded\*?, in \d+ s\. OCP no longer lists it\./);
      expect(text).toContain('Hosts deleted (3) payments-a1, payments-b1, payments-c1');
      expect(text).toContain('Hosts kept (0) none');
      expect(text).toContain('Requested by @U0ADA. Approved by @U0GRACE.');
      expect(text).toMatch(
        /1\. Open the credential file with age -d -o credentials\.json FILE .*\n2\. Take payments:1001 over in the new OCP, with the password of root@sys from the file\.\n3\. Enter the other/,
      );
    }
    const done = await waitForEdit(stage.grace, card, /^✅ Completed · payments:1001/);
    expect(buttonsOf(done)).toEqual(['View Task']);
  });

  it('gives the requester, and nobody else, a file that opens with the key', async () => {
    const message = await stage.ada.waitForDirectMessage(({ files = [] }) => files.length > 0);
    const [file] = message.files ?? [];
    if (file === undefined) throw new Error('There is no file.');
    expect(file.name).toBe('payments-1001-credentials.json.age');
    const decrypter = new Decrypter();
    decrypter.addPassphrase(KEY);
    const content = JSON.parse(await decrypter.decrypt(await stage.ada.download(file), 'text'));
    expect(content.cluster).toEqual({ name: 'payments', obClusterId: 1001, ocp: 'embedded', id: 2 });
    expect(content.credentials).toContainEqual(
      expect.objectContaining({
        tenantName: 'ledger',
        username: 'root',
        password: 'example-payments-ledger',
      }),
    );
    await expect(stage.grace.download(file)).rejects.toThrow('no such file');
  });

  it('has left the cluster in no list, and its hosts in no OCP', async () => {
    expect(await answerTo(stage.ada, '/moveout list')).not.toContain('payments');
    expect(await answerTo(stage.ada, '/moveout status')).toMatch(/^No request is open\.$/m);
    expect(await answerTo(stage.linus, '/moveout status payments')).toMatch(/✅ Completed MO-/);
  });

  it('has told the key to nobody', async () => {
    expect(await tracesOf(stage, KEY)).toEqual([]);
    expect((await tracesOf(stage, 'Checking that')).length).toBeGreaterThan(0);
  });
});
