/** What Moveout shows is used as it is shown, or refused: in words to whoever is named, and with one line in the log. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { type Payload, tapWire, type Wire } from '../payloads.ts';
import { answerMessage, fillIn, openModal, press, tracesOf, waitForEdit } from './conversation.ts';
import { KEY, openStage, type Stage } from './stage.ts';

const OLD_CARD =
  'Nothing was done: this is not the current card of the request. See `/moveout status` for the card.';
const UNREADABLE = /^Nothing was done: Moveout cannot read what Slack sent\./;
const NOT_YOURS =
  'Nothing was done: Moveout did not open this form for you, or was restarted since. Close it, and open it again.';
const NOT_OFFERED = /^Nothing was done: Moveout did not offer this here\./;
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

function idOf(card: ShownMessage): string {
  return /MO-[0-9A-Z]{6}/.exec(messageText(card))?.[0] ?? '';
}

/** The payload of a click that Ada makes on her own card, where it is refused. */
async function clickOn(card: ShownMessage, label: string, actionId: string): Promise<Payload> {
  await press(stage.ada, card, label);
  return wire.last(({ message, actions }) => message?.ts === card.ts && actions?.[0]?.action_id === actionId);
}

const as = (payload: Payload, id: string): Payload => ({ ...payload, user: { ...payload.user, id } });

interface Noted {
  readonly person?: string | undefined;
  readonly request?: string | undefined;
  readonly wrong: unknown;
}

/** Sends it; gives what was logged, what people were told, and how it was acknowledged. */
async function sent(payload: Payload) {
  const [lines, calls] = [stage.log.length, (await stage.calls()).length];
  const { acks } = await wire.send(payload);
  const logged = stage.log.slice(lines).map((line): Record<string, unknown> => JSON.parse(line));
  const told = (await stage.calls())
    .slice(calls)
    .filter(({ method, ok }) => ok && /^chat\.post(Ephemeral|Message)$/.test(method))
    .map(({ args }) => args.text);
  return { logged: logged.map(({ at, ...line }) => line), told, acks };
}

function line(noted: Noted) {
  return { level: 'warn', message: 'refused what Moveout did not offer', ...noted };
}

