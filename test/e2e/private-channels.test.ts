/** What people outside of a private channel see of its requests: nothing; and what the members see. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import {
  answerMessage,
  answerTo,
  openModal,
  press,
  refusalOf,
  requestIdOf,
  waitForEdit,
} from './conversation.ts';
import { inventoryOf } from './inventory-of.ts';
import { CHANNEL, openStage, type Stage, stageFor } from './stage.ts';

/** Ada, Grace and Moveout are in it, Linus is not. */
const PRIVATE = 'G0DBA';

describe('A request of a private channel', () => {
  let stage: Stage;
  let hidden: string;
  let open: string;
  beforeAll(async () => {
    stage = await openStage();
    hidden = requestIdOf(await askMoveOut(stage.ada, 'payments', { channel: PRIVATE }));
    open = requestIdOf(await askMoveOut(stage.grace, 'loyalty'));
  });
  afterAll(() => stage.close());

  it('is in the lists of its members, and in no list of anybody else, not as a number either', async () => {
    const { ada, grace, linus } = stage;
    for (const member of [ada, grace]) {
      const status = await answerTo(member, '/moveout status');
      expect(status).toMatch(/^2 requests open$/m);
      expect(status).toContain(hidden);
      expect(await answerTo(member, '/moveout list')).toMatch(new RegExp(`^payments:1001 .*${hidden}$`, 'm'));
      expect(await answerTo(member, '/moveout status payments')).toContain(`Awaiting approval ${hidden}`);
    }
    const status = await answerTo(linus, '/moveout status');
    expect(status).toMatch(/^1 request open$/m);
    expect(status).toContain(open);
    expect(status).not.toContain('payments');
    const list = await answerTo(linus, '/moveout list');
    expect(list).toMatch(/^payments:1001 · PRIMARY · RUNNING/m);
    expect(list).toMatch(new RegExp(`^loyalty:1007 .*${open}$`, 'm'));
    expect(list).not.toContain(hidden);
    expect(await answerTo(linus, '/moveout status payments')).toMatch(/^No request of it is known\.$/m);
  });

  it.each(['status', 'why', 'cancel', 'start'])(
    'is for everybody else, by its id, what an id is that no request has: %s',
    async (command) => {
      const { linus } = stage;
      const unknown = await answerTo(linus, `/moveout ${command} MO-ZZZZZZ`);
      expect(unknown).toMatch(/^Moveout knows no request MO-ZZZZZZ, or it is in a private channel/);
      expect(await answerTo(linus, `/moveout ${command} ${hidden}`)).toBe(
        unknown.replaceAll('MO-ZZZZZZ', hidden),
      );
    },
  );

  it.each(['why', 'cancel', 'start'])('is not found by its cluster either: %s', async (command) => {
    const { grace, linus } = stage;
    expect(await answerTo(linus, `/moveout ${command} payments`)).toMatch(
      /^(No request of payments is open|You see no open request of payments)\./,
    );
    expect(await answerTo(grace, '/moveout why payments')).toContain('You may: Approve, Reject');
  });

  it('is in why of its cluster, for everybody else, no more than what the form says: its id', async () => {
    const why = await answerTo(stage.linus, '/moveout why payments');
    expect(why).toContain(
      `Request ${hidden} is open for this cluster; it must end before another one is made.`,
    );
    expect(why).not.toMatch(/Open the card|U0ADA|U0GRACE/);
  });

  it('is in the homes of its members, and in no other', async () => {
    const { ada, grace, linus } = stage;
    await (await grace.openHome()).waitFor(
      /Waiting for you \(1\)[\s\S]*payments:1001[\s\S]*Your requests \(1\)/,
    );
    await (await ada.openHome()).waitFor(/Waiting for you \(1\)[\s\S]*loyalty:1007/);
    const home = await linus.openHome();
    await home.waitFor(/Waiting for you \(1\)[\s\S]*loyalty:1007/);
    expect(home.text()).not.toContain(hidden);
  });

  it('blocks the form of everybody else without a link to its card', async () => {
    const { grace, linus } = stage;
    const link = /Open the card/;
    const seen = await openModal(grace, 'payments');
    expect(JSON.stringify(seen.view)).toMatch(link);
    await seen.close();
    const form = await openModal(linus, 'payments');
    expect(form.text()).toContain(hidden);
    expect(JSON.stringify(form.view)).not.toMatch(link);
    await form.close();
  });

  it('costs one look at its channel in one answer, however many requests are there', async () => {
    const { ada, grace } = stage;
    await askMoveOut(ada, 'analytics', { channel: PRIVATE });
    const looks = async () =>
      (await stage.calls()).filter(
        ({ method, args }) => method === 'conversations.members' && args.channel === PRIVATE,
      ).length;
    const before = await looks();
    expect(await answerTo(grace, '/moveout status')).toMatch(/^3 requests open$/m);
    expect(await looks()).toBe(before + 1);
  });
});

