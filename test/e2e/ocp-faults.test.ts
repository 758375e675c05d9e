/** An OCP that answers late, not at all or wrongly, and people who act in its console meanwhile: what happens, and what people read. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import type { ServerFault } from '../../src/ocp/server/fault-plan.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { createFaults, lies } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { QUICK } from '../ocp/server/open-server.ts';
import { waitUntil } from '../wait-until.ts';
import { buttonsOf, press, waitForEdit } from './conversation.ts';
import {
  approved,
  askPayments,
  askWithoutSkip,
  FIRST_HOST,
  FOREVER,
  LAST_HOST,
  LIST,
  MOVE_OUT,
  movedByHand,
  openScene,
  PATIENT,
  PAYMENTS,
  type Scene,
  TASKS,
} from './ocp-story.ts';
import { stageFor } from './stage.ts';

/**
 * Whoever acts in the console has some seconds before the bot first looks for its task; one that finds nothing then would look
 * again only after a minute.
 */
const UNHURRIED = { secondLook: 20_000, absentAfter: 60_000 };

describe('a move-out that OCP takes without saying so', () => {
  it.concurrent.for<[string, ServerFault]>([
    ['and answers with a 500 before it begins', { kind: 'late', ms: 700 }],
    ['and answers too late', { kind: 'delay', ms: QUICK.callMs + 300 }],
    ['and its answer is cut off', { kind: 'lose answer' }],
  ])('%s: its task is found, and nothing is sent twice', async ([, fault], context) => {
    const scene = await openScene(context);
    scene.fault(MOVE_OUT, fault);
    const card = await approved(scene);
    await scene.stage.ada.waitForReply(card, /is moved out of OCP hz/, PATIENT);
    const thread = await scene.thread(card);
    expect(thread).toMatch(/^OCP has taken the move-out: it is OCP task \d+\.$/m);
    expect(thread).not.toMatch(/failed|❓/);
    expect(scene.sent('/moveOut')).toBe(1);
  });

  it.concurrent('and one that never arrives: it is sent again, and there is one task', async (context) => {
    const scene = await openScene(context);
    scene.fault(MOVE_OUT, { kind: 'cut' });
    const card = await approved(scene);
    await scene.stage.ada.waitForReply(card, /is moved out of OCP hz/, PATIENT);
    expect(await scene.thread(card)).toMatch(/^The move-out is submitted: it is OCP task \d+\.$/m);
    expect(scene.sent('/moveOut')).toBe(2);
    expect(await scene.console.tasksOf(PAYMENTS)).toHaveLength(1);
  });
});

describe('a task that is steered', () => {
  it.concurrent.for(['skip', 'rollback'] as const)(
    'and the answer to %s is lost: OCP is asked once',
    async (what, context) => {
      const scene = await openScene(context, { offline: true });
      const { grace, ada } = scene.stage;
      const card = await approved(scene, askWithoutSkip);
      const failed = await waitForEdit(ada, card, /Task failed/, PATIENT);
      const path =
        what === 'skip' ? '/api/v2/tasks/instances/*/subtasks/*/skip' : '/api/v2/tasks/instances/*/rollback';
      scene.fault({ method: 'POST', path }, { kind: 'lose answer' });
      await press(grace, failed, what === 'skip' ? 'Skip' : 'Roll Back');
      if (what === 'skip') await (await grace.waitForView(/Skip Subtasks/, PATIENT)).submit();
      await ada.waitForReply(card, what === 'skip' ? /is moved out of OCP hz/ : /is rolled back/, PATIENT);
      expect(scene.sent(`/${what}`)).toBe(1);
    },
  );

  it.concurrent('in the OCP console, retried there: the thread says so, and the run goes on', async (context) => {
    const scene = await openScene(context, { offline: true });
    const card = await approved(scene, askWithoutSkip);
    await waitForEdit(scene.stage.ada, card, /Task failed/, PATIENT);
    const [task] = await scene.console.tasksOf(PAYMENTS);
    await scene.ocp.setHostStatus(LAST_HOST, 'ONLINE');
    await scene.console.retryTask(task?.id ?? 0);
    await scene.stage.ada.waitForReply(card, /is moved out of OCP hz/, PATIENT);
    expect(await scene.thread(card)).toContain(
      'The OCP task runs again: it was retried, or skipped past, in OCP itself.',
    );
    expect(scene.sent('/retry')).toBe(1);
  });

  it.concurrent('in the OCP console, rolled back there: the thread says so, and how it ends', async (context) => {
    const scene = await openScene(context, { offline: true });
    const card = await approved(scene, askWithoutSkip);
    await waitForEdit(scene.stage.ada, card, /Task failed/, PATIENT);
    const [task] = await scene.console.tasksOf(PAYMENTS);
    await scene.console.rollBackTask(task?.id ?? 0);
    await scene.stage.ada.waitForReply(card, /is rolled back/, PATIENT);
    expect(await scene.thread(card)).toContain(
      'OCP is rolling the task back: that was asked for in OCP itself.',
    );
  });
});

