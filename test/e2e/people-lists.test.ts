/** Lists of people that are wrong, or name too few: nobody is let in by them, nobody else is stopped, and it is said what to do. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, openModal, press, refusalOf, waitForEdit } from './conversation.ts';
import { CHANNEL, stageFor } from './stage.ts';

describe('A wrong user id in a list', () => {
  it.concurrent('stops nobody, and the doctor names it', async (context) => {
    const { ada, linus } = await stageFor(
      context,
      {
        env: {
          MOVEOUT_CHANNEL: CHANNEL,
          MOVEOUT_REQUESTERS: 'U0ADA',
          MOVEOUT_APPROVERS: 'U0NOBODY U0GONE U0LINUS U0GRACE',
          MOVEOUT_ADMINS: 'U0LINUS U0GUEST',
        },
      },
      ['user_not_found'],
    );
    const doctor = await answerTo(linus, '/moveout doctor');
    expect(doctor).toMatch(/^2 things to mend$/m);
    expect(doctor).toMatch(/^✓ Users of MOVEOUT_REQUESTERS: 1 full member of the workspace\.$/m);
    expect(doctor).toMatch(
      /^✗ Users of MOVEOUT_APPROVERS: U0NOBODY is no user that Slack knows; U0GONE is a deactivated account\. Correct MOVEOUT_APPROVERS, and start Moveout again\.$/m,
    );
    expect(doctor).toMatch(/^✗ Users of MOVEOUT_ADMINS: U0GUEST is a guest\. Correct MOVEOUT_ADMINS, /m);
    const card = await askMoveOut(ada, 'payments');
    await press(linus, card, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
  });
});

describe('A user group that the app may not read, since it lacks the scope,', () => {
  it.concurrent('lets nobody through by it, and somebody who is listed by id; person and doctor are told', async (context) => {
    const stage = await stageFor(context, { env: { MOVEOUT_APPROVERS: 'S0DBA U0LINUS' } }, ['missing_scope']);
    const { ada, grace, linus, controls } = stage;
    const manifest = await readFile('manifest.yml', 'utf8');
    expect(manifest).toContain('- usergroups:read\n');
    await controls.setManifest(manifest.replace(/ *- usergroups:read\n/, ''));
    const card = await askMoveOut(ada, 'payments');
    const told =
      'the app may not read the user group S0DBA; its administrator must install it again with the scope usergroups:read';
    expect(await refusalOf(grace, card, 'Approve')).toBe(
      `Moveout could not read from Slack who may do that here (${told}), so it did not approve. Please try again.`,
    );
    expect(messageText(await ada.reread(card))).toContain('Approvals 0 of 1');
    const doctor = await answerTo(linus, '/moveout doctor');
    expect(doctor).toMatch(
      /^✗ Bot token and scopes: missing: usergroups:read \(to read the user groups of /m,
    );
    expect(doctor).toContain(`✗ Group of MOVEOUT_APPROVERS: ${told}`);
    expect(doctor).toContain(
      '? Enough people to approve: it is not known how many people may approve in C0ONCALL.',
    );
    await press(linus, card, 'Approve');
    await waitForEdit(ada, card, /^✅ Completed/);
  });
});

describe('Fewer people than must approve', () => {
  it.concurrent('are said so in the form and by the doctor; the form can be sent all the same', async (context) => {
    const always = 'Mon-Sun 00:00-24:00';
    const env = { MOVEOUT_CHANNEL: CHANNEL, MOVEOUT_APPROVALS: '3', MOVEOUT_OFF_PEAK: always };
    const { ada, linus } = await stageFor(context, { env });
    expect(await answerTo(linus, '/moveout doctor')).toMatch(
      /^\? Enough people to approve: a request needs 3 approvals, and only 3 people may approve in C0ONCALL; the requester, who may be one of them, does not count\. Invite more of those who may, or change MOVEOUT_APPROVERS or MOVEOUT_APPROVALS\.$/m,
    );
    const form = await openModal(ada, 'payments');
    expect(form.text()).toContain(
      'A request needs 3 approvals, and besides you only 2 people may approve it in this channel: it would expire. Invite somebody who may approve; /moveout doctor says more.',
    );
    await form.close();
    await askMoveOut(ada, 'payments');
  });

  it.concurrent('outside the off-peak hours are said so where one approval more is needed then', async (context) => {
    const env = { MOVEOUT_CHANNEL: CHANNEL, MOVEOUT_APPROVALS: '2', MOVEOUT_OFF_PEAK: farWindow() };
    const { ada, linus } = await stageFor(context, { env });
    const doctor = await answerTo(linus, '/moveout doctor');
    expect(doctor).toMatch(
      /^\? Enough people to approve: a request needs 2 approvals, outside the off-peak hours 3, and only 3 people may approve/m,
    );
    expect(doctor).toMatch(
      /^✓ Off-peak hours: \w{3} 00:00-01:00; next from \w{3} \d+ \w{3} 00:00 to \w{3} \d+ \w{3} 01:00 \(UTC\)\.$/m,
    );
    expect((await openModal(ada, 'payments')).text()).toContain(
      'Outside the off-peak hours a request needs 3 approvals, and besides you only 2 people may approve it in this channel. Choose the next off-peak window, or invite somebody who may approve.',
    );
  });
});

/** An hour of the week that is three days away. */
function farWindow(): string {
  const day = new Date(Date.now() + 3 * 86_400_000).getUTCDay();
  return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][day]} 00:00-01:00`;
}
