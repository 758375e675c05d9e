/** People who leave the channel while a request waits: voters and requester are read again, at the vote and at the start. */
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, press, refusalOf, requestIdOf, waitForEdit } from './conversation.ts';
import { CHANNEL, stageFor } from './stage.ts';

describe('Who has left when the run is to start', () => {
  it.concurrent('no longer counts: approval is asked for again, and nothing has started', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace, linus, controls } = stage;
    const at = new Date(Date.now() + 48 * 3_600_000).toISOString();
    const card = await askMoveOut(ada, 'payments', {
      change: async (form) => {
        await form.select('At a date and time');
        await form.type('Date', at.slice(0, 10));
        await form.type('Time', at.slice(11, 16));
      },
    });
    await press(grace, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled/);
    await controls.setMember(CHANNEL, 'U0GRACE', false);
    await press(ada, scheduled, 'Start Now');
    const again = await waitForEdit(ada, card, /^⏳ Awaiting approval/);
    expect(messageText(again)).toContain('Approvals 0 of 1');
    expect(messageText(again)).toContain(
      '⚠️ The approval of @U0GRACE no longer counts: no longer in this channel.',
    );
    await ada.waitForDirectMessage(
      /must be approved again: the approval of @U0GRACE no longer counts, no longer in this channel\./,
    );
    expect(await stage.ocp.tasksOf(2)).toEqual([]);
    await press(linus, again, 'Approve');
    await waitForEdit(ada, card, /^🗓️ Scheduled/);
  });
});

describe('A requester who has left the channel', () => {
  it.concurrent('gets no approval while that is so, and may still cancel', async (context) => {
    const { ada, grace, controls } = await stageFor(context);
    const card = await askMoveOut(ada, 'payments');
    await controls.setMember(CHANNEL, 'U0ADA', false);
    expect(await refusalOf(grace, card, 'Approve')).toMatch(
      /^What people voted on is no longer so\. Who requested this is no longer in this channel\. Your approval was not counted/,
    );
    const forbidden = await waitForEdit(grace, card, /⛔ Who requested this is no longer in this channel\./);
    expect(messageText(forbidden)).toContain('It cannot be approved while that is so.');
    expect(await refusalOf(grace, forbidden, 'Approve')).toMatch(
      /^It cannot be approved now\. Who requested/,
    );
    expect(await answerTo(ada, `/moveout cancel ${requestIdOf(card)}`, 'C0GENERAL')).toContain(
      'is cancelled',
    );
  });
});