describe('a cluster that somebody moves out by hand', () => {
  it.concurrent('before the approval: no vote counts, and the card says why', async (context) => {
    const scene = await openScene(context);
    const card = await askPayments(scene.stage);
    await movedByHand(scene);
    await press(scene.stage.grace, card, 'Approve');
    const changed = await waitForEdit(
      scene.stage.ada,
      card,
      /It cannot be approved while that is so/,
      PATIENT,
    );
    expect(messageText(changed)).toContain(
      '⛔ OCP no longer lists the cluster payments:1001. Somebody may have moved it out in OCP.',
    );
    expect(scene.sent('/export')).toBe(0);
    await press(scene.stage.grace, changed, 'Approve');
    await scene.stage.grace.waitForMessage(CHANNEL, /It cannot be approved now\. OCP no longer lists/);
    await press(scene.stage.ada, changed, 'Cancel');
    await waitForEdit(scene.stage.ada, card, /Cancelled/, PATIENT);
  });

  it.concurrent('before the submit: nothing is sent, and the requester keeps the file', async (context) => {
    const scene = await openScene(context);
    await scene.stage.fault({ method: 'files.completeUploadExternal', kind: 'delay', ms: 2_000 });
    const card = await approved(scene);
    await waitUntil(
      () => (scene.sent('/export') > 0 ? true : undefined),
      () => 'nothing was exported',
      PATIENT,
    );
    await movedByHand(scene);
    const failed = await waitForEdit(scene.stage.ada, card, /Step failed/, PATIENT);
    expect(messageText(failed)).toMatch(
      /OCP no longer lists the cluster payments:1001\.\s+The move-out was not submitted\. If somebody moved it out in OCP, Give Up\. Else Retry/,
    );
    expect(scene.sent('/moveOut')).toBe(1);
    await press(scene.stage.ada, failed, 'Give Up');
    await waitForEdit(scene.stage.ada, card, /Abandoned/, PATIENT);
  });

  it.concurrent('after a submit that was lost, with other hosts: people are asked', async (context) => {
    const scene = await openScene(context, { pace: UNHURRIED });
    scene.fault(MOVE_OUT, { kind: 'cut' });
    const card = await approved(scene);
    await waitUntil(
      () => (scene.sent('/moveOut') > 0 ? true : undefined),
      () => 'nothing was submitted',
      PATIENT,
    );
    await movedByHand(scene, [FIRST_HOST]);
    const asking = await waitForEdit(scene.stage.ada, card, /Needs an answer/, PATIENT);
    expect(messageText(asking)).toMatch(
      /OCP shows a new task of this cluster \(\d+\), and Moveout cannot tell [\s\S]*If it moves the cluster out, follow it there and Give Up here/,
    );
    expect(scene.sent('/moveOut')).toBe(2);
  });

  it.concurrent('after a submit that was lost, and OCP forgot the task: people are asked', async (context) => {
    const scene = await openScene(context, { pace: UNHURRIED });
    scene.fault(MOVE_OUT, { kind: 'cut' });
    const card = await approved(scene);
    await waitUntil(
      () => (scene.sent('/moveOut') > 0 ? true : undefined),
      () => 'nothing was submitted',
      PATIENT,
    );
    // What the bot sees is the end of it, not how it goes.
    scene.fault(LIST, { kind: 'html', status: 502 }, FOREVER);
    await movedByHand(scene, [FIRST_HOST]);
    scene.ocp.server.plan.clear();
    scene.fault(TASKS, { kind: 'empty listing' }, FOREVER);
    const asking = await waitForEdit(scene.stage.ada, card, /Needs an answer[\s\S]*no longer lists/, PATIENT);
    expect(messageText(asking)).toMatch(
      /OCP no longer lists the cluster, yet shows no task of Moveout’s\.[\s\S]*Somebody else moved it out: Give Up/,
    );
    await press(scene.stage.grace, asking, 'Submit Again');
    const failed = await waitForEdit(scene.stage.ada, card, /Step failed/, PATIENT);
    expect(messageText(failed)).toContain('OCP no longer lists the cluster');
  });
});

