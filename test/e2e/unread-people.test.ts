/** Slack stops saying who anybody is: what waits for that is told, once, and goes on when Slack says it again. */
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { buttonsOf, press, waitForEdit } from './conversation.ts';
import { openStage, type Stage, stageFor } from './stage.ts';

const UNREAD = { method: 'users.info', kind: 'fail', error: 'missing_scope', times: 1_000 } as const;
const SOON = { inVain: 1_000 };

/** From this look on Slack is silent; OCP does not answer it either, so that what Slack said just before starts nothing. */
async function silenced(stage: Stage): Promise<void> {
  await stage.fault(UNREAD);
  throw new Error('OCP did not answer.');
}

describe('While Slack does not say who requested it,', () => {
  it.concurrent('the credentials stay here: thread and requester are told, and Retry goes on', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { pace: SOON, wrapOcp: (real) => faults.around('ocp', real) }, [
      'missing_scope',
    ]);
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    faults.next('ocp.exportCredentials', { kind: 'preceded', by: () => stage.fault(UNREAD) });
    await press(grace, card, 'Approve');
    const told = await ada.waitForReply(card, /Slack does not say who may have the credential file/);
    expect(messageText(told)).toContain('so it is not sent, and kept. /moveout doctor says what to mend.');
    await ada.waitForDirectMessage(/Slack does not say who may have the credential file/);
    const failed = await waitForEdit(ada, card, /Step failed/);
    expect(buttonsOf(failed)).toEqual(['Retry', 'Give Up', 'View Task']);
    expect(await stage.ocp.tasksOf(2)).toEqual([]);
    await stage.controls.clearFaults();
    await press(ada, failed, 'Retry');
    await waitForEdit(ada, card, /^✅ Completed/);
  });

  it.concurrent('nothing starts: thread and requester are told once, and it starts by itself', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { pace: SOON, wrapOcp: (real) => faults.around('ocp', real) }, [
      'missing_scope',
    ]);
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    // The first look is that of the vote, the second that of the start.
    faults.next('ocp.readCluster', { kind: 'none' });
    faults.next('ocp.readCluster', { kind: 'preceded', by: () => silenced(stage) });
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /Not possible since/);
    await ada.waitForReply(card, /The move-out of payments:1001 cannot start/);
    const told = await ada.waitForDirectMessage(/cannot start/);
    expect(messageText(told)).toMatch(/> .*missing_scope/);
    expect(messageText(told)).toMatch(
      /Moveout keeps trying, until .*\. \/moveout doctor says what to mend\./,
    );
    await stage.controls.clearFaults();
    await waitForEdit(ada, card, /^✅ Completed/);
    expect(
      (await ada.directMessages()).filter((one) => messageText(one).includes('cannot start')),
    ).toHaveLength(1);
  });
});

describe('A form opens while Slack does not say who the person is', () => {
  it.concurrent.each([
    ['in time', { method: 'users.info', kind: 'delay', ms: 4_000, times: 1 }, []],
    ['at all', { ...UNREAD, times: 1 }, ['missing_scope']],
  ] as const)('%s: whether the answer counts is decided when it is given', async (_how, fault, expected) => {
    const stage = await openStage();
    try {
      const card = await askMoveOut(stage.ada, 'payments');
      await stage.fault(fault);
      await press(stage.grace, card, 'Reject');
      const modal = await stage.grace.waitForView(/Reject Request/);
      await modal.type('Reason', 'Not tonight');
      await modal.submit();
      await waitForEdit(stage.ada, card, /^⛔ Rejected/);
    } finally {
      await stage.close(expected);
    }
  });
});
