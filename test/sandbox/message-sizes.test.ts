import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { Json, JsonObject } from '../../src/sandbox/page/protocol.ts';
import {
  actions,
  button,
  checkboxes,
  confirm,
  groups,
  input,
  items,
  less,
  long,
  many,
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

/** What stands in a message: a builder, the largest size that passes, and the words for one more. */
type SizeRow = readonly [what: string, blocks: (size: number) => Json[], most: number, refusal: string];

const SIZES: readonly SizeRow[] = [
  ['blocks', (n) => many(n, () => ({ type: 'divider' })), 50, items(50, '/blocks')],
  ['block_id', (n) => [{ type: 'divider', block_id: long(n) }], 255, less(255, '/blocks/0/block_id')],
  [
    'section text',
    (n) => [{ type: 'section', text: mrkdwn(long(n)) }],
    3000,
    less(3000, '/blocks/0/text/text'),
  ],
  [
    'fields',
    (n) => [{ type: 'section', fields: many(n, () => mrkdwn('x')) }],
    10,
    items(10, '/blocks/0/fields'),
  ],
  [
    'field text',
    (n) => [{ type: 'section', fields: [mrkdwn(long(n))] }],
    2000,
    less(2000, '/blocks/0/fields/0/text'),
  ],
  ['header', (n) => [{ type: 'header', text: plain(long(n)) }], 150, less(150, '/blocks/0/text/text')],
  [
    'context elements',
    (n) => [{ type: 'context', elements: many(n, () => mrkdwn('x')) }],
    10,
    items(10, '/blocks/0/elements'),
  ],
  ['actions elements', (n) => [actions(...many(n, () => button()))], 25, items(25, '/blocks/0/elements')],
  [
    'button text',
    (n) => [actions(button({ text: plain(long(n)) }))],
    75,
    less(75, '/blocks/0/elements/0/text/text'),
  ],
  [
    'button value',
    (n) => [actions(button({ value: long(n) }))],
    2000,
    less(2000, '/blocks/0/elements/0/value'),
  ],
  ['button url', (n) => [actions(button({ url: long(n) }))], 3000, less(3000, '/blocks/0/elements/0/url')],
  [
    'accessibility_label',
    (n) => [actions(button({ accessibility_label: long(n) }))],
    75,
    less(75, '/blocks/0/elements/0/accessibility_label'),
  ],
  [
    'action_id',
    (n) => [actions(button({ action_id: long(n) }))],
    255,
    less(255, '/blocks/0/elements/0/action_id'),
  ],
  [
    'confirm title',
    (n) => [actions(button({ confirm: confirm({ title: plain(long(n)) }) }))],
    100,
    less(100, '/blocks/0/elements/0/confirm/title/text'),
  ],
  [
    'confirm text',
    (n) => [actions(button({ confirm: confirm({ text: mrkdwn(long(n)) }) }))],
    300,
    less(300, '/blocks/0/elements/0/confirm/text/text'),
  ],
  [
    'confirm button',
    (n) => [actions(button({ confirm: confirm({ deny: plain(long(n)) }) }))],
    30,
    less(30, '/blocks/0/elements/0/confirm/deny/text'),
  ],
  ['checkboxes', (n) => [actions(checkboxes(n))], 10, items(10, '/blocks/0/elements/0/options')],
  [
    'radio buttons',
    (n) => [actions(menu('radio_buttons', n))],
    10,
    items(10, '/blocks/0/elements/0/options'),
  ],
  [
    'overflow',
    (n) => [section({ accessory: menu('overflow', n) })],
    5,
    items(5, '/blocks/0/accessory/options'),
  ],
  [
    'static_select',
    (n) => [actions(menu('static_select', n))],
    100,
    items(100, '/blocks/0/elements/0/options'),
  ],
  [
    'multi_static_select',
    (n) => [section({ accessory: menu('multi_static_select', n) })],
    100,
    items(100, '/blocks/0/accessory/options'),
  ],
  ['option groups', (n) => [actions(groups(n))], 100, items(100, '/blocks/0/elements/0/option_groups')],
  [
    'options of a group',
    (n) => [actions(groups(1, n))],
    100,
    items(100, '/blocks/0/elements/0/option_groups/0/options'),
  ],
  [
    'option text',
    (n) => [actions({ type: 'checkboxes', options: [{ text: mrkdwn(long(n)), value: 'v' }] })],
    75,
    less(75, '/blocks/0/elements/0/options/0/text/text'),
  ],
  [
    'option value',
    (n) => [actions({ type: 'checkboxes', options: [{ text: plain('x'), value: long(n) }] })],
    150,
    less(150, '/blocks/0/elements/0/options/0/value'),
  ],
  [
    'option description',
    (n) => [actions({ type: 'checkboxes', options: [{ ...option(1), description: plain(long(n)) }] })],
    75,
    less(75, '/blocks/0/elements/0/options/0/description/text'),
  ],
  [
    'placeholder',
    (n) => [input(textInput({ placeholder: plain(long(n)) }))],
    150,
    less(150, '/blocks/0/element/placeholder/text'),
  ],
  [
    'input label',
    (n) => [input(textInput(), { label: plain(long(n)) })],
    2000,
    less(2000, '/blocks/0/label/text'),
  ],
  [
    'input hint',
    (n) => [input(textInput(), { hint: plain(long(n)) })],
    2000,
    less(2000, '/blocks/0/hint/text'),
  ],
  [
    'max_length',
    (n) => [input(textInput({ max_length: n }))],
    3000,
    'must be less than or equal to 3000 [json-pointer:/blocks/0/element/max_length]',
  ],
  [
    'image alt_text',
    (n) => [{ type: 'image', image_url: 'https://x.test/a.png', alt_text: long(n) }],
    2000,
    less(2000, '/blocks/0/alt_text'),
  ],
];

describe('the sizes of a message', () => {
  it.each(SIZES)('%s: the limit passes, one more does not', async (_what, blocks, most, refusal) => {
    const post = (size: number): Promise<JsonObject> =>
      callApi(slack, 'chat.postMessage', { channel: 'C0ONCALL', text: 'x', blocks: blocks(size) });
    expect(await post(most)).toMatchObject({ ok: true });
    expect(await post(most + 1)).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
      errors: [refusal],
      response_metadata: { messages: [`[ERROR] ${refusal}`] },
    });
  });
});