describe('a listing that lies at the end', () => {
  it.concurrent.for<[string, ServerFault, RegExp]>([
    [
      'empty',
      { kind: 'empty listing' },
      /still shows payments:1001 by its id \(2\), though its list lacks it/,
    ],
    ['only the first half, and says so', { kind: 'half listing', honest: true }, /cannot be read/],
    [
      'only the first half, and does not say so',
      { kind: 'half listing', honest: false },
      /still shows payments:1001 by its id/,
    ],
    [
      'a refusal',
      { kind: 'refuse', status: 403, code: '10010', message: 'No permission' },
      /cannot be read: .*No permission/,
    ],
    ['a page of a proxy', { kind: 'html', status: 502 }, /cannot be read/],
  ])('it is %s: nobody is told "completed" while the cluster is there', async ([, fault, why], context) => {
    // A task whose end is claimed by OCP while it has failed: the cluster is listed as MOVINGOUT.
    let lies = true;
    const wrap = (ocp: Ocp): Ocp => ({
      ...ocp,
      readTask: async (...args) => {
        const task = await ocp.readTask(...args);
        if (!lies || task?.status !== 'FAILED') return task;
        scene.fault(LIST, fault, FOREVER);
        return { ...task, status: 'SUCCESSFUL' };
      },
    });
    const scene: Scene = await openScene(context, { offline: true, wrap, pace: { stillListed: 1_500 } });
    const { ada } = scene.stage;
    const card = await approved(scene, askWithoutSkip);
    await ada.waitForReply(card, /The OCP task is completed\. Checking/, PATIENT);
    const asking = await waitForEdit(ada, card, /Needs an answer/, PATIENT);
    expect(messageText(asking)).toMatch(why);
    expect(await scene.thread(card)).not.toContain('is moved out');

    scene.ocp.server.plan.clear();
    lies = false;
    const [task] = await scene.console.tasksOf(PAYMENTS);
    const failed = task?.subtasks.find(({ status }) => status === 'FAILED');
    await scene.console.skipSubtask(task?.id ?? 0, failed?.id ?? 0);
    await waitUntil(
      async () => ((await scene.console.readCluster(PAYMENTS)) === undefined ? true : undefined),
      () => 'payments never went',
      PATIENT,
    );
    await press(ada, asking, 'Check Again');
    await ada.waitForReply(card, /is moved out of OCP hz/, PATIENT);
  });
});

describe('a rollback', () => {
  it.concurrent('that fails can only be skipped past, and then ends', async (context) => {
    const scene = await openScene(context, { offline: true });
    const { ada, grace } = scene.stage;
    const card = await approved(scene, askWithoutSkip);
    const failed = await waitForEdit(ada, card, /Task failed/, PATIENT);
    await scene.ocp.setHostStatus(FIRST_HOST, 'OFFLINE');
    await press(grace, failed, 'Roll Back');
    const again = await waitForEdit(ada, card, /Rollback failed/, PATIENT);
    expect(messageText(again)).toContain('A failed rollback cannot be retried. Skip goes on without');
    expect(buttonsOf(again)).toEqual(['Skip', 'Give Up', 'View Task']);
    await press(grace, again, 'Skip');
    await (await grace.waitForView(/Skip Subtasks/, PATIENT)).submit();
    await ada.waitForReply(card, /is rolled back/, PATIENT);
  });
});

describe('A number that OCP gave to a task of another cluster since', () => {
  it.concurrent('shows nothing of that task in View Task', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { wrapOcp: (real) => faults.around('ocp', real) });
    const card = await askMoveOut(stage.ada, 'payments');
    await press(stage.grace, card, 'Approve');
    const done = await waitForEdit(stage.ada, card, /^✅ Completed/);
    faults.next(
      'ocp.readTask',
      lies<Task>((task) => ({ ...task, clusterId: 99, name: 'Add host' })),
    );
    await press(stage.linus, done, 'View Task');
    const modal = await stage.linus.waitForView(/belongs to another cluster now/);
    expect(modal.text()).not.toContain('Add host');
  });
});
