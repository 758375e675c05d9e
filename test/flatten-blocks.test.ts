import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/sandbox/page/protocol.ts';
import { flattenBlocks, messageText, plain } from './flatten-blocks.ts';

const text = (words: string, type = 'plain_text'): JsonObject => ({ type, text: words });
const option = (words: string, description?: string): JsonObject => ({
  text: text(words),
  value: words,
  ...(description === undefined ? {} : { description: text(description) }),
});

describe('mrkdwn as a person reads it', () => {
  it.each([
    ['*Hosts to delete:* 3', 'Hosts to delete: 3'],
    ['_slanted_, ~gone~, *_both_*', 'slanted, gone, both'],
    ['`ob_east_1` stays_as_it is, 2*3*4 too', 'ob_east_1 stays_as_it is, 2*3*4 too'],
    ['<@U0ADA> in <#C0ONCALL|database-oncall>', '@U0ADA in #C0ONCALL'],
    ['<https://x.test/a|the page> or <https://x.test/b>', 'the page or https://x.test/b'],
    ['<!date^1700000000^{date_short} {time}|14 Nov> <!here>', '14 Nov @here'],
    ['&lt;img onerror=x&gt; &amp;amp;', '<img onerror=x> &amp;'],
  ])('%s', (mrkdwn, read) => {
    expect(plain(mrkdwn)).toBe(read);
  });
});

describe('blocks as a person reads them', () => {
  it.each<readonly [string, JsonObject[], string]>([
    ['a header and a divider', [{ type: 'header', text: text('Title') }, { type: 'divider' }], 'Title'],
    [
      'a section with fields and a button',
      [
        {
          type: 'section',
          text: text('*a*', 'mrkdwn'),
          fields: [text('*b*')],
          accessory: { type: 'button', text: text('Go') },
        },
      ],
      'a\n*b*\n[Go]',
    ],
    [
      'actions',
      [
        {
          type: 'actions',
          elements: [
            { type: 'button', text: text('Go') },
            { type: 'overflow', options: [option('More')] },
          ],
        },
      ],
      '[Go] [… More]',
    ],
    [
      'checkboxes',
      [
        {
          type: 'input',
          label: text('Hosts'),
          hint: text('Choose'),
          element: {
            type: 'checkboxes',
            options: [option('a', '10.0.0.1'), option('b')],
            initial_options: [option('a')],
          },
        },
      ],
      'Hosts\n[x] a — 10.0.0.1\n[ ] b\nChoose',
    ],
    [
      'groups',
      [
        {
          type: 'input',
          label: text('Zone'),
          element: {
            type: 'static_select',
            placeholder: text('Pick'),
            option_groups: [{ label: text('z1'), options: [option('a')] }],
          },
        },
      ],
      'Zone\nPick\nz1\n[ ] a',
    ],
    [
      'a context',
      [{ type: 'context', elements: [text('a', 'mrkdwn'), { type: 'image', alt_text: 'b' }] }],
      'a b',
    ],
    [
      'rich text',
      [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [text('Hi ', 'text'), { type: 'user', user_id: 'U0ADA' }],
            },
          ],
        },
      ],
      'Hi @U0ADA',
    ],
  ])('%s', (_what, blocks, read) => {
    expect(flattenBlocks(blocks)).toBe(read);
  });

  it('a message is its blocks, else its text, and its files', () => {
    const message = {
      channel: 'C',
      ts: '1.1',
      user: 'U',
      text: '*x*',
      files: [{ id: 'F', name: 'a.age', size: 1 }],
    };
    expect(messageText(message)).toBe('x\n(file: a.age)');
  });
});
