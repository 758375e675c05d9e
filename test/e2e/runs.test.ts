/** Runs that do not go well: failed tasks, outcomes that nobody knows, and what people do then. */
import { describe, expect, it, type TestContext } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { type Ocp, OcpFault } from '../../src/workflow/ports.ts';
import { askMoveOut, type Wish } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import type { Modal } from '../modal.ts';
import { answerTo, buttonsOf, openModal, press, questionOf, refusalOf, waitForEdit } from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { openStage, type Stage } from './stage.ts';

const NO_ANSWER = new OcpFault({ message: 'OCP did not answer within 10 s.' }, { unanswered: true });

/** What befalls the first move-out that is sent to OCP. */
type Mishap = 'done, answer lost' | 'not done, answer lost' | 'somebody else was faster';

interface Plot {
  /** The last of the three hosts is offline, and answers again at this attempt; never when 0. */
  readonly answersAtAttempt?: number;
  readonly mishap?: Mishap;
  /** What Slack refuses in this story. */
  readonly refusals?: readonly string[];
}

/** A stage of its own for each story: messages of one channel go out at Slack's pace, so stories would wait for each other. */
async function openStory({ onTestFinished }: TestContext, plot: Plot) {
  const wrapOcp = (ocp: Ocp) => (plot.mishap === undefined ? ocp : unreliable(ocp, plot.mishap));
  const stage = await openStage({ inventory: inventory(plot), wrapOcp });
  onTestFinished(() => stage.close(plot.refusals ?? []));
  return stage;
}

function inventory({ answersAtAttempt }: Plot) {
  const made = inventoryOf([{ name: 'payments', obClusterId: 1001, zones: [1, 1, 1] }]);
  if (answersAtAttempt === undefined) return made;
  const offline = { status: 'OFFLINE', ...(answersAtAttempt === 0 ? {} : { answersAtAttempt }) };
  const hosts = made.hosts.map((host) => (host.name === 'payments-3-1' ? { ...host, ...offline } : host));
  return { ...made, hosts };
}

function unreliable(ocp: Ocp, mishap: Mishap): Ocp {
  let isFirst = true;
  const foreign: Task[] = [];
  return {
    ...ocp,
    moveOut: async (clusterId, hosts) => {
      if (!isFirst) return ocp.moveOut(clusterId, hosts);
      isFirst = false;
      if (mishap === 'done, answer lost') await ocp.moveOut(clusterId, hosts);
      if (mishap === 'somebody else was faster') foreign.push(foreignTask(clusterId));
      throw NO_ANSWER;
    },
    tasksOf: async (clusterId) => [...foreign, ...(await ocp.tasksOf(clusterId))],
  };
}

/** A task that somebody started in OCP's own console. */
function foreignTask(clusterId: number): Task {
  const state = { status: 'RUNNING', operation: 'EXECUTE', prohibitRollback: false };
  return { id: 900_000 + clusterId, name: 'Inspect cluster', clusterId, ...state, subtasks: [] };
}

/** Ada asks for a cluster and Grace approves. */
async function run(stage: Stage, wish: Wish = {}): Promise<ShownMessage> {
  const card = await askMoveOut(stage.ada, 'payments', wish);
  await press(stage.grace, card, 'Approve');
  return card;
}

/** Leaves the offline host to the task, which then fails there. */
function withoutSkip(modal: Modal): Promise<unknown> {
  return modal.uncheck(/-3-1$/, /skip/i);
}

/** The state of the cluster in OCP; undefined when it is not listed. */
async function listedState({ ocp }: Stage): Promise<string | undefined> {
  const [cluster] = await ocp.listClusters();
  return cluster?.status;
}

