import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, buttonsOf, openModal, press, tracesOf, waitForEdit } from './conversation.ts';
import { KEY, openStage } from './stage.ts';

const HOUR = 3_600_000;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A window of each week, from so many hours to so many hours after a moment. */
function windowAround(now: number, from: number, to: number): string {
  const start = new Date(now + from * HOUR);
  const end = new Date(now + to * HOUR);
  return `${DAYS[start.getUTCDay()]} ${clock(start)}-${clock(end)}`;
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 16);
}

const CHOSEN = /\[x\] In the off-peak window|\[x\] In the next off-peak window/;

describe('Outside of the off-peak window', () => {
  it('the modal warns and offers the next one; a scheduled request says when it starts, and can be cancelled', async () => {
    const now = Date.now();
    const hours = `${windowAround(now, 9, 10)}; ${windowAround(now, 3, 5)}`;
    const stage = await openStage({ env: { MOVEOUT_OFF_PEAK: hours } });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toMatch(
      /⚠ Warning: It is not off-peak hours now; the next window is \w+ .*\d\d:\d\d.*\d\d:\d\d.*UTC/,
    );
    const at = clock(new Date(now + 3 * HOUR));
    expect(modal.text()).toMatch(
      new RegExp(
        `^Start\n\\[x\\] As soon as it is approved — Outside the off-peak hours: one more approval is needed\n\\[ \\] In the next off-peak window, \\w{3} \\d+ \\w{3} ${at} — UTC time, until `,
        'm',
      ),
    );
    expect(modal.text()).not.toMatch(CHOSEN);
    await modal.close();
    const card = await askMoveOut(stage.ada, 'payments', {
      change: (open) => open.select(/next off-peak window/),
    });
    expect(messageText(card)).toMatch(
      /^Start in the off-peak window \d{4}-\d\d-\d\d \d\d:\d\d UTC to \d{4}-/m,
    );
    expect(messageText(card)).not.toContain('one approval more');
    await press(stage.grace, card, 'Approve');
    const scheduled = await waitForEdit(stage.ada, card, /^🗓️ Scheduled · payments:1001/);
    expect(messageText(scheduled)).toMatch(
      new RegExp(`^Starts \\d{4}-\\d\\d-\\d\\d ${at} UTC, not after `, 'm'),
    );
    expect(buttonsOf(scheduled)).toEqual([
      'Approve',
      'Change Start',
      'Withdraw Approval',
      'Cancel',
      'View Task',
    ]);
    await stage.ada.waitForDirectMessage(/The move-out of payments:1001 is approved\. It starts \d{4}-/);
    expect(await answerTo(stage.linus, '/moveout status')).toMatch(/🗓️ Scheduled MO-.* · starts \d{4}-/);
    expect(await tracesOf(stage, KEY)).toEqual([]);

    const guest = stage.person('U0GUEST');
    await press(guest, scheduled, 'View Task');
    const seen = await guest.waitForView(/Scheduled · payments:1001/);
    await seen.click('Cancel');
    await guest.waitForDirectMessage(/^You may not do that: you are a guest in this workspace\./);
    await press(stage.ada, scheduled, 'View Task');
    const own = await stage.ada.waitForView(/Scheduled · payments:1001/);
    await own.click('Cancel');
    await own.waitFor(/🚫 Cancelled · payments:1001/);
    expect(own.text()).not.toContain('[Cancel]');
    const cancelled = await waitForEdit(stage.grace, card, /^🚫 Cancelled/);
    expect(buttonsOf(cancelled)).toEqual([]);
    expect(await stage.ocp.tasksOf(2)).toEqual([]);
    await stage.close();
  });

  it('a scheduled request is started now when one more person approves', async () => {
    const stage = await openStage({ env: { MOVEOUT_OFF_PEAK: windowAround(Date.now(), 3, 5) } });
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments', {
      change: (open) => open.select(/next off-peak window/),
    });
    await press(grace, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled · payments:1001/);
    expect(messageText(scheduled)).toContain(
      'To start it outside the off-peak hours, one more person must approve.',
    );
    expect(await answerTo(ada, '/moveout start payments')).toBe(
      'Outside the off-peak hours it needs 2 approvals, and it has 1. Let one more person press Approve on the card, or wait for its time. Nothing was done.',
    );
    await press(linus, scheduled, 'Approve');
    await ada.waitForReply(
      card,
      /👍 Approved by @U0LINUS, one more than its start needs: it can be started outside the off-peak hours, too\./,
    );
    const ready = await waitForEdit(
      ada,
      card,
      /Approved by @U0GRACE, @U0LINUS: one more than in the off-peak hours\./,
    );
    expect(buttonsOf(ready)).not.toContain('Approve');
    await press(ada, ready, 'Start Now');
    await waitForEdit(ada, card, /^✅ Completed/);
    await stage.close();
  });

  it('an approval in a home that is some seconds old is none for an earlier start', async () => {
    const stage = await openStage({ env: { MOVEOUT_OFF_PEAK: windowAround(Date.now(), 3, 5) } });
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments', {
      change: (open) => open.select(/next off-peak window/),
    });
    const home = await linus.openHome();
    await home.waitFor(/With your approval it starts /);
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /^🗓️ Scheduled · payments:1001/);
    await home.click('Approve');
    await linus.waitForDirectMessage(/^Too late to approve: this request is scheduled\. See the card\./);
    expect(messageText(await linus.reread(card))).toContain('Approved by @U0GRACE.');
    await stage.close();
  });

  it('who chooses to start when approved needs one approval more, and the card says so', async () => {
    const now = Date.now();
    const stage = await openStage({ env: { MOVEOUT_OFF_PEAK: windowAround(now, 3, 5) } });
    const card = await askMoveOut(stage.ada, 'payments');
    expect(messageText(card)).toContain(
      'Start as soon as it is approved, outside the off-peak hours: one approval more than otherwise',
    );
    await press(stage.grace, card, 'Approve');
    await waitForEdit(stage.ada, card, /Approvals 1 of 2/);
    await press(stage.linus, card, 'Approve');
    await waitForEdit(stage.ada, card, /^✅ Completed/);
    await stage.close();
  });
});

