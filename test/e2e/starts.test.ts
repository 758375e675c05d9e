/** When runs start: at a chosen moment, before it, at another one, and never in a freeze period. */
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, unanswered } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import {
  answerTo,
  buttonsOf,
  fillIn,
  openModal,
  press,
  questionOf,
  requestIdOf,
  waitForEdit,
} from './conversation.ts';
import { KEY, openStage, type Stage, stageFor } from './stage.ts';

/** A date and a time as the form takes them, in UTC. */
function inDays(days: number): { date: string; time: string } {
  const moment = new Date(Date.now() + days * 86_400_000).toISOString();
  return { date: moment.slice(0, 10), time: moment.slice(11, 16) };
}

const LATER = inDays(2);

async function askLater({ ada }: Stage, at = LATER) {
  return askMoveOut(ada, 'payments', {
    change: async (modal) => {
      await modal.select('At a date and time');
      await modal.type('Date', at.date);
      await modal.type('Time', at.time);
    },
  });
}

describe('A run at a chosen moment', () => {
  it.concurrent('is scheduled, says when in the zone of the viewer, and starts now when somebody asks', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace } = stage;
    const card = await askLater(stage);
    expect(messageText(card)).toContain(`Start ${LATER.date} ${LATER.time} UTC`);
    await press(grace, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled · payments:1001/);
    expect(messageText(scheduled)).toContain(`Starts ${LATER.date} ${LATER.time} UTC, not after `);
    expect(JSON.stringify(scheduled.blocks)).toContain('<!date^');
    await press(grace, scheduled, 'Start Now');
    await ada.waitForReply(card, /@U0GRACE asked to start it now\./);
    await waitForEdit(ada, card, /^✅ Completed/);
  });

  it.concurrent('is given another start, which voids the votes', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace, linus } = stage;
    const card = await askLater(stage);
    await press(grace, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled/);
    await press(linus, scheduled, 'Change Start');
    const modal = await linus.waitForView(/With another start the approvals given so far are void/);
    expect(modal.text()).toContain('[x] At a date and time');
    await modal.select('As soon as it is approved');
    await modal.submit();
    const moved = await waitForEdit(ada, card, /^⏳ Awaiting approval/);
    expect(messageText(moved)).toContain('Approvals 0 of 1');
    expect(messageText(moved)).toMatch(/• The start was \d{4}-.*, and is as soon as it is approved\./);
    await ada.waitForReply(card, /🗓️ @U0LINUS chose another start: as soon as it is approved\./);
    await press(grace, moved, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
  });

  it.concurrent('is started and cancelled by command, as the rules let', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace } = stage;
    const card = await askLater(stage);
    const id = requestIdOf(card);
    expect(await answerTo(grace, `/moveout start ${id}`)).toMatch(
      /^This request awaits approval, so it is not possible to start it now/,
    );
    expect(await answerTo(stage.person('U0GUEST'), '/moveout cancel payments')).toMatch(/you are a guest/);
    expect(await answerTo(grace, '/moveout cancel payments')).toMatch(
      new RegExp(`${id}.* is cancelled; nothing was moved\\.`),
    );
    await waitForEdit(ada, card, /^🚫 Cancelled/);
    expect(await answerTo(grace, '/moveout cancel payments')).toMatch(/No request of payments is open\./);
    const again = await askLater(stage);
    await press(grace, again, 'Approve');
    await waitForEdit(ada, again, /^🗓️ Scheduled/);
    expect(await answerTo(ada, `/moveout start ${requestIdOf(again).toLowerCase()}`)).toMatch(
      / starts once OCP has been read again; its thread tells\./,
    );
    await waitForEdit(ada, again, /^✅ Completed/);
  });

  it.concurrent('is not dropped when the date is filled in and another start is left chosen', async (context) => {
    const { ada } = await stageFor(context);
    const modal = await openModal(ada, 'payments');
    await fillIn(modal, { key: KEY });
    await modal.type('Date', LATER.date);
    await modal.type('Time', LATER.time);
    await modal.submit();
    expect(modal.errors).toEqual({ Date: 'Choose "At a date and time" for this, or clear it.' });
  });

  it.concurrent('cannot be in the past, or too far ahead', async (context) => {
    const { ada } = await stageFor(context);
    const modal = await openModal(ada, 'payments');
    await fillIn(modal, { key: KEY });
    await modal.select('At a date and time');
    for (const [days, error] of [
      [-1, /^This is in the past; it is UTC time\. Choose a later one\.$/],
      [40, /^Choose a start within 30 days\.$/],
    ] as const) {
      const { date, time } = inDays(days);
      await modal.type('Date', date);
      await modal.type('Time', time);
      await modal.submit();
      expect(modal.errors.Date).toMatch(error);
    }
  });
});

