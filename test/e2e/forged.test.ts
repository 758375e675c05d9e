/** What Moveout shows is used as it is shown, or refused: in words to whoever is named, and with one line in the log. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { type Payload, tapWire, type Wire } from '../payloads.ts';
import { answerMessage, press, requestIdOf, tracesOf, waitForEdit } from './conversation.ts';
import { as, type Noted, noted, sent } from './forgery.ts';
import { openStage, type Stage } from './stage.ts';

const OLD_CARD =
  'Nothing was done: this is not the current card of the request. See `/moveout status` for the card.';
const UNREADABLE = /^Nothing was done: Moveout cannot read what Slack sent\./;
const NOT_YOURS =
  'Nothing was done: Moveout did not open this form for you, or was restarted since. Close it, and open it again.';
const GRACE = 'U0GRACE';
const CANARY = 'Forged-Canary-77';

let wire: Wire;
let stage: Stage;
let first: ShownMessage;
let second: ShownMessage;
beforeAll(async () => {
  wire = tapWire();
  stage = await openStage();
  first = await askMoveOut(stage.ada, 'payments');
  second = await askMoveOut(stage.ada, 'loyalty');
});
// Whoever is named is answered where the payload says they are, which may be where the bot cannot write.
afterAll(async () => {
  wire.cut();
  await stage.close(['not_in_channel', 'user_not_in_channel', 'channel_not_found']);
});

/** The payload of a click that Ada makes on her own card, where it is refused. */
async function clickOn(card: ShownMessage, label: string, actionId: string): Promise<Payload> {
  await press(stage.ada, card, label);
  return wire.last(({ message, actions }) => message?.ts === card.ts && actions?.[0]?.action_id === actionId);
}

/** It is refused, and both requests are as they were. */
async function refuses(payload: Payload, said: Noted, answer: string | RegExp = OLD_CARD): Promise<void> {
  const { logged, told } = await sent(stage, wire, payload);
  expect(logged).toEqual([noted(said)]);
  expect(told).toEqual([typeof answer === 'string' ? answer : expect.stringMatching(answer)]);
  for (const card of [first, second])
    expect(messageText(await stage.ada.reread(card))).toMatch(/Awaiting approval[\s\S]*Approvals 0 of 1/);
}

