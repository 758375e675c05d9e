/** Approvals that hold: whose votes count, for how long, and for what. */
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../src/domain/cluster.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, lies } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { waitUntil } from '../wait-until.ts';
import {
  answerMessage,
  answerTo,
  buttonsOf,
  press,
  privately,
  refusalOf,
  requestIdOf,
  waitForEdit,
} from './conversation.ts';
import { CHANNEL, openStage, stageFor } from './stage.ts';

const TWO = { env: { MOVEOUT_APPROVALS: '2' } };

describe('A quorum of two', () => {
  it.concurrent('counts a person once, also by two clicks at the same moment, and lets go of a vote', async (context) => {
    const { ada, grace, linus } = await stageFor(context, TWO);
    const card = await askMoveOut(ada, 'payments');
    await Promise.all([press(grace, card, 'Approve'), press(grace, card, 'Approve')]);
    const once = await waitForEdit(ada, card, /Approvals 1 of 2 \(@U0GRACE\)/);
    expect(await refusalOf(linus, once, 'Withdraw Approval')).toMatch(
      /There is no approval of yours to withdraw/,
    );
    await press(grace, once, 'Withdraw Approval');
    const none = await waitForEdit(ada, card, /Approvals 0 of 2/);
    expect(buttonsOf(none)).not.toContain('Withdraw Approval');
    await ada.waitForReply(card, /↩️ @U0GRACE withdrew the approval\./);
    await press(linus, none, 'Approve');
    await waitForEdit(ada, card, /Approvals 1 of 2 \(@U0LINUS\)/);
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
  });

  it.concurrent('does not count who has left the channel, and says so on the card', async (context) => {
    const { ada, grace, linus, controls } = await stageFor(context, TWO);
    const card = await askMoveOut(ada, 'payments');
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /Approvals 1 of 2/);
    await controls.setMember(CHANNEL, 'U0GRACE', false);
    await press(linus, card, 'Approve');
    const left = await waitForEdit(ada, card, /Approvals 1 of 2 \(@U0LINUS\)/);
    expect(messageText(left)).toContain(
      '⚠️ The approval of @U0GRACE no longer counts: no longer in this channel.',
    );
    await controls.setMember(CHANNEL, 'U0GRACE', true);
    await press(grace, card, 'Approve');
    const done = await waitForEdit(ada, card, /^✅ Completed/);
    expect(messageText(done)).toContain('Approved by @U0LINUS, @U0GRACE.');
  });
});

describe('A list of approvers with a user group', () => {
  const LISTED = { env: { MOVEOUT_APPROVERS: 'S0DBA' } };

  it.concurrent('lets its members approve and cancel, and nobody else', async (context) => {
    const { ada, grace, linus, controls } = await stageFor(context, LISTED);
    const card = await askMoveOut(ada, 'payments');
    expect(messageText(card)).toContain(
      'Anybody but @U0ADA who is on the list of approvers and in this channel can approve or reject',
    );
    await controls.setUsergroup('S0DBA', { users: ['U0GRACE'] });
    expect(await refusalOf(linus, card, 'Approve')).toMatch(
      /you are not on the list of those who may approve/,
    );
    expect(await refusalOf(linus, card, 'Cancel')).toMatch(
      /you are not on the list of those who may approve/,
    );
    await press(grace, card, 'Cancel');
    await waitForEdit(ada, card, /^🚫 Cancelled/);
  });

  it.concurrent.each([
    ['a plan without user groups', 'plan_upgrade_required', /this Slack plan has no user groups/],
    ['a group that Slack does not know', 'no_such_subteam', /Slack knows no user group S0GONE/],
  ] as const)('is closed on %s, and says what to do', async (_what, error, says) => {
    const env = { MOVEOUT_APPROVERS: error === 'no_such_subteam' ? 'S0GONE' : 'S0DBA' };
    const stage = await openStage({ env });
    const { ada, grace, controls } = stage;
    if (error === 'plan_upgrade_required') await controls.setApp({ usergroups: false });
    const card = await askMoveOut(ada, 'payments');
    expect(await refusalOf(grace, card, 'Approve')).toMatch(says);
    expect(messageText(await ada.reread(card))).toContain('Approvals 0 of 1');
    expect(await answerTo(ada, '/moveout doctor')).toMatch(
      new RegExp(`^✗ Group of MOVEOUT_APPROVERS: .*${says.source}`, 'm'),
    );
    await stage.close([error]);
  });

  it.concurrent('of requesters lets only those ask who are in it', async (context) => {
    const { ada, grace } = await stageFor(context, { env: { MOVEOUT_REQUESTERS: 'S0DBA' } });
    await ada.command('/moveout payments');
    const refused = await ada.waitForView(/you are not on the list of requesters \(MOVEOUT_REQUESTERS\)/);
    await refused.close();
    await askMoveOut(grace, 'payments');
  });
});

