import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import {
  answerMessage,
  answerTo,
  buttonsOf,
  openModal,
  press,
  privately,
  refusalOf,
  requestIdOf,
  tracesOf,
  waitForEdit,
} from './conversation.ts';
import { CHANNEL, KEY, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
// Nobody who is not in a channel sees an ephemeral message there; such people are told directly.
afterAll(() => stage.close(['user_not_in_channel']));
afterEach(async () => {
  for (const person of [stage.ada, stage.grace, stage.linus]) await (await person.openView())?.close();
});

describe('A click that does not count is answered privately', () => {
  let card: ShownMessage;
  beforeAll(async () => {
    card = await askMoveOut(stage.ada, 'payments');
  });

  it.each([
    [
      'U0ADA',
      'Approve',
      'This is your own request. Somebody else must approve or reject it; you can Cancel it.',
    ],
    [
      'U0GUEST',
      'Approve',
      'You may not do that: you are a guest in this workspace. Ask a full member of the card’s channel.',
    ],
    [
      'U0OUTSIDE',
      'Approve',
      'You may not do that: you are not a member of the card’s channel. Ask a full member of the card’s channel.',
    ],
    [
      'U0STRANGER',
      'Approve',
      'You may not do that: you belong to another workspace. Ask a full member of the card’s channel.',
    ],
    [
      'U0GUEST',
      'Cancel',
      'You may not do that: you are a guest in this workspace. Ask a full member of the card’s channel.',
    ],
  ])('%s: %s', async (id, label, answer) => {
    expect(await refusalOf(stage.person(id), card, label)).toBe(answer);
    expect(await stage.grace.reread(card)).toEqual(card);
    const others = [stage.ada, stage.grace, stage.linus].filter((person) => person.id !== id);
    for (const other of others)
      expect((await privately(other, CHANNEL)).map(messageText).filter((text) => text === answer)).toEqual(
        [],
      );
  });

  it.each([
    ['U0ADA', /your own request/],
    ['U0GUEST', /you are a guest/],
    ['U0OUTSIDE', /not a member of the card’s channel/],
    ['U0STRANGER', /another workspace/],
  ])('%s: Reject, with no form for a reason that would count for nothing', async (id, answer) => {
    expect(await refusalOf(stage.person(id), card, 'Reject')).toMatch(answer);
    expect(await stage.person(id).openView()).toBeUndefined();
    expect(await stage.grace.reread(card)).toEqual(card);
  });

  it('U0GONE: nothing happens', async () => {
    await press(stage.person('U0GONE'), card, 'Approve');
    await expect
      .poll(() => stage.log.filter((line) => line.includes('U0GONE') && line.includes('refused')).length)
      .toBe(1);
    expect(messageText(await stage.grace.reread(card))).toContain('Approvals 0 of 1');
  });

  it('is recorded in the log, and the request still awaits approval', async () => {
    expect(await answerTo(stage.linus, '/moveout status')).toMatch(
      /⏳ Awaiting approval MO-.* 0 of 1 approval/,
    );
    expect(stage.log.filter((line) => line.includes('"refused"')).length).toBeGreaterThanOrEqual(9);
  });
});

describe('A decision', () => {
  it('to reject needs a reason, ends the request, and is told to the requester', async () => {
    const card = await askMoveOut(stage.ada, 'loyalty');
    await press(stage.grace, card, 'Reject');
    const modal = await stage.grace.waitForView(/Reject Request/);
    await modal.submit();
    expect(Object.keys(modal.errors)).toEqual(['Reason']);
    await modal.type('Reason', '  ');
    await modal.submit();
    expect(modal.errors).toEqual({ Reason: 'Say why, in a few words.' });
    await modal.type('Reason', 'Not *today*, <!channel>');
    await modal.submit();
    const rejected = await waitForEdit(stage.ada, card, /^⛔ Rejected · loyalty:1007/);
    expect(messageText(rejected)).toMatch(/^By @U0GRACE, .*:\n> Not ∗today∗, <!channel>$/m);
    expect(buttonsOf(rejected)).toEqual([]);
    await stage.ada.waitForReply(card, /@U0ADA ⛔ Rejected by @U0GRACE: Not ∗today∗, <!channel>/);
    await stage.ada.waitForDirectMessage(/@U0GRACE rejected the move-out of loyalty:1007: Not/);
  });

  it('to cancel ends the request, and lets the cluster be requested again', async () => {
    const card = await askMoveOut(stage.ada, 'loyalty');
    await press(stage.ada, card, 'Cancel');
    const cancelled = await waitForEdit(stage.grace, card, /^🚫 Cancelled · loyalty:1007/);
    expect(messageText(cancelled)).toMatch(/By @U0ADA, .*\. Nothing was moved\./);
    expect(buttonsOf(cancelled)).toEqual([]);
    await stage.grace.waitForReply(card, /🚫 Cancelled by @U0ADA\. Nothing was moved\./);
    const modal = await openModal(stage.ada, 'loyalty');
    expect(modal.view.submit).toBe('Move Out');
  });

  it('to cancel counts in a run, too, until its submit', async () => {
    const card = await askMoveOut(stage.ada, 'loyalty');
    await stage.fault({ method: 'files.getUploadURLExternal', kind: 'delay', ms: 5_000, times: 1 });
    await press(stage.grace, card, 'Approve');
    const running = await waitForEdit(stage.ada, card, /^▶️ Running[\s\S]*Step 3 of 6/);
    await press(stage.linus, running, 'Cancel');
    await waitForEdit(stage.ada, card, /^🚫 Cancelled · loyalty:1007/);
    await stage.ada.waitForDirectMessage(
      /@U0LINUS cancelled the move-out of loyalty:1007\. Nothing was moved\./,
    );
    expect(await answerTo(stage.ada, '/moveout status loyalty')).toMatch(/^loyalty:1007 · \w+ · RUNNING/);
  });

  it.each([
    ['Approve', /^Too late to approve: this request is cancelled\. See the card\.$/],
    ['Cancel', /^This request is cancelled, so it is not possible to cancel now\. See the card\.$/],
  ])('comes too late: %s in an answer from before', async (late, answer) => {
    const card = await askMoveOut(stage.ada, 'loyalty');
    const id = requestIdOf(card);
    const status = await answerMessage(stage.grace, `/moveout status ${id.toLowerCase()}`);
    expect(buttonsOf(status)).toEqual(['Approve', 'Reject', 'Change Start', 'Cancel', 'All Hosts']);
    await press(stage.ada, card, 'Cancel');
    await waitForEdit(stage.grace, card, /Cancelled/);
    expect(await refusalOf(stage.grace, status, late)).toMatch(answer);
  });

  it('Reject that was opened before somebody else decided comes too late', async () => {
    const card = await askMoveOut(stage.ada, 'loyalty');
    await press(stage.grace, card, 'Reject');
    const modal = await stage.grace.waitForView(/Reject Request/);
    await press(stage.ada, card, 'Cancel');
    await waitForEdit(stage.ada, card, /Cancelled/);
    await modal.type('Reason', 'no');
    await modal.submit();
    await stage.grace.waitForMessage(
      CHANNEL,
      /Too late to reject: this request is cancelled\. See the card\./,
    );
  });

  it('by two people at the same moment starts one run', async () => {
    // In another channel, since Slack takes about one message a second in each.
    await stage.controls.setMember('G0DBA', 'U0LINUS', true);
    const card = await askMoveOut(stage.ada, 'archive_2024', { channel: 'G0DBA' });
    await Promise.all([press(stage.grace, card, 'Approve'), press(stage.linus, card, 'Approve')]);
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    expect(await stage.ocp.tasksOf(5)).toHaveLength(1);
    const told = (await stage.ada.thread(card.channel, card.ts)).map(messageText);
    expect(told.filter((text) => text.startsWith('▶️ Started.'))).toHaveLength(1);
    expect(told.filter((text) => text.startsWith('👍 Approved by'))).toHaveLength(1);
  });
});

it('None of it has told a key', async () => {
  expect(await tracesOf(stage, KEY)).toEqual([]);
});

describe('With MOVEOUT_APPROVALS=2', () => {
  it('two different people must approve', async () => {
    const two = await openStage({ env: { MOVEOUT_APPROVALS: '2' } });
    const modal = await openModal(two.ada, 'payments');
    expect(modal.text()).toContain('this asks for 2 approvals in #C0ONCALL');
    await modal.close();
    const card = await askMoveOut(two.ada, 'payments');
    expect(messageText(card)).toContain('Approvals 0 of 2');
    await press(two.grace, card, 'Approve');
    const once = await waitForEdit(two.linus, card, /Approvals 1 of 2 \(@U0GRACE\)/);
    expect(buttonsOf(once)).toEqual([
      'Approve',
      'Reject',
      'Change Start',
      'Withdraw Approval',
      'Cancel',
      'All Hosts',
    ]);
    expect(await refusalOf(two.grace, once, 'Approve')).toBe(
      'You have approved this already. Your approval counts once; Withdraw Approval takes it back.',
    );
    expect(await refusalOf(two.person('U0GUEST'), once, 'Approve')).toMatch(/you are a guest/);
    expect(messageText(await two.linus.reread(card))).toContain('Approvals 1 of 2 (@U0GRACE)');
    await press(two.linus, card, 'Approve');
    const done = await waitForEdit(two.ada, card, /^✅ Completed/);
    expect(messageText(done)).toContain('Approved by @U0GRACE, @U0LINUS.');
    await two.close();
  });
});
