import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { Json } from '../../src/sandbox/page/protocol.ts';
import {
  actions,
  button,
  checkboxes,
  confirm,
  input,
  menu,
  mrkdwn,
  option,
  plain,
  section,
  textInput,
} from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;

beforeAll(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
});

afterAll(() => slack.stop());

const SHAPES: readonly (readonly [what: string, blocks: Json, errors: readonly string[]])[] = [
  ['an unknown block', [{ type: 'banner' }], ['unsupported type: banner [json-pointer:/blocks/0/type]']],
  ['a block without type', [{}], ['missing required field: type [json-pointer:/blocks/0]']],
  ['a text instead of a block', ['hello'], ['must provide an object [json-pointer:/blocks/0]']],
  ['an empty section', [{ type: 'section' }], ['missing required field: text [json-pointer:/blocks/0]']],
  [
    'an empty text',
    [section({ text: plain('') })],
    ['must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: mrkdwn('x') }],
    ['unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]'],
  ],
  [
    'an unknown field',
    [section({ colour: 'red' })],
    ['invalid additional property: colour [json-pointer:/blocks/0]'],
  ],
  [
    'an unknown field of an option',
    [actions({ type: 'checkboxes', options: [{ ...option(1), type: 'option' }] })],
    ['invalid additional property: type [json-pointer:/blocks/0/elements/0/options/0]'],
  ],
  [
    'actions without elements',
    [actions()],
    ['must provide at least 1 items [json-pointer:/blocks/0/elements]'],
  ],
  [
    'a button without text',
    [actions({ type: 'button' })],
    ['missing required field: text [json-pointer:/blocks/0/elements/0]'],
  ],
  [
    'a style that is none',
    [actions(button({ style: 'warning' }))],
    ['must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]'],
  ],
  [
    'a multi-select in actions',
    [actions(menu('multi_static_select', 1))],
    [
      'failed to match all allowed schemas [json-pointer:/blocks/0/elements/0]',
      'unsupported type: multi_static_select [json-pointer:/blocks/0/elements/0/type]',
    ],
  ],
  [
    'a text input in actions',
    [actions(textInput())],
    [
      'failed to match all allowed schemas [json-pointer:/blocks/0/elements/0]',
      'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
  ],
  [
    'a text input beside a section',
    [section({ accessory: textInput() })],
    [
      'failed to match all allowed schemas [json-pointer:/blocks/0/accessory]',
      'unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]',
    ],
  ],
  [
    'a button in an input block',
    [input(button())],
    [
      'failed to match all allowed schemas [json-pointer:/blocks/0/element]',
      'unsupported type: button [json-pointer:/blocks/0/element/type]',
    ],
  ],
  [
    'checkboxes without options',
    [actions(checkboxes(0))],
    ['must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]'],
  ],
  [
    'a menu without options',
    [actions({ type: 'static_select' })],
    ['missing required field: options [json-pointer:/blocks/0/elements/0]'],
  ],
  [
    'an initial option that is not offered',
    [actions({ ...checkboxes(1), initial_options: [option(7)] })],
    ['must match one of the options [json-pointer:/blocks/0/elements/0/initial_options]'],
  ],
  [
    'an empty list of initial options',
    [actions({ ...checkboxes(1), initial_options: [] })],
    ['must provide at least 1 items [json-pointer:/blocks/0/elements/0/initial_options]'],
  ],
  [
    'a date in words',
    [actions({ type: 'datepicker', initial_date: 'today' })],
    ['failed to match schema [json-pointer:/blocks/0/elements/0/initial_date]'],
  ],
  [
    'a time in words',
    [actions({ type: 'timepicker', initial_time: '25:00' })],
    ['failed to match schema [json-pointer:/blocks/0/elements/0/initial_time]'],
  ],
  [
    'a block_id twice',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    ['`block_id` "a" already exists [json-pointer:/blocks/1/block_id]'],
  ],
  [
    'an action_id twice in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    ['`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]'],
  ],
];

describe('the shape of a message', () => {
  it.each(SHAPES)('refuses %s', async (_what, blocks, errors) => {
    const args = { channel: 'C0ONCALL', text: 'x', blocks };
    expect(await callApi(slack, 'chat.postMessage', args)).toMatchObject({ error: 'invalid_blocks', errors });
  });

  it.each([
    ['no JSON', 'blocks: [', 'invalid_blocks_format'],
    ['no list', '{"type":"divider"}', 'invalid_blocks_format'],
  ])('refuses %s', async (_what, blocks, error) => {
    const args = { channel: 'C0ONCALL', text: 'x', blocks };
    expect(await callApi(slack, 'chat.postMessage', args)).toEqual({ ok: false, error });
    expect(await callApi(slack, 'chat.postMessage', args, { form: true })).toEqual({ ok: false, error });
  });

  it.each<readonly [string, Json[]]>([
    [
      'the same action_id in two blocks',
      [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))],
    ],
    ['an input block in a message', [input(textInput())]],
    [
      'an external menu',
      [actions({ type: 'external_select', min_query_length: 0, placeholder: plain('Find') })],
    ],
    [
      'pickers',
      [
        actions(
          { type: 'datepicker', initial_date: '2026-11-22' },
          { type: 'timepicker', initial_time: '22:00' },
        ),
      ],
    ],
    ['a confirm dialog', [actions(button({ style: 'danger', confirm: confirm({ style: 'danger' }) }))]],
    [
      'rich text',
      [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
        },
      ],
    ],
    [
      'an image in a context',
      [{ type: 'context', elements: [{ type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a' }] }],
    ],
    ['people', [section({ accessory: { type: 'multi_users_select', initial_users: ['U0ADA'] } })]],
  ])('takes %s', async (_what, blocks) => {
    const args = { channel: 'C0ONCALL', text: 'x', blocks };
    expect(await callApi(slack, 'chat.postMessage', args)).toMatchObject({ ok: true });
  });
});
