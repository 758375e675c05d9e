/** The Move Out form and the command, as nobody can send them who only uses what Moveout shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '../flatten-blocks.ts';
import { type Payload, tapWire, type Wire } from '../payloads.ts';
import { answerMessage, fillIn, openModal, tracesOf } from './conversation.ts';
import { as, type Noted, noted, sent } from './forgery.ts';
import { KEY, openStage, type Stage } from './stage.ts';

const NOT_YOURS =
  'Nothing was done: Moveout did not open this form for you, or was restarted since. Close it, and open it again.';
const NOT_OFFERED = /^Nothing was done: Moveout did not offer this here\./;
const GRACE = 'U0GRACE';
const CANARY = 'Forged-Canary-77';

let wire: Wire;
let stage: Stage;
beforeAll(async () => {
  wire = tapWire();
  stage = await openStage();
});
// Whoever is named is answered where the payload says they are, which may be where the bot cannot write.
afterAll(async () => {
  wire.cut();
  await stage.close(['not_in_channel', 'user_not_in_channel', 'channel_not_found', 'not_found']);
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

  async function refusesForm(payload: Payload, said: Noted, errors: object): Promise<void> {
    const { logged, acks } = await sent(stage, wire, payload);
    expect(logged).toEqual([noted(said)]);
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

  it('is made anew, when nothing is known of it, without a secret that was repeated elsewhere', async () => {
    const payload = await form('archive_2024');
    payload.view.state.values.reason.reason.value = `My secret is ${KEY}, and it moves.`;
    payload.view.state.values['config-address']['config-address'].value = KEY;
    const { acks } = await sent(stage, wire, { ...payload, view: { ...payload.view, id: 'V0UNKNOWN' } });
    expect(acks).toEqual([{ response_action: 'update', view: expect.anything() }]);
    const updated = (await stage.controls.calls('views.update')).at(-1);
    expect(updated?.args).toMatchObject({ view_id: 'V0UNKNOWN' });
    expect(JSON.stringify(updated?.args)).toContain('archive_2024');
    expect(JSON.stringify(updated?.args)).not.toContain(KEY);
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
    const theirs = await sent(stage, wire, as(click, GRACE));
    expect(theirs.logged).toEqual([noted({ person: GRACE, wrong: 'a click in a modal that is not theirs' })]);
    expect(theirs.told).toEqual([expect.stringMatching(NOT_OFFERED)]);
    const stray = await sent(stage, wire, { ...click, actions: [{ ...click.actions[0], value: '999' }] });
    expect(stray.logged).toEqual([noted({ person: 'U0ADA', wrong: 'a zone of another form' })]);
    const again = { ...click.actions[0], action_id: 'try-again', value: '{"channel":"G0DBA"}' };
    const elsewhere = await sent(stage, wire, { ...click, actions: [again] });
    expect(elsewhere.logged).toEqual([noted({ person: 'U0ADA', wrong: 'a modal of another channel' })]);
    const garbled = await sent(stage, wire, { ...click, actions: [{ ...again, value: CANARY }] });
    expect(garbled.logged).toEqual([
      noted({ person: 'U0ADA', wrong: 'a Try Again value that Moveout does not write' }),
    ]);
    const pick = { type: 'external_select', action_id: 'pick-cluster', selected_option: { value: CANARY } };
    const picked = await sent(stage, wire, { ...click, actions: [pick] });
    expect(picked.logged).toEqual([
      noted({ person: 'U0ADA', wrong: 'a cluster value that Moveout does not write' }),
    ]);
    const primary = { ...click.actions[0], action_id: 'request-primary' };
    for (const value of [CANARY, '{"channel":"G0DBA"}']) {
      const offered = await sent(stage, wire, { ...click, actions: [{ ...primary, value }] });
      expect(offered.logged).toEqual([
        noted({ person: 'U0ADA', wrong: 'a Request Primary value that Moveout does not write' }),
      ]);
    }
    expect(await updates()).toBe(before);
  });
});

describe('A command', () => {
  it('whose answer would go to another server in clear is refused', async () => {
    await answerMessage(stage.ada, '/moveout help');
    const command = await wire.last((payload) => payload.command === '/moveout');
    const { logged } = await sent(stage, wire, { ...command, response_url: 'http://198.51.100.7/steal' });
    expect(logged).toEqual([
      noted({ person: 'U0ADA', wrong: 'a command payload with no valid response_url' }),
    ]);
  });

  it('to which nothing of Moveout belongs is refused', async () => {
    const unknown = 'a payload of an unknown kind';
    for (const [payload, wrong] of [
      [
        { type: 'event_callback', event_id: 'E1', event: { type: 'message' } },
        'a event_callback payload with no valid event',
      ],
      [{ type: 'shortcut' }, unknown],
      [{}, unknown],
    ] as const)
      expect((await sent(stage, wire, payload)).logged).toEqual([noted({ wrong })]);
  });
});

it('Nothing of what was typed in them is in the log or on the disk', async () => {
  for (const secret of [KEY, CANARY]) expect(await tracesOf(stage, secret)).toEqual([]);
});