describe('An old private answer about a request of a private channel', () => {
  it.concurrent('shows nothing any more to whoever has left the channel', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace } = stage;
    const id = requestIdOf(await askMoveOut(ada, 'payments', { channel: PRIVATE }));
    const answer = await answerMessage(grace, `/moveout status ${id}`);
    await press(grace, answer, 'All Hosts');
    const hosts = await grace.waitForView(/payments-a1/);
    await hosts.close();
    await stage.controls.setMember(PRIVATE, 'U0GRACE', false);
    expect(await refusalOf(grace, answer, 'All Hosts')).toMatch(
      new RegExp(`^Moveout knows no request ${id}, or it is in a private channel that you are not in\\.`),
    );
    expect(await grace.openView()).toBeUndefined();
  });
});

describe('A request of a public channel', () => {
  it.concurrent('is in the lists of every full member, and of a guest only as a member of that channel', async (context) => {
    const stage = await stageFor(context);
    const [guest, outside] = [stage.person('U0GUEST'), stage.person('U0OUTSIDE')];
    const id = requestIdOf(await askMoveOut(stage.ada, 'payments'));
    expect(await answerTo(guest, '/moveout status')).toContain(id);
    await stage.controls.setMember(CHANNEL, 'U0GUEST', false);
    expect(await answerTo(guest, '/moveout status', 'C0GENERAL')).not.toContain(id);
    expect(await answerTo(guest, `/moveout status ${id}`, 'C0GENERAL')).toMatch(/^Moveout knows no request/);
    expect(await answerTo(outside, '/moveout status', 'C0GENERAL')).toContain(id);
  });
});

describe('View Task of a request of a private channel', () => {
  it.concurrent('that is still open shows no log to whoever has left the channel', async (context) => {
    const made = inventoryOf([{ name: 'payments', obClusterId: 1001, zones: [1, 1, 1] }]);
    const hosts = made.hosts.map((host) =>
      host.name === 'payments-3-1' ? { ...host, status: 'OFFLINE' } : host,
    );
    const stage = await stageFor(context, { inventory: { ...made, hosts } });
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments', {
      channel: PRIVATE,
      change: (form) => form.uncheck(/-3-1$/, /skip/i),
    });
    await press(grace, card, 'Approve');
    const failed = await waitForEdit(ada, card, /Task failed/);
    await press(grace, failed, 'View Task');
    const task = await grace.waitForView(/\[Log\]/);
    await stage.controls.setMember(PRIVATE, 'U0GRACE', false);
    await task.click('Log');
    await grace.waitForDirectMessage(
      new RegExp(`^Moveout knows no request ${requestIdOf(card)}, or it is in a private channel`),
    );
    expect(task.text()).not.toMatch(/ERROR host/);
  });

  it.concurrent('is not freshened by a Cancel that is refused', async (context) => {
    const stage = await stageFor(context, { env: { MOVEOUT_APPROVALS: '2' } });
    const { ada, grace, linus, controls } = stage;
    await controls.setMember(PRIVATE, 'U0LINUS', true);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const card = await askMoveOut(ada, 'payments', {
      channel: PRIVATE,
      change: async (form) => {
        await form.select('At a date and time');
        await form.type('Date', tomorrow.slice(0, 10));
        await form.type('Time', tomorrow.slice(11, 16));
      },
    });
    await press(grace, card, 'Approve');
    await press(linus, card, 'Approve');
    const scheduled = await waitForEdit(ada, card, /^🗓️ Scheduled/);
    await press(grace, scheduled, 'View Task');
    const task = await grace.waitForView(/Scheduled · payments:1001/);
    await controls.setMember(PRIVATE, 'U0GRACE', false);
    await press(ada, scheduled, 'Cancel');
    await waitForEdit(ada, card, /^🚫 Cancelled/);
    await task.click('Cancel');
    await grace.waitForDirectMessage(/you are not a member|Too late|this request/i);
    await task.click('Refresh');
    await grace.waitForDirectMessage(/^Moveout knows no request /);
    expect(task.text()).toMatch(/Scheduled · payments:1001/);
  });
});

