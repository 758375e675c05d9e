/** What came due while Moveout was down is made up when it starts, on a clock that the test puts forward. */
import { describe, expect, it, type TestContext } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { press, waitForEdit } from './conversation.ts';
import { stageFor } from './stage.ts';

const HOUR = 3_600_000;

function movedClock() {
  let shift = 0;
  return {
    now: () => new Date(Date.now() + shift),
    forward: (hours: number) => {
      shift += hours * HOUR;
    },
  };
}

/** One that Grace approved for a moment in two days. */
async function scheduled(context: TestContext) {
  const clock = movedClock();
  const stage = await stageFor(context, { clock });
  const at = new Date(Date.now() + 48 * HOUR).toISOString();
  const card = await askMoveOut(stage.ada, 'payments', {
    change: async (form) => {
      await form.select('At a date and time');
      await form.type('Date', at.slice(0, 10));
      await form.type('Time', at.slice(11, 16));
    },
  });
  await press(stage.grace, card, 'Approve');
  await waitForEdit(stage.ada, card, /^🗓️ Scheduled/);
  return { stage, card, clock };
}

describe('When Moveout was down', () => {
  it.concurrent('at the planned start, the run begins at its next start', async (context) => {
    const { stage, card, clock } = await scheduled(context);
    clock.forward(50);
    await stage.restart();
    await waitForEdit(stage.ada, card, /^✅ Completed/);
  });

  it.concurrent('for too long, the request has expired, and nothing is moved', async (context) => {
    const { stage, card, clock } = await scheduled(context);
    clock.forward(48 + 7);
    await stage.restart();
    const expired = await waitForEdit(stage.ada, card, /^⌛ Expired/);
    expect(messageText(expired)).toContain(
      'It was approved, and could not start in time. Nothing was moved.',
    );
    await stage.ada.waitForReply(card, /@U0ADA ⌛ /);
    expect(await stage.ocp.tasksOf(2)).toEqual([]);
  });

  it.concurrent('until the time to approve was over, it has expired, and no vote counts', async (context) => {
    const clock = movedClock();
    const stage = await stageFor(context, { clock });
    const card = await askMoveOut(stage.ada, 'payments');
    clock.forward(25);
    await stage.restart();
    const expired = await waitForEdit(stage.ada, card, /^⌛ Expired/);
    expect(messageText(expired)).toContain('Not approved in time (0 of 1)');
  });
});