describe('a task that fails', () => {
  it.concurrent('is told with its error to the requester, and goes on when it is retried', async (context) => {
    const stage = await openStory(context, { answersAtAttempt: 2, refusals: ['user_not_in_channel'] });
    const { ada, grace } = stage;
    const card = await run(stage, { change: withoutSkip });
    const told = await ada.waitForReply(card, /failed/);
    const direct = await ada.waitForDirectMessage(/The OCP task of payments:1001 failed/);
    for (const text of [messageText(told), messageText(direct)]) {
      expect(text).toMatch(/OCP task \d+ failed at “Stop monitoring on payments-3-1”/);
      expect(text).toMatch(/Its log ends: “host payments-3-1 .*OFFLINE/);
      expect(text).toMatch(/OCP trace id [0-9a-f]{16}/);
      expect(text).toMatch(/Retry .*Skip .*Roll Back .*Give Up .*The buttons are on the card\./);
    }
    expect(told.text).toContain('<@U0ADA>');
    const failed = await waitForEdit(ada, card, /Task failed/);
    expect(buttonsOf(failed)).toEqual(['Retry', 'Skip', 'Roll Back', 'Give Up', 'View Task']);
    expect(messageText(failed)).toMatch(/OCP trace id [0-9a-f]{16}/);

    const guest = stage.person('U0GUEST');
    for (const label of ['Retry', 'Roll Back', 'Give Up'])
      expect(await refusalOf(guest, failed, label)).toMatch(/^You may not do that: you are a guest/);
    const outside = stage.person('U0OUTSIDE');
    expect(await refusalOf(outside, failed, 'Retry')).toMatch(/you are not a member of the card’s channel/);

    await press(grace, failed, 'Retry');
    await ada.waitForReply(card, /is moved out of OCP/);
    const thread = (await ada.thread(card.channel, card.ts)).map(messageText);
    expect(thread).toEqual(expect.arrayContaining(['@U0GRACE asked to retry.', 'The OCP task runs again.']));
    expect(buttonsOf(await waitForEdit(ada, card, /^✅ Completed/))).toEqual(['View Task']);
    expect(await listedState(stage)).toBeUndefined();
  });

  it.concurrent('shows its subtasks and the log of the failed one, and can be skipped past, each time by name', async (context) => {
    const stage = await openStory(context, { answersAtAttempt: 0 });
    const { ada, grace } = stage;
    const card = await run(stage, {
      change: async (modal) => {
        await withoutSkip(modal);
        await modal.check(/^payments-3-1/, /Delete in zone3/);
      },
    });
    const failed = await waitForEdit(ada, card, /Task failed/);
    await press(ada, failed, 'View Task');
    const task = await ada.waitForView(/Stop monitoring on payments-3-1 .*FAILED · \d+ s/);
    expect(task.text()).toMatch(/✅ Prepare move out · SUCCESSFUL · \d+ s/);
    expect(task.text()).toMatch(/Delete host payments-1-1 .*PENDING/);
    await task.click('Log');
    await task.waitFor(/ERROR host payments-3-1 \([\d.]+\) does not answer: it is OFFLINE/);
    await task.click('Refresh');
    await task.waitFor(/^(?![\s\S]*ERROR host)/);
    await task.close();

    await press(grace, failed, 'Skip');
    const skip = await grace.waitForView(/Skip Subtasks/);
    expect(skip.text()).toMatch(/\[x\] Stop monitoring on payments-3-1 — on host payments-3-1, subtask \d+/);
    expect((await skip.submit()).ok).toBe(true);
    await ada.waitForReply(card, /@U0GRACE asked to skip: Stop monitoring on payments-3-1/);

    // Other hosts are deleted by now: there is no way back, and no button for one.
    const again = await waitForEdit(ada, card, /Task failed[\s\S]*failed at “Delete host payments-3-1”/);
    expect(buttonsOf(again)).toEqual(['Retry', 'Skip', 'Give Up', 'View Task']);
    await press(ada, again, 'Skip');
    const last = await ada.waitForView(/Delete host payments-3-1/);
    await last.submit();
    await ada.waitForReply(card, /is moved out of OCP/);
    expect(await listedState(stage)).toBeUndefined();
  });

  it.concurrent('is rolled back; the cluster stays, and may be requested again', async (context) => {
    const stage = await openStory(context, { answersAtAttempt: 0 });
    const { ada } = stage;
    const card = await run(stage, { change: withoutSkip });
    const failed = await waitForEdit(ada, card, /Task failed/);
    expect(questionOf(failed, 'Roll Back')).toMatch(
      /OCP undoes what the task did. Cluster payments:1001 then stays/,
    );
    await press(ada, failed, 'Roll Back');
    const end = await ada.waitForReply(card, /is rolled back/);
    expect(end.text).toContain('<@U0ADA>');
    await ada.waitForDirectMessage(/payments:1001 is rolled back/);
    expect(buttonsOf(await waitForEdit(ada, card, /Rolled back · payments/))).toEqual(['View Task']);
    expect(await answerTo(ada, '/moveout list')).toMatch(/payments:1001/);

    const second = await askMoveOut(ada, 'payments');
    expect(second.ts).not.toBe(card.ts);
    await press(ada, second, 'Cancel');
    await waitForEdit(ada, second, /Cancelled/);
  });

  it.concurrent('is given up; nothing is changed in OCP, and no request stays open', async (context) => {
    const stage = await openStory(context, { answersAtAttempt: 0 });
    const { ada, linus } = stage;
    const card = await run(stage, { change: withoutSkip });
    const failed = await waitForEdit(ada, card, /Task failed/);
    expect(questionOf(failed, 'Give Up')).toMatch(/The OCP task and the cluster stay as they are/);
    await press(linus, failed, 'Give Up');
    await ada.waitForReply(card, /@U0LINUS gave up the move-out of payments:1001/);
    await ada.waitForDirectMessage(/gave up the move-out of payments:1001/);
    expect(buttonsOf(await waitForEdit(ada, card, /Abandoned · payments/))).toEqual(['View Task']);
    expect(await listedState(stage)).toBe('MOVINGOUT');

    // The state forbids a new request, not the old one.
    const modal = await openModal(ada, 'payments');
    expect(modal.text()).toMatch(/MOVINGOUT/);
    expect(modal.text()).toMatch(/Passed: No other request is open/);
    await modal.close();
  });
});