describe('An ended request of a private channel', () => {
  it.concurrent('is in the history of its members and of its requester, and of nobody else', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments', { channel: PRIVATE });
    await press(ada, card, 'Cancel');
    await waitForEdit(ada, card, /Cancelled/);
    const id = requestIdOf(card);
    expect(await answerTo(linus, '/moveout history')).toMatch(/^No request has ended\.$/m);
    expect(await answerTo(linus, '/moveout history payments')).toMatch(
      /^No request of payments has ended\.$/m,
    );
    expect(await answerTo(grace, '/moveout history')).toMatch(/^1 request ended$/m);
    expect(await answerTo(grace, '/moveout history payments')).toContain(id);
    await stage.controls.setMember(PRIVATE, 'U0ADA', false);
    await stage.controls.setMember(PRIVATE, 'U0GRACE', false);
    expect(await answerTo(ada, '/moveout history')).toContain(id);
    expect(await answerTo(ada, `/moveout status ${id}`)).toContain('Cancelled');
    expect(await answerTo(grace, '/moveout history')).toMatch(/^No request has ended\.$/m);
  });
});

describe('A cluster that was moved out from a private channel', () => {
  it.concurrent('is told so to the members of the channel, and is no cluster for anybody else', async (context) => {
    const { ada, grace, linus } = await stageFor(context);
    const card = await askMoveOut(ada, 'loyalty', { channel: PRIVATE });
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
    const told = new RegExp(`was moved out of OCP embedded by ${requestIdOf(card)}`);
    await grace.command('/moveout loyalty');
    await grace.waitForView(told);
    await linus.command('/moveout loyalty');
    const notice = await linus.waitForView(/No OCP that Moveout knows lists a cluster “loyalty”/);
    expect(notice.text()).not.toMatch(told);
  });
});

describe('While Slack does not say who is in a channel', () => {
  it.concurrent('its requests are shown to their requesters alone, and the answer says so', async (context) => {
    const stage = await stageFor(context, {}, ['channel_not_found']);
    const { ada, grace } = stage;
    const id = requestIdOf(await askMoveOut(ada, 'payments', { channel: PRIVATE }));
    await stage.controls.setMember(PRIVATE, 'U0MOVEOUT', false);
    expect(await answerTo(ada, '/moveout status')).toContain(id);
    expect(await answerTo(grace, '/moveout status')).toMatch(/^No request that could be read is open\./);
    for (const command of ['status', 'list', 'history', 'status payments']) {
      const answer = await answerTo(grace, `/moveout ${command}`);
      expect(answer).not.toContain(id);
      if (command !== 'history')
        expect(answer).toMatch(/⚠️ Slack did not say who is in some channels.*`?\/invite @Moveout/);
    }
    for (const command of ['status', 'why', 'cancel'])
      expect(await answerTo(grace, `/moveout ${command} ${id}`)).toMatch(
        new RegExp(`^Slack did not say whether you may see ${id}, so it is neither shown nor changed\\.`),
      );
    const home = await grace.openHome();
    await home.waitFor(/⚠️ Slack did not say who is in some channels/);
    expect(home.text()).not.toContain(id);
  });

  it.concurrent('since too much was asked of it in a minute: the answer waits as long as Slack wishes', async (context) => {
    const stage = await stageFor(context, {}, ['ratelimited']);
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments');
    const tooMuch = { method: 'conversations.members', kind: 'rate_limit', retry_after: 1 } as const;
    await stage.fault(tooMuch);
    expect(await answerTo(linus, '/moveout status')).toContain(requestIdOf(card));
    await stage.fault(tooMuch);
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
  });
});