/** It is refused, and both requests are as they were. */
async function refuses(payload: Payload, noted: Noted, answer: string | RegExp = OLD_CARD): Promise<void> {
  const { logged, told } = await sent(payload);
  expect(logged).toEqual([JSON.parse(JSON.stringify(line(noted)))]);
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
      request: idOf(second),
      wrong: WRONG_PLACE,
    });
  });

  it('from another channel is refused', async () => {
    const container = { ...approve.container, channel_id: 'G0DBA' };
    await refuses(
      { ...approve, container, channel: { id: 'G0DBA', name: 'privategroup' } },
      { person: GRACE, request: idOf(first), wrong: WRONG_PLACE },
    );
  });

  it('on a message that is not the card is refused, with or without the message', async () => {
    const ts = '1700000000.000100';
    const container = { ...approve.container, message_ts: ts };
    const noted = { person: GRACE, request: idOf(first), wrong: WRONG_PLACE };
    await refuses({ ...approve, container, message: { ...approve.message, ts } }, noted);
    const { message: _none, ...bare } = approve;
    await refuses({ ...bare, container }, noted);
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
    await refuses(withValue(`${idOf(first)}|0123456789abcdef`), {
      person: GRACE,
      request: idOf(first),
      wrong: 'a button of other terms than the request has',
    });
  });

  it('in a modal that does not offer it is refused', async () => {
    await press(stage.grace, first, 'All Hosts');
    const modal = await stage.grace.waitForView(/All Hosts/);
    const view = {
      id: modal.view.id,
      callback_id: 'task',
      private_metadata: idOf(first),
      state: { values: {} },
    };
    const { channel: _channel, message: _message, ...rest } = approve;
    const inModal = { ...rest, container: { type: 'view', view_id: view.id }, view };
    await refuses(inModal, { person: GRACE, request: idOf(first), wrong: WRONG_PLACE });
    // The modal was opened to show hosts; that it is View Task is only said.
    const cancel = { ...approve.actions[0], action_id: 'request.cancel' };
    await refuses(as({ ...inModal, actions: [cancel] }, 'U0ADA'), {
      person: 'U0ADA',
      request: idOf(first),
      wrong: WRONG_PLACE,
    });
    const refresh = { ...approve.actions[0], action_id: 'task.refresh' };
    await refuses(
      { ...inModal, actions: [refresh] },
      {
        person: GRACE,
        request: idOf(first),
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

  it('by nobody, or of no button of Moveout’s, is refused', async () => {
    const { logged, told } = await sent(as(approve, '<!channel>'));
    expect(logged).toEqual([line({ wrong: 'a block_actions payload with no valid user' })]);
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
    const answer = await answerMessage(stage.grace, `/moveout status ${idOf(card)}`, 'C0GENERAL');
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
  async function refusesForm(payload: Payload, noted: Noted, field = 'reason'): Promise<void> {
    const { logged, acks, told } = await sent(payload);
    expect(logged).toEqual([JSON.parse(JSON.stringify(line(noted)))]);
    expect(acks).toEqual([{ response_action: 'errors', errors: { [field]: NOT_YOURS } }]);
    expect(told).toEqual([]);
    for (const card of [first, second])
      expect(messageText(await stage.ada.reread(card))).toContain('Awaiting approval');
  }

  it.each([
    ['another request', () => idOf(second)],
    ['an unknown request', () => 'MO-ZZZZZZ'],
    ['no request', () => '{"channel":"C0ONCALL"}'],
  ])('and names %s is refused', async (_name, metadata) => {
    const view = { ...submission.view, private_metadata: metadata() };
    await refusesForm({ ...submission, view }, { person: GRACE, request: idOf(first), wrong });
  });

  it('and was opened for somebody else is refused', async () => {
    await refusesForm(as(submission, 'U0LINUS'), { person: 'U0LINUS', request: idOf(first), wrong });
  });

  it('and was never opened, or as another form, is refused', async () => {
    const view = { ...submission.view, id: 'V0NEVER' };
    await refusesForm({ ...submission, view }, { person: GRACE, wrong });
    const skip = { ...submission.view, callback_id: 'skip' };
    await refusesForm(
      { ...submission, view: skip },
      { person: GRACE, request: idOf(first), wrong: 'a submitted form (skip) that was not opened so' },
      'subtasks:0',
    );
  });
});

describe('The Move Out form', () => {
  /** Ada’s form as she submits it with an error in it, so that nothing is requested. */
  async function form(cluster: string): Promise<Payload> {
    await (await stage.ada.openView())?.close();
    const modal = await openModal(stage.ada, cluster);
    await fillIn(modal, { key: KEY, phrase: 'move in' });
    await modal.submit();
    const payload = await wire.last(({ view }) => view?.id === modal.view.id);
    payload.view.state.values.phrase.phrase.value = 'move out';
    return payload;
  }

  async function refusesForm(payload: Payload, noted: Noted, errors: object): Promise<void> {
    const { logged, acks } = await sent(payload);
    expect(logged).toEqual([line(noted)]);
    expect(acks).toEqual([{ response_action: 'errors', errors }]);
    const open = messageText(await answerMessage(stage.ada, '/moveout status archive_2024'));
    expect(open).toContain('No request of it is known.');
  }

  function ticked(payload: Payload, prefix: string, value: string): Payload {
    const [block = ''] = Object.keys(payload.view.state.values).filter((id) => id.startsWith(prefix));
    const [boxes] = Object.values<{ selected_options: object[] }>(payload.view.state.values[block] ?? {});
    boxes?.selected_options.push({ value, text: { type: 'plain_text', text: 'a host' } });
    return payload;
  }

  it('with a host that was not offered, or of another cluster, is refused', async () => {
    const other = (await stage.ocp.listClusters()).find(({ name }) => name === 'analytics');
    const hosts = (await stage.ocp.readCluster(other?.id ?? 0))?.hosts ?? [];
    for (const id of [String(hosts[0]?.id), '999999', '-1', '1e3', CANARY]) {
      const payload = ticked(await form('archive_2024'), 'delete-hosts:', id);
      await refusesForm(
        payload,
        { person: 'U0ADA', wrong: 'a host that was not offered' },
        {
          [Object.keys(payload.view.state.values).find((block) => block.startsWith('delete-hosts:')) ?? '']:
            'A host was chosen that cannot be deleted. Open this form again.',
        },
      );
    }
    const skipping = await form('archive_2024');
    skipping.view.state.values['skip-hosts:0'] = {
      'skip-hosts': { type: 'checkboxes', selected_options: [{ value: String(hosts[0]?.id) }] },
    };
    await refusesForm(
      skipping,
      { person: 'U0ADA', wrong: 'a host that was not offered' },
      {
        phrase: 'A host was chosen that is not offline. Open this form again.',
      },
    );
  });

  it('with a choice that this OCP does not offer is refused', async () => {
    const payload = await form('archive_2024');
    payload.view.state.values['all-hosts'] = {
      'all-hosts': { type: 'checkboxes', selected_options: [{ value: 'yes' }] },
    };
    await refusesForm(
      payload,
      { person: 'U0ADA', wrong: 'an option that was not offered' },
      {
        phrase: 'Something was chosen that this OCP does not offer. Open this form again.',
      },
    );
  });

  it('of somebody else is refused, and stays theirs', async () => {
    const payload = await form('archive_2024');
    await refusesForm(
      as(payload, GRACE),
      { person: GRACE, wrong: 'a form of somebody else' },
      {
        phrase: NOT_YOURS,
      },
    );
    const modal = await stage.ada.waitForView(/\[Move Out\]/);
    expect(modal.text()).toContain('archive_2024');
  });

  it('that was made of something else is refused', async () => {
    const payload = await form('archive_2024');
    const other = await form('analytics');
    const view = { ...payload.view, private_metadata: other.view.private_metadata };
    await refusesForm(
      { ...payload, view },
      {
        person: 'U0ADA',
        wrong: 'a form that was made of something else',
      },
      { phrase: NOT_YOURS },
    );
  });

  it('is changed by clicks of the person alone for whom it was made', async () => {
    await (await stage.ada.openView())?.close();
    const modal = await openModal(stage.ada, 'analytics');
    await modal.click('Choose None');
    const click = await wire.last(({ actions }) => actions?.[0]?.action_id === 'choose-none');
    const updates = async () => (await stage.controls.calls('views.update')).length;
    const before = await updates();
    const theirs = await sent(as(click, GRACE));
    expect(theirs.logged).toEqual([line({ person: GRACE, wrong: 'a click in a modal that is not theirs' })]);
    expect(theirs.told).toEqual([expect.stringMatching(NOT_OFFERED)]);
    const stray = await sent({ ...click, actions: [{ ...click.actions[0], value: '999' }] });
    expect(stray.logged).toEqual([line({ person: 'U0ADA', wrong: 'a zone of another form' })]);
    const again = { ...click.actions[0], action_id: 'try-again', value: '{"channel":"G0DBA"}' };
    const elsewhere = await sent({ ...click, actions: [again] });
    expect(elsewhere.logged).toEqual([line({ person: 'U0ADA', wrong: 'a modal of another channel' })]);
    const garbled = await sent({ ...click, actions: [{ ...again, value: CANARY }] });
    expect(garbled.logged).toEqual([
      line({ person: 'U0ADA', wrong: 'a Try Again value that Moveout does not write' }),
    ]);
    const pick = { type: 'external_select', action_id: 'pick-cluster', selected_option: { value: CANARY } };
    const picked = await sent({ ...click, actions: [pick] });
    expect(picked.logged).toEqual([
      line({ person: 'U0ADA', wrong: 'a cluster value that Moveout does not write' }),
    ]);
    expect(await updates()).toBe(before);
  });
});

describe('A command', () => {
  it('whose answer would go to another server in clear is refused', async () => {
    await answerMessage(stage.ada, '/moveout help');
    const command = await wire.last((payload) => payload.command === '/moveout');
    const { logged } = await sent({ ...command, response_url: 'http://198.51.100.7/steal' });
    expect(logged).toEqual([
      line({ person: 'U0ADA', wrong: 'a command payload with no valid response_url' }),
    ]);
  });

  it('to which nothing of Moveout belongs is refused', async () => {
    for (const payload of [{ type: 'event_callback', event: { type: 'message' } }, { type: 'shortcut' }, {}])
      expect((await sent(payload)).logged).toEqual([line({ wrong: 'a payload of an unknown kind' })]);
  });
});

it('Nothing of what was typed in them is in the log or on the disk', async () => {
  for (const secret of [KEY, CANARY]) expect(await tracesOf(stage, secret)).toEqual([]);
});
