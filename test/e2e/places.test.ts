import { afterAll, describe, expect, it } from 'vitest';
import { askMoveOut, submitMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, openModal, press, waitForEdit } from './conversation.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

describe('Without MOVEOUT_CHANNEL', () => {
  let stage: Stage;
  // Refused while Moveout was out of the channel: the card, and the look whether it arrived.
  afterAll(() => stage.close(['not_in_channel']));

  it('the card goes to the channel of the command', async () => {
    stage = await openStage();
    const card = await askMoveOut(stage.ada, 'payments', { channel: 'G0DBA' });
    expect(card.channel).toBe('G0DBA');
    expect((await stage.ada.messages(CHANNEL)).map(messageText).join()).not.toContain('payments');
    await press(stage.grace, card, 'Approve');
    const direct = await stage.ada.waitForDirectMessage(/is moved out/);
    await waitForEdit(stage.ada, card, /^✅ Completed/);
    const answer = await answerTo(stage.ada, '/moveout loyalty', direct.channel);
    expect(answer).toBe(
      'Others must see and approve a move-out, so it cannot be requested in a direct message. ' +
        'Use /moveout in a channel, or have the administrator set MOVEOUT_CHANNEL.',
    );
    expect(await stage.ada.openView()).toBeUndefined();
  });

  it('the person is told how to invite Moveout into the channel, and then it works', async () => {
    const modal = await openModal(stage.ada, 'loyalty', 'C0GENERAL');
    expect(modal.text()).toContain('Moveout is not in the channel of the card');
    expect(modal.text()).toContain('Type /invite @Moveout in that channel, then press Try Again.');
    expect(modal.text()).toContain('The channel of the card: #C0GENERAL');
    expect(modal.view.submit).toBeUndefined();
    await stage.controls.setMember('C0GENERAL', 'U0MOVEOUT', true);
    await modal.click('Try Again');
    await modal.waitFor(/\[Move Out\]/);
    await modal.close();
    const card = await askMoveOut(stage.ada, 'loyalty', { channel: 'C0GENERAL' });
    await press(stage.ada, card, 'Cancel');
    await stage.ada.waitForReply(card, /Cancelled by @U0ADA/);
  });

  it('a card that cannot be posted follows when Moveout is invited again', async () => {
    const modal = await openModal(stage.ada, 'coupons', 'C0GENERAL');
    await modal.type(/key/, 'Correct-Horse-42');
    await modal.type('Reason', 'x');
    await modal.type(/move out/, 'move out');
    await stage.controls.setMember('C0GENERAL', 'U0MOVEOUT', false);
    await modal.submit();
    const told = messageText(await stage.ada.waitForDirectMessage(/coupons:1008\) cannot be posted/));
    expect(told).toMatch(
      /^The card of MO-[0-9A-Z]{6} \(coupons:1008\) cannot be posted in #C0GENERAL: Moveout is not in it\. Type \/invite @Moveout there; the card follows\.$/,
    );
    await stage.controls.setMember('C0GENERAL', 'U0MOVEOUT', true);
    await stage.ada.waitForMessage('C0GENERAL', /Awaiting approval · coupons:1008/);
    expect((await stage.calls()).filter(({ error }) => error === 'not_in_channel')).not.toHaveLength(0);
  });
});

describe('With MOVEOUT_CHANNEL', () => {
  it('the card goes there, from a channel without Moveout and from a direct message', async () => {
    const stage = await openStage({ env: { MOVEOUT_CHANNEL: CHANNEL } });
    await submitMoveOut(stage.ada, 'payments', { channel: 'C0GENERAL' });
    const card = await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · payments:1001/);
    await press(stage.grace, card, 'Approve');
    const direct = await stage.ada.waitForDirectMessage(/is moved out/);
    await submitMoveOut(stage.ada, 'loyalty', { channel: direct.channel });
    const second = await stage.grace.waitForMessage(CHANNEL, /Awaiting approval · loyalty:1007/);
    expect(second.channel).toBe(CHANNEL);
    await stage.close();
  });

  it('of which Moveout is no member, the person is told so', async () => {
    const stage = await openStage({ env: { MOVEOUT_CHANNEL: 'C0GENERAL' } });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain('/invite @Moveout');
    await stage.close();
  });
});

