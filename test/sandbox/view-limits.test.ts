import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { Json, JsonObject } from '../../src/sandbox/page/protocol.ts';
import { input, items, less, long, many, plain, textInput } from './block-kit-builders.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;

beforeAll(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
});

afterAll(() => slack.stop());

const view = (more: JsonObject): JsonObject => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [],
  ...more,
});

/** A view that is well made comes as far as the trigger. */
const openView = (given: Json): Promise<JsonObject> =>
  callApi(slack, 'views.open', { trigger_id: 'none', view: given });

const VIEW_SIZES: readonly (readonly [string, (size: number) => JsonObject, number, string])[] = [
  ['title', (n) => view({ title: plain(long(n)) }), 24, less(24, '/view/title/text')],
  ['submit', (n) => view({ submit: plain(long(n)) }), 24, less(24, '/view/submit/text')],
  ['close', (n) => view({ close: plain(long(n)) }), 24, less(24, '/view/close/text')],
  [
    'private_metadata',
    (n) => view({ private_metadata: long(n) }),
    3000,
    less(3000, '/view/private_metadata'),
  ],
  ['callback_id', (n) => view({ callback_id: long(n) }), 255, less(255, '/view/callback_id')],
  ['external_id', (n) => view({ external_id: long(n) }), 255, less(255, '/view/external_id')],
  ['blocks', (n) => view({ blocks: many(n, () => ({ type: 'divider' })) }), 100, items(100, '/view/blocks')],
];

describe('a modal', () => {
  it.each(VIEW_SIZES)('%s: the limit passes, one more does not', async (_what, make, most, refusal) => {
    expect(await openView(make(most))).toMatchObject({ error: 'invalid_trigger_id' });
    expect(await openView(make(most + 1))).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: [`[ERROR] ${refusal}`] },
    });
  });

  it.each<readonly [string, Json, string]>([
    ['no view', 'not JSON', '[ERROR] missing required field: view'],
    ['a list', [], '[ERROR] must provide an object [json-pointer:/view]'],
    ['a home tab', view({ type: 'home' }), '[ERROR] must be one of: modal [json-pointer:/view/type]'],
    [
      'an input block without submit',
      view({ blocks: [{ type: 'divider' }, input(textInput())] }),
      '[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]',
    ],
    [
      'a field for other views',
      view({ submit_disabled: true }),
      '[ERROR] invalid additional property: submit_disabled [json-pointer:/view]',
    ],
    ['no title', { type: 'modal', blocks: [] }, '[ERROR] missing required field: title [json-pointer:/view]'],
    [
      'a block_id twice',
      view({ blocks: many(2, () => ({ type: 'divider', block_id: 'a' })) }),
      '[ERROR] `block_id` "a" already exists [json-pointer:/view/blocks/1/block_id]',
    ],
    [
      'a markdown block',
      view({ blocks: [{ type: 'markdown', text: 'x' }] }),
      '[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    [
      'two fields with the focus',
      view({ submit: plain('Go'), blocks: many(2, () => input(textInput({ focus_on_load: true }))) }),
      '[ERROR] only one element can have `focus_on_load` [json-pointer:/view/blocks/1/element/focus_on_load]',
    ],
  ])('is refused with %s', async (_what, given, message) => {
    expect(await openView(given)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [message] },
    });
  });

  it('is refused when its JSON is larger than 250 kB', async () => {
    const blocks = many(95, () => ({ type: 'section', text: plain('x'.repeat(2_700)) }));
    expect(await openView(view({ blocks }))).toMatchObject({ error: 'view_too_large' });
  });
});
