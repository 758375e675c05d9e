import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { plain } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi, RawBot } from './raw-bot.ts';
import { buttonRow, modal, textField } from './view-builders.ts';

let slack: LocalSlack;
let bot: RawBot;
let ada: Person;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);

beforeEach(async () => {
  const home = '  app_home: { home_tab_enabled: true }';
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES, home) });
  bot = await RawBot.connect(slack);
  ada = new Person(slack.url, 'U0ADA');
});

afterEach(async () => {
  await bot.close();
  await slack.stop();
});

/** A fresh trigger, from a command. */
async function trigger(): Promise<JsonObject> {
  await ada.command('/try');
  return { trigger_id: (await bot.payload()).trigger_id };
}

/** Opens a modal for Ada. */
async function open(view: JsonObject): Promise<JsonObject> {
  const answer = await call('views.open', { ...(await trigger()), view });
  expect(answer).toMatchObject({ ok: true });
  return answer.view as JsonObject;
}

async function titles(): Promise<string[]> {
  return (await ada.workspace()).views.map(({ title }) => title);
}

describe('a submission', () => {
  const options = ['x', 'y'].map((value) => ({ text: plain(value), value }));
  const fields: JsonObject[] = [
    textField('text'),
    { ...textField('check'), element: { type: 'checkboxes', action_id: 'a', options } },
    {
      ...textField('radio'),
      element: { type: 'radio_buttons', action_id: 'a', options, initial_option: options[1] },
    },
    { ...textField('date'), element: { type: 'datepicker', action_id: 'a' } },
    {
      type: 'section',
      block_id: 'beside',
      text: plain('Beside'),
      accessory: { type: 'static_select', action_id: 'a', options, initial_option: options[0] },
    },
    buttonRow('More'),
  ];

  it('carries every element, empty ones too, and who it was', async () => {
    const { id } = await open(modal('One', { blocks: fields, callback_id: 'cb', private_metadata: 'pm' }));
    await (await ada.waitForView()).submit();
    const payload = await bot.payload();
    expect(bot.envelopes.at(-1)).toMatchObject({ type: 'interactive', accepts_response_payload: true });
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0ADA', username: 'ada', name: 'ada', team_id: 'T0LOCAL' },
      team: { id: 'T0LOCAL', domain: 'harbour-local' },
      enterprise: null,
      is_enterprise_install: false,
      view: { id, callback_id: 'cb', private_metadata: 'pm', app_id: 'A0MOVEOUT' },
    });
    const whole = (text: string): JsonObject => ({ text: { ...plain(text), emoji: true }, value: text });
    expect((payload.view as { state: JsonObject }).state.values).toEqual({
      text: { a: { type: 'plain_text_input', value: null } },
      check: { a: { type: 'checkboxes', selected_options: [] } },
      radio: { a: { type: 'radio_buttons', selected_option: whole('y') } },
      date: { a: { type: 'datepicker', selected_date: null } },
      beside: { a: { type: 'static_select', selected_option: whole('x') } },
    });
    expect(await titles()).toEqual([]);
  });

  it.each<readonly [string, JsonObject, string[]]>([
    ['clears', { response_action: 'clear' }, []],
    ['updates', { response_action: 'update', view: modal('Done') }, ['One', 'Done']],
    ['pushes', { response_action: 'push', view: modal('Next') }, ['One', 'Two', 'Next']],
    ['closes one', {}, ['One']],
  ])('%s the stack as the ack says', async (_what, ack, stack) => {
    await open(modal('One'));
    await (await ada.waitForView()).click('More');
    await call('views.push', { trigger_id: (await bot.payload()).trigger_id, view: modal('Two') });
    bot.answer = () => ack;
    expect(await (await ada.waitForView(/Two/)).submit()).toMatchObject({ ok: true });
    expect(await titles()).toEqual(stack);
  });

  it.each<readonly [string, JsonObject, string]>([
    ['errors at no input block', { response_action: 'errors', errors: { row: 'x' } }, 'invalid_errors'],
    ['no errors', { response_action: 'errors', errors: {} }, 'invalid_errors'],
    ['an unknown action', { response_action: 'explode' }, 'invalid_response_action'],
    ['a bad view', { response_action: 'update', view: modal('x'.repeat(25)) }, 'invalid_arguments'],
    ['a bad view', { response_action: 'push', view: {} }, 'invalid_arguments'],
  ])('stays when the ack has %s', async (_what, ack, error) => {
    await open(modal('One', { blocks: [textField('text'), buttonRow('More')] }));
    bot.answer = () => ack;
    const outcome = await (await ada.waitForView()).submit();
    expect(outcome).toMatchObject({ ok: false, error: 'We had some trouble connecting. Try again?' });
    expect(await titles()).toEqual(['One']);
    const logged = (await new LocalControls(slack.url).calls()).at(-1);
    expect(logged).toMatchObject({ method: 'ack view_submission', ok: false, error });
  });

  it.each<readonly [string, JsonObject, string, JsonObject]>([
    ['an empty required field', { optional: false }, '', { text: 'Please complete this required field.' }],
    ['an empty optional field', {}, '', {}],
    [
      'too short a text',
      { element: { type: 'plain_text_input', action_id: 'a', min_length: 3 } },
      'é🚢',
      { text: 'Please enter at least 3 characters.' },
    ],
    [
      'too long a text',
      { element: { type: 'plain_text_input', action_id: 'a', max_length: 2 } },
      'abc',
      { text: 'Please enter at most 2 characters.' },
    ],
  ])('with %s is judged before the bot hears of it', async (_what, more, typed, errors) => {
    await open(modal('One', { blocks: [{ ...textField('text'), ...more }] }));
    const view = await ada.waitForView();
    await view.type('text', typed);
    const heard = bot.envelopes.length;
    const { errors: shown = {} } = await view.submit();
    expect(shown).toEqual(errors);
    expect(bot.envelopes.length - heard).toBe(Object.keys(errors).length === 0 ? 1 : 0);
  });

  it('of a modal that is closed meanwhile, or of somebody else, is no submission', async () => {
    await open(modal('One'));
    const view = await ada.waitForView();
    const stolen = await fetch(`${slack.url}local/submit`, {
      method: 'POST',
      body: JSON.stringify({ as: 'U0GRACE', view_id: view.view.id, values: {} }),
    });
    expect(await stolen.json()).toMatchObject({ ok: false });
    await view.close();
    expect(await view.submit()).toEqual({ ok: false, error: 'This modal is not open any more.' });
  });
});