describe('Who may ask', () => {
  it('a full member of the workspace and of the card’s channel', async () => {
    const stage = await openStage();
    for (const [id, channel, answer] of [
      [
        'U0GUEST',
        CHANNEL,
        'You may not request a move-out here: you are a guest in this workspace. Ask a full member.',
      ],
      [
        'U0STRANGER',
        CHANNEL,
        'You may not request a move-out here: you belong to another workspace. Ask a full member.',
      ],
    ] as const) {
      const modal = await openModal(stage.person(id), 'payments', channel);
      expect(modal.text()).toContain(answer);
      expect(modal.text()).not.toContain('payments-a1');
      expect(modal.view.submit).toBeUndefined();
    }
    const picker = await openModal(stage.person('U0GUEST'), '');
    expect(picker.text()).toContain('you are a guest');
    await stage.close();
  });

  it('nobody who is not in the channel of the card', async () => {
    const stage = await openStage({ env: { MOVEOUT_CHANNEL: CHANNEL } });
    const modal = await openModal(stage.person('U0OUTSIDE'), 'payments', 'C0GENERAL');
    expect(modal.text()).toContain(
      'You may not request a move-out here: you are not a member of the card’s channel. Join it, then try again.',
    );
    expect(modal.view.submit).toBeUndefined();
    await stage.close();
  });

  it('only those in MOVEOUT_REQUESTERS, when it is set', async () => {
    const stage = await openStage({ env: { MOVEOUT_REQUESTERS: 'U0GRACE, U0GUEST' } });
    const refused = await openModal(stage.ada, 'payments');
    expect(refused.text()).toContain('you are not on the list of requesters (MOVEOUT_REQUESTERS)');
    expect(refused.view.submit).toBeUndefined();
    expect((await openModal(stage.person('U0GUEST'), 'payments')).text()).toContain('you are a guest');
    const card = await askMoveOut(stage.grace, 'payments');
    await press(stage.ada, card, 'Approve');
    await waitForEdit(stage.ada, card, /^✅ Completed/);
    await stage.close();
  });

  it('nobody, while Slack does not say who they are', async () => {
    const stage = await openStage();
    await stage.fault({ method: 'users.info', kind: 'fail', error: 'internal_error' });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toMatch(/could not be loaded/);
    expect(modal.text()).toContain('[Try Again]');
    await modal.click('Try Again');
    await modal.waitFor(/\[Move Out\]/);
    await stage.close(['internal_error']);
  });

  it('nobody who may not any more when the form comes, which stays open', async () => {
    const stage = await openStage();
    const { ada, controls } = stage;
    const modal = await openModal(ada, 'payments');
    await modal.type(/key/i, KEY);
    await modal.type(/reason/i, 'It moves to the new OCP.');
    await modal.type(/move out/i, 'move out');
    const refused = async () => {
      await modal.submit();
      return Object.values(modal.errors);
    };
    await stage.fault({ method: 'users.info', kind: 'fail', error: 'internal_error' });
    expect(await refused()).toEqual([
      'Nothing was requested: Moveout could not read from Slack who you are. Press Move Out again.',
    ]);
    await stage.fault({ method: 'users.info', kind: 'delay', ms: 2_500 });
    expect(await refused()).toEqual([expect.stringContaining('could not read from Slack who you are')]);
    await controls.setMember(CHANNEL, 'U0ADA', false);
    expect(await refused()).toEqual([
      'You may not request a move-out here: you are not a member of the card’s channel. Join it, then try again.',
    ]);
    expect((await stage.grace.messages(CHANNEL)).map(messageText).join()).not.toContain('payments');
    await controls.setMember(CHANNEL, 'U0ADA', true);
    await modal.submit();
    await ada.waitForMessage(CHANNEL, /^⏳ Awaiting approval/);
    await stage.close(['internal_error']);
  });
});