describe('A vote belongs to what was shown', () => {
  it.concurrent('the button of an answer from before a change is refused, and a new one counts', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { ...TWO, wrapOcp: (real) => faults.around('ocp', real) });
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments');
    const before = await answerMessage(linus, `/moveout status ${requestIdOf(card)}`);
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /Approvals 1 of 2/);
    const stopped = lies<Cluster>((truth) => ({ ...truth, status: 'STOPPED' }));
    faults.next('ocp.readCluster', stopped, 100);
    await press(linus, card, 'Approve');
    const changed = await waitForEdit(ada, card, /Changed since the request/);
    expect(messageText(changed)).toContain('• The cluster was RUNNING and is STOPPED now.');
    expect(messageText(changed)).toContain('Approvals 0 of 2');
    expect(await refusalOf(linus, before, 'Approve')).toMatch(/this is not the current card/);
    await press(grace, changed, 'Approve');
    await waitForEdit(ada, card, /Approvals 1 of 2/);
    await press(linus, card, 'Approve');
    await ada.waitForReply(card, /▶️ Started\./);
  });

  it.concurrent('so does a reject, to what its form was opened about', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { ...TWO, wrapOcp: (real) => faults.around('ocp', real) });
    const { ada, grace, linus } = stage;
    const card = await askMoveOut(ada, 'payments');
    await press(grace, card, 'Reject');
    const modal = await grace.waitForView(/Reject Request/);
    faults.next(
      'ocp.readCluster',
      lies<Cluster>((truth) => ({ ...truth, status: 'STOPPED' })),
      100,
    );
    await press(linus, card, 'Approve');
    const changed = await waitForEdit(ada, card, /Changed since the request/);
    await modal.type('Reason', 'not while it runs');
    await modal.submit();
    await waitUntil(
      async () =>
        (await privately(grace, card.channel)).find((told) =>
          /^What you saw is not what is asked for now\. Look at the card again/.test(messageText(told)),
        ),
      () => 'Nobody was told that the card is old.',
    );
    expect(messageText(await ada.reread(changed))).toContain('Approvals 0 of 2');
    await press(grace, changed, 'Reject');
    const again = await grace.waitForView(/Reject Request/);
    await again.type('Reason', 'not this week');
    await again.submit();
    await waitForEdit(ada, card, /^⛔ Rejected/);
  });

  it.concurrent('what changes between approval and start voids the votes, and asks again', async (context) => {
    const faults = createFaults();
    const stage = await stageFor(context, { wrapOcp: (real) => faults.around('ocp', real) });
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    const grown = lies<Cluster>((truth) => ({
      ...truth,
      hosts: [
        ...truth.hosts,
        {
          id: 999,
          name: 'payments-d1',
          address: '10.20.1.99',
          zone: 'zone1',
          status: 'ONLINE',
          services: [],
        },
      ],
    }));
    // The first look is that of the vote, the second that of the start.
    faults.next('ocp.readCluster', { kind: 'none' });
    faults.next('ocp.readCluster', grown, 100);
    await press(grace, card, 'Approve');
    const changed = await waitForEdit(ada, card, /Changed since the request/);
    expect(messageText(changed)).toContain('• Host payments-d1 was added to the cluster; it is kept.');
    expect(messageText(changed)).toContain('Approvals 0 of 1');
    await ada.waitForDirectMessage(/must be approved again: Host payments-d1 was added/);
    expect(faults.calls.filter(({ name }) => name === 'ocp.exportCredentials')).toEqual([]);
  });
});

describe('Who asked is told', () => {
  it.concurrent('of a request that waits for an approval that the person may give, once, and not of the own', async (context) => {
    const stage = await stageFor(context, {});
    const { ada, grace } = stage;
    const answer = await answerMessage(grace, '/moveout notify on');
    expect(messageText(answer)).toContain('You get a direct message when somebody asks');
    await answerMessage(ada, '/moveout notify on');
    await answerMessage(stage.person('U0GUEST'), '/moveout notify on');
    await askMoveOut(ada, 'payments');
    await grace.waitForDirectMessage(
      /^⏳ @U0ADA asks for approval of the move-out of payments:1001: It moves to the new OCP\./,
    );
    await stage.restart();
    await answerMessage(grace, '/moveout notify off');
    await askMoveOut(ada, 'loyalty');
    await ada.waitForMessage(CHANNEL, /Awaiting approval · loyalty/);
    await stage.restart();
    const told = async (id: string) =>
      (await stage.person(id).directMessages()).map(messageText).filter((text) => text.startsWith('⏳'));
    expect(await told('U0GRACE')).toHaveLength(1);
    expect(await told('U0ADA')).toEqual([]);
    expect(await told('U0GUEST')).toEqual([]);
  });
});