describe('A window across midnight', () => {
  it.each([
    ['2027-02-05T23:30:00Z', 'In the off-peak window that is open now, until Sat 6 Feb 06:00'],
    ['2027-02-06T05:45:00Z', 'In the off-peak window that is open now, until Sat 6 Feb 06:00'],
    ['2027-02-06T06:01:00Z', 'In the next off-peak window, Mon 8 Feb 22:00'],
  ])('is one: at %s', async (time, offer) => {
    const ahead = Date.parse(time) - Date.now();
    const stage = await openStage({
      clock: { now: () => new Date(Date.now() + ahead) },
      env: { MOVEOUT_OFF_PEAK: 'Mon-Fri 22:00-06:00' },
    });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain(`[ ] ${offer}`);
    await modal.close();
    await stage.close();
  });
});

describe('A window in the hour that daylight saving skips', () => {
  it('is offered for the moment at which the clocks jump', async () => {
    const ahead = Date.parse('2027-03-28T00:30:00Z') - Date.now();
    const stage = await openStage({
      clock: { now: () => new Date(Date.now() + ahead) },
      env: { MOVEOUT_OFF_PEAK: 'Sun 02:00-03:00', MOVEOUT_TIMEZONE: 'Europe/Berlin' },
    });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain(
      '[ ] In the next off-peak window, Sun 28 Mar 03:00 — Europe/Berlin time, until Sun 28 Mar 04:00',
    );
    await modal.close();
    await stage.close();
  });
});

describe('Inside of the off-peak window', () => {
  it('the check passes, and a request for the window starts at once', async () => {
    const now = Date.now();
    const stage = await openStage({
      env: { MOVEOUT_OFF_PEAK: windowAround(now, -1, 2), MOVEOUT_TIMEZONE: 'Etc/UTC' },
    });
    const modal = await openModal(stage.ada, 'payments');
    expect(modal.text()).toContain('✓ Passed: It is off-peak hours now: ');
    expect(modal.text()).toMatch(
      /\[ \] In the off-peak window that is open now, until \w{3} \d+ \w{3} \d\d:\d\d/,
    );
    await modal.close();
    const card = await askMoveOut(stage.ada, 'payments', { change: (open) => open.select(/open now/) });
    await press(stage.grace, card, 'Approve');
    await waitForEdit(stage.ada, card, /^✅ Completed/);
    await stage.close();
  });
});