describe('A click', () => {
  let approve: Payload;
  beforeAll(async () => {
    approve = as(await clickOn(first, 'Approve', 'request.approve'), GRACE);
  });

  const WRONG_PLACE = 'a click in another place than the request has its buttons';
  const withValue = (value: unknown): Payload => ({
    ...approve,
    actions: [{ ...approve.actions[0], value }],
  });

  it('with the value of another request’s button is refused', async () => {
    const other = await clickOn(second, 'Approve', 'request.approve');
    await refuses(withValue(other.actions[0].value), {
      person: GRACE,
      request: requestIdOf(second),
      wrong: WRONG_PLACE,
    });
  });

  it('from another channel is refused', async () => {
    const container = { ...approve.container, channel_id: 'G0DBA' };
    await refuses(
      { ...approve, container, channel: { id: 'G0DBA', name: 'privategroup' } },
      { person: GRACE, request: requestIdOf(first), wrong: WRONG_PLACE },
    );
  });

  it('on a message that is not the card is refused, with or without the message', async () => {
    const ts = '1700000000.000100';
    const container = { ...approve.container, message_ts: ts };
    const said = { person: GRACE, request: requestIdOf(first), wrong: WRONG_PLACE };
    await refuses({ ...approve, container, message: { ...approve.message, ts } }, said);
    const { message: _none, ...bare } = approve;
    await refuses({ ...bare, container }, said);
  });

  it('that says two different things of its place is refused', async () => {
    const wrong = 'a block_actions payload with no valid container';
    const elsewhere = { ...approve, channel: { id: 'G0DBA', name: 'privategroup' } };
    await refuses(elsewhere, { person: GRACE, wrong }, UNREADABLE);
    const message = { ...approve.message, ts: second.ts };
    await refuses({ ...approve, message }, { person: GRACE, wrong }, UNREADABLE);
  });

  it.each([
    ['of a request that does not exist', 'MO-ZZZZZZ|abc', 'MO-ZZZZZZ', 'a button of an unknown request'],
    ['of no request at all', '../../etc/passwd|x', undefined, 'a button value that Moveout does not write'],
    ['with no value', undefined, undefined, 'a button value that Moveout does not write'],
  ])('%s is refused', async (_name, value, request, wrong) => {
    await refuses(withValue(value), { person: GRACE, request, wrong });
  });

  it('for other terms than the request has is refused', async () => {
    await refuses(withValue(`${requestIdOf(first)}|0123456789abcdef`), {
      person: GRACE,
      request: requestIdOf(first),
      wrong: 'a button of other terms than the request has',
    });
  });

  it('in a modal that does not offer it is refused', async () => {
    await press(stage.grace, first, 'All Hosts');
    const modal = await stage.grace.waitForView(/All Hosts/);
    const view = {
      id: modal.view.id,
      callback_id: 'task',
      private_metadata: requestIdOf(first),
      state: { values: {} },
    };
    const { channel: _channel, message: _message, ...rest } = approve;
    const inModal = { ...rest, container: { type: 'view', view_id: view.id }, view };
    await refuses(inModal, { person: GRACE, request: requestIdOf(first), wrong: WRONG_PLACE });
    // The modal was opened to show hosts; that it is View Task is only said.
    const cancel = { ...approve.actions[0], action_id: 'request.cancel' };
    await refuses(as({ ...inModal, actions: [cancel] }, 'U0ADA'), {
      person: 'U0ADA',
      request: requestIdOf(first),
      wrong: WRONG_PLACE,
    });
    const refresh = { ...approve.actions[0], action_id: 'task.refresh' };
    await refuses(
      { ...inModal, actions: [refresh] },
      {
        person: GRACE,
        request: requestIdOf(first),
        wrong: WRONG_PLACE,
      },
    );
    const log = { ...approve.actions[0], action_id: 'task.log', value: '1' };
    await refuses(
      { ...inModal, actions: [log] },
      {
        person: GRACE,
        wrong: 'a click in a modal that is not View Task of a request',
      },
    );
    await modal.close();
  });

  it('in the App Home, which has Approve and Reject alone, is refused', async () => {
    const home = await stage.grace.openHome();
    await home.waitFor(/\[Reject\]/);
    await home.click('Reject');
    await (await stage.grace.waitForView(/Reject Request/)).close();
    const click = await wire.last(({ view }) => view?.type === 'home');
    for (const action of ['request.cancel', 'request.all-hosts', 'task.refresh'])
      await refuses(
        {
          ...click,
          actions: [{ ...click.actions[0], action_id: action, value: approve.actions[0].value }],
        },
        { person: GRACE, request: requestIdOf(first), wrong: WRONG_PLACE },
      );
  });

  it('by nobody, or of no button of Moveout’s, is refused', async () => {
    const { logged, told } = await sent(stage, wire, as(approve, '<!channel>'));
    expect(logged).toEqual([noted({ wrong: 'a block_actions payload with no valid user' })]);
    expect(told).toEqual([]);
    const stranger = { ...approve, actions: [{ ...approve.actions[0], action_id: CANARY }] };
    await refuses(
      stranger,
      { person: GRACE, wrong: 'a block_actions payload with no valid actions' },
      UNREADABLE,
    );
  });

  it('in the private answer to /moveout status counts wherever that was asked', async () => {
    const card = await askMoveOut(stage.ada, 'coupons');
    const answer = await answerMessage(stage.grace, `/moveout status ${requestIdOf(card)}`, 'C0GENERAL');
    await press(stage.grace, answer, 'Reject');
    const modal = await stage.grace.waitForView(/Reject Request/);
    await modal.type('Reason', 'not today');
    await modal.submit();
    await waitForEdit(stage.ada, card, /^⛔ Rejected/);
  });
});

describe('A form that decides', () => {
  let submission: Payload;
  beforeEach(async () => {
    await (await stage.grace.openView())?.close();
    await press(stage.grace, first, 'Reject');
    const modal = await stage.grace.waitForView(/Reject Request/);
    await modal.type('Reason', '   ');
    await modal.submit();
    submission = await wire.last(({ view }) => view?.id === modal.view.id);
    submission.view.state.values.reason.reason.value = CANARY;
  });

  const wrong = 'a submitted form (reject) that was not opened so';
  async function refusesForm(payload: Payload, said: Noted, field = 'reason'): Promise<void> {
    const { logged, acks, told } = await sent(stage, wire, payload);
    expect(logged).toEqual([noted(said)]);
    expect(acks).toEqual([{ response_action: 'errors', errors: { [field]: NOT_YOURS } }]);
    expect(told).toEqual([]);
    for (const card of [first, second])
      expect(messageText(await stage.ada.reread(card))).toContain('Awaiting approval');
  }

  it.each([
    ['another request', () => requestIdOf(second)],
    ['an unknown request', () => 'MO-ZZZZZZ'],
    ['no request', () => '{"channel":"C0ONCALL"}'],
  ])('and names %s is refused', async (_name, metadata) => {
    const view = { ...submission.view, private_metadata: metadata() };
    await refusesForm({ ...submission, view }, { person: GRACE, request: requestIdOf(first), wrong });
  });

  it('and was opened for somebody else is refused', async () => {
    await refusesForm(as(submission, 'U0LINUS'), { person: 'U0LINUS', request: requestIdOf(first), wrong });
  });

  it('and was never opened, or as another form, is refused', async () => {
    const view = { ...submission.view, id: 'V0NEVER' };
    await refusesForm({ ...submission, view }, { person: GRACE, wrong });
    const skip = { ...submission.view, callback_id: 'skip' };
    await refusesForm(
      { ...submission, view: skip },
      { person: GRACE, request: requestIdOf(first), wrong: 'a submitted form (skip) that was not opened so' },
      'subtasks:0',
    );
  });
});

it('Nothing of what was typed in them is in the log or on the disk', async () => {
  expect(await tracesOf(stage, CANARY)).toEqual([]);
});
