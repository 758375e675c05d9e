/** What on-call people ask for by command: why, history, the doctor, and lists. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, unanswered } from '../faults.ts';
import { answerTo, press, requestIdOf, waitForEdit } from './conversation.ts';
import { CHANNEL, openStage, type Stage, stageFor } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { MOVEOUT_CHANNEL: CHANNEL } });
});
afterAll(() => stage.close());

describe('/moveout why', () => {
  it('says rule by rule what a person may do to a request, and changes nothing', async () => {
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'payments');
    const id = requestIdOf(card);
    const own = await answerTo(ada, `/moveout why ${id}`);
    expect(own).toMatch(/^✓ You may: Change Start, Cancel\.$/m);
    expect(own).toMatch(
      /^✗ Approve, Reject: This is your own request\. Somebody else must approve or reject it/m,
    );
    expect(own).toMatch(/^✗ Withdraw Approval: There is no approval of yours/m);
    expect(own).toMatch(/^Not in its present state: Start Now, Retry, Skip, Roll Back,/m);
    const other = await answerTo(grace, '/moveout why payments');
    expect(other).toMatch(/^✓ You may: Approve, Reject, Change Start, Cancel\.$/m);
    expect(await answerTo(stage.person('U0GUEST'), `/moveout why ${id}`)).toMatch(
      /^✗ Approve, Reject, .*Cancel: You may not do that: you are a guest in this workspace\./m,
    );
    expect(await ada.reread(card)).toEqual(card);
    await press(grace, card, 'Reject');
    const modal = await grace.waitForView(/Reject Request/);
    await modal.type('Reason', 'not tonight');
    await modal.submit();
    await waitForEdit(ada, card, /^⛔ Rejected/);
    expect(await answerTo(ada, `/moveout why ${id}`)).toMatch(/^You can do nothing to it now\.$/m);
    expect(await answerTo(ada, '/moveout why payments')).toMatch(
      /^You see no open request of payments\.\n\*?Nothing forbids to move payments:1001 out\.\*? Request it with \/moveout payments\.$/m,
    );
    expect(await answerTo(stage.person('U0GUEST'), '/moveout why payments')).toMatch(
      /^\*?Nothing forbids to move payments:1001 out\.\*?\nYou may not request a move-out here: you are a guest in this workspace\. Ask a full member\.$/m,
    );
    // Of the channel that the card of a request would be in, wherever it is asked.
    expect(await answerTo(stage.person('U0OUTSIDE'), '/moveout why payments', 'C0GENERAL')).toMatch(
      /\nYou may not request a move-out here: you are not a member of the card’s channel\. Join it, then try again\.$/m,
    );
    expect(await answerTo(ada, '/moveout why search')).toMatch(
      /^\*?search:\d+ cannot be moved out now\.\*?\n✕ \*?Blocked:\*? The cluster is /m,
    );
    expect(await answerTo(ada, '/moveout why orders')).toMatch(
      /^Several clusters have that name\. Name one of them: orders:1002, orders:1003\.$/m,
    );
    expect(await answerTo(ada, '/moveout why nobody')).toMatch(
      /^No OCP that Moveout knows lists it\. See \/moveout list\.$/m,
    );
    expect(await answerTo(ada, '/moveout why MO-ZZZZZZ')).toMatch(/Moveout knows no request MO-ZZZZZZ/);
  });
});

describe('/moveout why, while something is away,', () => {
  it('says of OCP that nobody can approve until it answers, and of Slack that nobody is let', async () => {
    const faults = createFaults();
    const own = await openStage({ wrapOcp: (real) => faults.around('ocp', real) });
    const id = requestIdOf(await askMoveOut(own.ada, 'payments'));
    faults.next('ocp.readCluster', unanswered);
    const silent = await answerTo(own.grace, `/moveout why ${id}`);
    expect(silent).toMatch(/^✓ You may: Reject, Change Start, Cancel\.$/m);
    expect(silent).toMatch(
      /^✗ Approve: OCP does not say whether everything is still as the card shows \(OCP did not answer within 10 s\.\), and until it does nobody can approve\.$/m,
    );
    faults.next('ocp.readCluster', unanswered);
    expect(await answerTo(own.grace, '/moveout why loyalty')).toMatch(
      /^⚠️ Whether it could be moved out is not known: OCP did not answer within 10 s\. Ask again in a minute\.$/m,
    );
    faults.next('ocp.listClusters', unanswered);
    expect(await answerTo(own.grace, '/moveout why loyalty')).toMatch(
      /^No OCP that could be read lists it; it may be in one that could not\.\n⚠️ \*OCP embedded\* could not be read: OCP did not answer within 10 s\.$/m,
    );
    await own.fault({ method: 'users.info', kind: 'fail', error: 'internal_error' });
    expect(await answerTo(own.grace, `/moveout why ${id}`)).toMatch(
      /^Moveout could not read from Slack who may do what here \(.*internal_error\), and until it can it lets nobody\. Please try again\.$/,
    );
    await own.fault({ method: 'users.info', kind: 'fail', error: 'internal_error' });
    expect(await answerTo(own.grace, '/moveout why loyalty')).toMatch(
      /Nothing forbids to move loyalty:1007 out\.\*? Request it with \/moveout loyalty\.$/m,
    );
    await own.close(['internal_error']);
  });
});

describe('/moveout history', () => {
  it('lists the ended requests, of a cluster and since a day', async () => {
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'loyalty');
    await press(grace, card, 'Approve');
    await ada.waitForReply(card, /is moved out of OCP/);
    const all = await answerTo(grace, '/moveout history');
    expect(all).toMatch(/^\*?2 requests ended\*?$/m);
    expect(all).toMatch(/✅ Completed MO-\w+ · loyalty:1007 · .* · ran for .* · by @U0ADA/);
    expect(all).toMatch(/⛔ Rejected MO-\w+ · payments:1001/);
    expect(await answerTo(grace, '/moveout history loyalty 7d')).toMatch(
      /^\*?1 request of loyalty ended since /m,
    );
    expect(await answerTo(grace, '/moveout history 2199-01-01')).toMatch(/^No request has ended since /m);
    expect(await answerTo(grace, '/moveout history 2026-02-31')).toMatch(/There is no such day/);
    expect(await answerTo(grace, '/moveout history search')).toMatch(/^No request of search has ended\.$/m);
  });
});

describe('/moveout list', () => {
  it('filters by state, by role or by a part of the name', async () => {
    expect(await answerTo(stage.grace, '/moveout list standby')).toMatch(
      /^1 cluster with standby\n\*OCP embedded\*: 1 of \d+ clusters\norders:1003/m,
    );
    expect(await answerTo(stage.grace, '/moveout list stopped')).toMatch(
      /^1 cluster with stopped\n\*OCP embedded\*: 1 of \d+ clusters\narchive_2024:1004/m,
    );
    const orders = await answerTo(stage.grace, '/moveout list ORDERS');
    expect(orders).toMatch(/orders:1002/);
    expect(orders).toMatch(/orders:1003/);
    expect(orders).not.toMatch(/coupons/);
  });
});

describe('/moveout doctor', () => {
  it('has a line for everything that Moveout needs', async () => {
    const answer = await answerTo(stage.grace, '/moveout doctor');
    expect(answer).toMatch(/^Everything is in order\.$/m);
    expect(answer).toMatch(/^✓ Bot token and scopes: all \d+ scopes are granted\.$/m);
    expect(answer).toMatch(/^✓ Connection to Slack: \d ways? open\.$/m);
    expect(answer).toMatch(/^✓ Channel of the cards: Moveout is in C0ONCALL\.$/m);
    expect(answer).toMatch(
      /^✓ OCP embedded: it answers; its user may list clusters and sees \d+\. Whether it may move one out shows only at the submission\.$/m,
    );
    expect(answer).toMatch(/^✓ Channels of open requests: Moveout is in every one\.$/m);
    expect(answer).toMatch(/^✓ Data directory: it can be written\.$/m);
    expect(answer).toMatch(/^✓ Encryption keys: every key that is still needed can be unsealed\.$/m);
    expect(answer).toMatch(/^✓ Off-peak hours: none are configured/m);
  });

  it.for([
    ['by its id to an administrator', { MOVEOUT_ADMINS: 'U0GRACE' }, true],
    ['by no id to everybody', {}, false],
  ] as const)(
    'names a request whose key is lost, %s, before its run stops for it; so does the log of a start',
    async ([, env, isNamed], context) => {
      const { ada, grace, log, loseKeys, restart } = await stageFor(context, { env });
      const id = requestIdOf(await askMoveOut(ada, 'payments'));
      await loseKeys();
      await restart();
      expect(log.find((line) => line.includes('"message":"an encryption key'))).toContain(
        `"request":"${id}"`,
      );
      const answer = await answerTo(grace, '/moveout doctor');
      expect(answer).toContain('1 thing to mend');
      expect(answer).toContain(
        `✗ Encryption keys: ${isNamed ? `${id} has` : '1 open request has'} none that can be unsealed. Was MOVEOUT_VAULT_KEY changed? Start Moveout with the former one. Otherwise each run stops before its export, and asks its requester for the key.`,
      );
    },
  );

  it('says of each thing that is wrong what to do, and only to administrators', async () => {
    const sick = await openStage({
      env: {
        MOVEOUT_ADMINS: 'U0GRACE',
        MOVEOUT_CHANNEL: 'C0GENERAL',
        MOVEOUT_APPROVERS: 'S0GONE',
        MOVEOUT_OFF_PEAK: 'Sat 00:00-24:00',
        MOVEOUT_FREEZE: '2020-01-01..2099-12-31',
      },
      wrapOcp: (real) => ({ ...real, listClusters: () => Promise.reject(new Error('OCP did not answer.')) }),
    });
    expect(await answerTo(sick.ada, '/moveout doctor')).toMatch(
      /is for the administrators of Moveout \(MOVEOUT_ADMINS\)/,
    );
    const answer = await answerTo(sick.grace, '/moveout doctor');
    expect(answer).toMatch(/^4 things to mend, 1 to look at$/m);
    expect(answer).toMatch(
      /^✗ Channel of the cards: Moveout is not in C0GENERAL\. Type \/invite @Moveout there\.$/m,
    );
    expect(answer).toMatch(/^✗ Group of MOVEOUT_APPROVERS: Slack knows no user group S0GONE;/m);
    expect(answer).toMatch(/^✗ OCP embedded: OCP did not answer\.$/m);
    expect(answer).toMatch(
      /^✗ Off-peak hours: the freeze periods \(MOVEOUT_FREEZE\) leave no window within a year/m,
    );
    await sick.close(['no_such_subteam']);
  });

  it('without MOVEOUT_CHANNEL looks at the channels of the open requests, and at the one where it is asked', async () => {
    const elsewhere = await openStage();
    const { ada, linus, controls } = elsewhere;
    await askMoveOut(ada, 'payments', { channel: 'G0DBA' });
    await askMoveOut(ada, 'loyalty');
    const well = await answerTo(linus, '/moveout doctor');
    expect(well).toMatch(/^1 thing to look at$/m);
    expect(well).toMatch(
      /^\? Who sees a move-out: any 2 full members can move out a cluster in a private channel of their own, which nobody else sees\. To prevent that, set MOVEOUT_CHANNEL or MOVEOUT_APPROVERS\.$/m,
    );
    expect(well).toMatch(
      /^✓ Enough people to approve: a request needs 1 approval, and at least 2 people may approve in C0ONCALL\.$/m,
    );
    expect(well).toMatch(/^✓ Channels of open requests: Moveout is in every one\.$/m);
    expect(well).toMatch(/^✓ This channel: Moveout is in it\.$/m);
    expect(well).not.toContain('G0DBA');
    const outside = await answerTo(linus, '/moveout doctor', 'C0GENERAL');
    expect(outside).toMatch(/^2 things to look at$/m);
    expect(outside).toMatch(
      /^\? This channel: Moveout is not in it, so no move-out can be requested here\./m,
    );
    await controls.setMember('G0DBA', 'U0MOVEOUT', false);
    await controls.setArchived(CHANNEL, true);
    const sick = await answerTo(linus, '/moveout doctor', 'C0GENERAL');
    expect(sick).toMatch(/^1 thing to mend, 2 to look at$/m);
    expect(sick).toMatch(
      /^✗ Channels of open requests: Moveout is not in G0DBA\. Type \/invite @Moveout there\. If it is gone for good, only its requesters can end its requests \(\/moveout cancel\); with MOVEOUT_ADMINS set, administrators can, too\. C0ONCALL is archived\. Unarchive it\. If it is gone/m,
    );
    await elsewhere.close(['channel_not_found', 'is_archived']);
  });
});