describe('a move-out whose answer is lost', () => {
  it.concurrent('is found when OCP has taken it, and is not sent again', async (context) => {
    const stage = await openStory(context, { mishap: 'done, answer lost' });
    const card = await run(stage);
    await stage.ada.waitForReply(card, /OCP has taken the move-out: it is OCP task \d+/);
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    expect(await listedState(stage)).toBeUndefined();
  });

  it.concurrent('is sent again when OCP shows twice that it was never taken', async (context) => {
    const stage = await openStory(context, { mishap: 'not done, answer lost' });
    const card = await run(stage);
    await stage.ada.waitForReply(card, /is moved out of OCP/);
    expect(await stage.ocp.tasksOf(1)).toHaveLength(1);
  });

  it.concurrent('is a question when a task of somebody else appeared; another person may submit again', async (context) => {
    const stage = await openStory(context, { mishap: 'somebody else was faster' });
    const { ada, grace } = stage;
    const card = await run(stage);
    const question = await ada.waitForReply(card, /❓/);
    expect(question.text).toContain('<@U0ADA>');
    await ada.waitForDirectMessage(/Moveout cannot tell whether it is the one it asked for/);
    const asking = await waitForEdit(ada, card, /Needs an answer · payments/);
    expect(buttonsOf(asking)).toEqual(['Check Again', 'Submit Again', 'Give Up', 'View Task']);
    expect(questionOf(asking, 'Submit Again')).toMatch(/I looked in OCP, there is no task/);
    expect(await refusalOf(ada, asking, 'Submit Again')).toMatch(/somebody else must look in OCP/);

    await press(ada, asking, 'Check Again');
    await ada.waitForReply(card, /@U0ADA asked to check again/);
    await waitForEdit(ada, card, /Needs an answer · payments/);
    await ada.waitForReply(card, (message) => message.ts > question.ts && /❓/.test(messageText(message)));
    await press(grace, card, 'Submit Again');
    await ada.waitForReply(
      card,
      /@U0GRACE looked in OCP, found no task that moves the cluster out, and asked to submit again/,
    );
    await ada.waitForReply(card, /is moved out of OCP/);
    expect(await listedState(stage)).toBeUndefined();
  });

  it.concurrent('may be given up; nothing was moved', async (context) => {
    const stage = await openStory(context, { mishap: 'somebody else was faster' });
    const { ada, grace } = stage;
    const card = await run(stage);
    await waitForEdit(ada, card, /Needs an answer · payments/);
    await press(grace, card, 'Give Up');
    await waitForEdit(ada, card, /Abandoned · payments/);
    expect(await listedState(stage)).toBe('RUNNING');
  });
});
