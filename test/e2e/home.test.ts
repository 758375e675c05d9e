/** The App Home, mentions in threads, and Request Primary. */
import { describe, expect, it } from 'vitest';
import { askMoveOut } from '../ask-move-out.ts';
import { createFaults, unanswered } from '../faults.ts';
import { messageText } from '../flatten-blocks.ts';
import { answerTo, press, privately, waitForEdit } from './conversation.ts';
import { CHANNEL, stageFor } from './stage.ts';

describe('The App Home', () => {
  it.concurrent('shows what waits for whom, and takes the vote', async (context) => {
    const { ada, grace } = await stageFor(context, { env: { MOVEOUT_APPROVALS: '2' } });
    const empty = await grace.openHome();
    await empty.waitFor(/Waiting for you\nNothing waits for your approval\./);
    expect(empty.text()).toContain('Your requests\nYou have no open request.');
    expect(empty.text()).toContain('payments:1001 · PRIMARY · RUNNING');
    const card = await askMoveOut(ada, 'payments');
    const own = await ada.openHome();
    await own.waitFor(/Your requests \(1\)\n⏳ Awaiting approval MO-\w+ · payments:1001 · 0 of 2 approvals/);
    expect(own.text()).toContain('Nothing waits for your approval.');
    // Opened again it shows what is there by then, however long ago it was shown last.
    await grace.openHome();
    const home = await grace.waitForHome(/Waiting for you \(1\)/);
    await home.click('Approve');
    await waitForEdit(ada, card, /Approvals 1 of 2 \(@U0GRACE\)/);
    await home.waitFor(/Nothing waits for your approval\./);
    expect(home.text()).not.toContain('Your requests (');
  });

  it.concurrent('shows what runs with its step, as status does, and that OCP is silent', async (context) => {
    const faults = createFaults();
    const { ada, grace } = await stageFor(context, {
      // The task goes on for longer than the test: the cluster stays in the list.
      env: { MOVEOUT_OCP_PACE_MS: '60000' },
      wrapOcp: (real) => faults.around('ocp', real),
    });
    faults.next('ocp.readTask', unanswered, 1_000);
    const card = await askMoveOut(ada, 'payments');
    await press(grace, card, 'Approve');
    await waitForEdit(ada, card, /No answer from OCP since/);
    const line =
      /▶️ Running MO-\w+ · payments:1001 · Step 5 of 6: .* · \d+ s · ⚠️ no answer from OCP since .* · by @U0ADA · /;
    await (await grace.openHome()).waitFor(new RegExp(`Running \\(1\\)\n${line.source}`));
    expect(await answerTo(grace, '/moveout status')).toMatch(line);
    expect(await answerTo(grace, '/moveout list payments')).toMatch(/payments:1001 .*▶️ Running MO-/);
  });

  it.concurrent('follows at once when a Reject in it comes too late, which is told directly', async (context) => {
    const { ada, grace, linus } = await stageFor(context);
    const card = await askMoveOut(ada, 'loyalty');
    const home = await grace.openHome();
    await home.waitFor(/Waiting for you \(1\)/);
    await press(linus, card, 'Approve');
    await waitForEdit(ada, card, /^(▶️ Running|✅ Completed)/);
    await home.click('Reject');
    await grace.waitForDirectMessage(
      /Too late to reject: this request is (running|completed)\. See the card\./,
    );
    await home.waitFor(/Nothing waits for your approval\./);
  });

  it.concurrent('shows nothing to a guest that the guest may not do, and Reject asks for the reason', async (context) => {
    const stage = await stageFor(context);
    const { ada, grace } = stage;
    const card = await askMoveOut(ada, 'loyalty');
    const guest = await stage.person('U0GUEST').openHome();
    await guest.waitFor(/Nothing waits for your approval\./);
    const home = await grace.openHome();
    await home.waitFor(/Waiting for you \(1\)/);
    await home.click('Reject');
    const modal = await grace.waitForView(/Reject Request/);
    await modal.type('Reason', 'not tonight');
    await modal.submit();
    await waitForEdit(ada, card, /^⛔ Rejected/);
    // Not half a minute later: who rejected it looks at it.
    await home.waitFor(/Nothing waits for your approval\./);
  });

  it.concurrent('never says that nothing waits while Slack does not say who may approve', async (context) => {
    const stage = await stageFor(context, {}, ['internal_error']);
    const { ada, grace } = stage;
    await askMoveOut(ada, 'payments');
    await stage.fault({ method: 'users.info', kind: 'fail', error: 'internal_error', times: 1 });
    const home = await grace.openHome();
    await home.waitFor(/Waiting for you\n⚠️ Slack did not say whether you may approve 1 request/);
    expect(home.text()).toContain('Open this home again in a minute');
    expect(home.text()).not.toContain('Nothing waits');
    await grace.openHome();
    await home.waitFor(/Waiting for you \(1\)/);
    expect(home.text()).not.toContain('did not say');
  });
});

describe('A mention', () => {
  it.concurrent('in the thread of a request is answered there with its status', async (context) => {
    const { ada, grace } = await stageFor(context, { env: { MOVEOUT_APPROVALS: '2' } });
    const card = await askMoveOut(ada, 'payments');
    await grace.post(CHANNEL, 'How far is it, <@U0MOVEOUT>?', card.ts);
    const reply = await ada.waitForReply(card, /Awaiting approval: move-out of payments:1001/);
    expect(messageText(reply)).toContain('Approvals 0 of 2');
    expect(messageText(reply)).toContain('The buttons are on the card');
  });

  it.concurrent('elsewhere is answered privately with what to type', async (context) => {
    const { grace } = await stageFor(context);
    await grace.post(CHANNEL, 'Hello <@U0MOVEOUT>');
    await expect
      .poll(async () => (await privately(grace, CHANNEL)).map(messageText).join('\n'))
      .toContain('Mention Moveout in the thread of a request');
  });
});

describe('When a standby is gone', () => {
  it.concurrent('its end offers Request Primary, which opens the form of the primary', async (context) => {
    const { ada, grace } = await stageFor(context);
    const card = await askMoveOut(ada, 'orders:1003');
    await press(grace, card, 'Approve');
    const end = await ada.waitForReply(card, /is moved out of OCP/);
    await press(grace, end, 'Request Primary');
    await grace.waitForView(/orders:1002[\s\S]*\[Move Out\]/);
    const directly = await ada.waitForDirectMessage(/is moved out of OCP/);
    await press(ada, directly, 'Request Primary');
    await ada.waitForView(/orders:1002[\s\S]*\[Move Out\]/);
  });

  it.concurrent('the end of a primary offers nothing more', async (context) => {
    const { ada, grace } = await stageFor(context);
    const card = await askMoveOut(ada, 'loyalty');
    await press(grace, card, 'Approve');
    const end = await ada.waitForReply(card, /is moved out of OCP/);
    expect(JSON.stringify(end.blocks)).not.toContain('Request Primary');
  });
});
