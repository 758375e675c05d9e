/** Moveout without Socket Mode: what Slack answers at once travels in the answer to its request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText, words } from '../flatten-blocks.ts';
import { answerTo, fillIn, openModal, press, refusalOf, waitForEdit } from './conversation.ts';
import { KEY, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ mode: 'requests' });
});
afterAll(() => stage.close());

describe('Over requests', () => {
  it('the picker offers clusters as one types, and goes on with what is picked', async () => {
    const modal = await openModal(stage.ada);
    const offered = await modal.suggest(/Which cluster/, 'pay');
    expect(offered.map(({ text }) => words(text))).toEqual(['payments:1001 · PRIMARY · RUNNING']);
    expect(await modal.suggest(/Which cluster/, 'no such cluster')).toEqual([]);
    await modal.select(/^payments:/, { query: 'pay' });
    await modal.waitFor(/payments:1001[\s\S]*\[Move Out\]/);
    await modal.close();
  });

  it('the modal says at its fields what is wrong, stays, and takes what is right', async () => {
    const modal = await openModal(stage.ada, 'payments');
    await fillIn(modal, { key: 'weak', phrase: 'move it' });
    const { errors = {} } = await modal.submit();
    expect(Object.values(errors)).toEqual([
      expect.stringMatching(/^The key is shorter than 8 characters/),
      expect.stringMatching(/move out/),
    ]);
    await fillIn(modal, { key: KEY });
    expect(await modal.submit()).toMatchObject({ ok: true });
    const card = await stage.grace.waitForMessage('C0ONCALL', /Awaiting approval · payments:1001/);

    expect(await refusalOf(stage.ada, card, 'Approve')).toMatch(/somebody else/i);
    await press(stage.grace, card, 'Reject');
    const reject = await stage.grace.waitForView(/Reject/);
    await reject.type(/Reason/, 'Not today.');
    await reject.submit();
    await waitForEdit(stage.ada, card, /Rejected · payments:1001/);
  });

  it('a request goes on after a restart, at another address', async () => {
    const card = await askMoveOut(stage.ada, 'payments');
    await stage.restart();
    await press(stage.grace, card, 'Approve');
    await waitForEdit(stage.ada, card, /Completed · payments:1001/);
    expect(await answerTo(stage.ada, '/moveout list')).not.toContain('payments');
  });

  it('nobody is there while Moveout is stopped', async () => {
    await stage.stopMoveout();
    expect(await stage.ada.command('/moveout list')).toEqual({ ok: false, error: 'dispatch_failed' });
    expect(messageText(await stage.ada.waitForDirectMessage(/Next/))).toContain('payments:1001');
  });
});