describe('A freeze period', () => {
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = inDays(1).date;

  it.concurrent('lets nothing start: neither now nor on a frozen day', async (context) => {
    const stage = await stageFor(context, { env: { MOVEOUT_FREEZE: `${today}..${tomorrow}` } });
    const { ada, grace } = stage;
    const modal = await openModal(ada, 'payments');
    expect(modal.text()).not.toContain('As soon as it is approved');
    expect(modal.text()).toMatch(/At a date and time — Frozen until \w{3} \d+ \w{3} 00:00, UTC time/);
    await modal.close();
    const card = await askLater(stage, inDays(3));
    await press(grace, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled/);
    expect(messageText(scheduled)).toMatch(/⚠️ Nothing starts before .*: a freeze period\./);
    expect(buttonsOf(scheduled)).not.toContain('Start Now');
    expect(await answerTo(grace, '/moveout start payments')).toMatch(
      /^Nothing starts before .*, in a freeze period\. Nothing was done\.$/,
    );
    expect(buttonsOf(scheduled)).toContain('Change Start');
  });
});

describe('A start that was missed while Moveout was down', () => {
  const HOURS = 3_600_000;

  it.concurrent.each([
    {
      name: 'is made up within its time',
      after: 53,
      edit: /^✅ Completed/,
      says: /^Started .*, planned for .*/m,
    },
    {
      name: 'is none after it',
      after: 55,
      edit: /^⌛ Expired/,
      says: /^It was approved, and could not start in time\. Nothing was moved\.$/m,
    },
  ])('$name', async ({ after, edit, says }) => {
    const stage = await openStage();
    const { ada, grace } = stage;
    const card = await askLater(stage);
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /^🗓️ Scheduled/);
    await stage.restart(after * HOURS);
    expect(messageText(await waitForEdit(ada, card, edit))).toMatch(says);
    await stage.close();
  });
});

describe('An approval in a freeze period', () => {
  it.concurrent('is withdrawn: approval is asked for again, and nothing has started', async (context) => {
    const dates = `${inDays(1).date}..${inDays(3).date}`;
    const stage = await stageFor(context, { env: { MOVEOUT_FREEZE: dates, MOVEOUT_APPROVAL_TTL: '3d' } });
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    await stage.restart(86_400_000);
    const frozen = await waitForEdit(ada, card, /With one more approval it still cannot start in time/);
    await press(grace, frozen, 'Approve');
    const approved = await waitForEdit(ada, card, /^👍 Approved/);
    expect(messageText(approved)).toMatch(
      /Nothing starts before .*: a freeze period\. It would expire .*: choose another start\./,
    );
    expect(buttonsOf(approved)).toEqual(['Change Start', 'Withdraw Approval', 'Cancel', 'View Task']);
    expect(questionOf(approved, 'Withdraw Approval')).toContain(
      'It no longer counts. If too few are left, it does not start, and approval is asked for again.',
    );
    expect(await answerTo(grace, '/moveout start payments')).toMatch(
      /^Nothing starts before .*, in a freeze/,
    );
    await press(grace, approved, 'Withdraw Approval');
    const again = await waitForEdit(ada, card, /^⏳ Awaiting approval/);
    expect(messageText(again)).toContain('Approvals 0 of 1');
    await ada.waitForReply(card, /↩️ @U0GRACE withdrew the approval\./);
    expect(await stage.ocp.tasksOf(2)).toEqual([]);
  });
});

describe('An approved request that cannot start', () => {
  it.concurrent('expires when its time is over', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, {
      env: { MOVEOUT_START_TTL: '10s' },
      wrapOcp: (real) => faults.around('ocp', real),
    });
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    // The vote sees OCP; from then on it is silent.
    faults.next('ocp.readCluster', { kind: 'none' });
    faults.next('ocp.readCluster', unanswered, 1_000);
    await press(grace, card, 'Approve');
    await waitForEdit(
      ada,
      card,
      /Not possible since .*: OCP did not answer within 10 s\. Moveout keeps trying\./,
    );
    const expired = await waitForEdit(ada, card, /^⌛ Expired/, { timeoutMs: 40_000 });
    expect(messageText(expired)).toContain(
      'It was approved, and could not start in time. Nothing was moved.',
    );
    await ada.waitForDirectMessage(/⌛ The move-out of payments:1001 expired\./);
    expect(faults.calls.filter(({ name }) => name === 'ocp.exportCredentials')).toEqual([]);
  });
});
