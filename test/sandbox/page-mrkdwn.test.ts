import { describe, expect, it } from 'vitest';
import { replaceEmoji } from '../../src/sandbox/page/mrkdwn/emoji.ts';
import { formatDate } from '../../src/sandbox/page/mrkdwn/format-date.ts';
import { parseInline } from '../../src/sandbox/page/mrkdwn/parse-inline.ts';
import { parseMrkdwn } from '../../src/sandbox/page/mrkdwn/parse-mrkdwn.ts';
import type { Inline, Piece } from '../../src/sandbox/page/mrkdwn/tree.ts';

/** A tree in one line: `b(...)` bold, `i(...)` italic, `s(...)` strike, `code(...)`, `a(url|label)`, `@U1`, `/` a line break. */
function inlineWords(nodes: readonly Inline[]): string {
  return nodes.map(inlineWord).join('');
}

function inlineWord(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return ' / ';
    case 'bold':
    case 'italic':
    case 'strike':
      return `${node.kind[0]}(${inlineWords(node.children)})`;
    case 'code':
      return `code(${node.text})`;
    case 'link':
      return `a(${node.url}|${node.label})`;
    case 'user':
    case 'channel':
    case 'group':
      return `${node.kind}(${node.id}${node.label === undefined ? '' : `|${node.label}`})`;
    case 'everyone':
      return `everyone(${node.label})`;
    case 'date':
      return `date(${[node.unix, node.format, node.fallback, ...(node.link ? [node.link] : [])].join('|')})`;
  }
}

function pieceWords(piece: Piece): string {
  switch (piece.kind) {
    case 'paragraph':
      return `p[${inlineWords(piece.children)}]`;
    case 'quote':
      return `quote[${piece.pieces.map(pieceWords).join(' ')}]`;
    case 'pre':
      return `pre[${piece.text}]`;
    case 'list':
      return `${piece.ordered ? `ol${piece.start}` : 'ul'}[${piece.items.map(inlineWords).join('; ')}]`;
  }
}

describe('inside a line', () => {
  it.each([
    ['plain words', 'plain words'],
    ['*bold* _italic_ ~strike~ `code`', 'b(bold) i(italic) s(strike) code(code)'],
    ['*_both_* and _*both*_', 'b(i(both)) and i(b(both))'],
    ['(*bold*), "_italic_".', '(b(bold)), "i(italic)".'],
    ['*two words* and *more*', 'b(two words) and b(more)'],
    ['2*3*4 and snake_case_name and a~b~c', '2*3*4 and snake_case_name and a~b~c'],
    ['* not bold * and *not bold *', '* not bold * and *not bold *'],
    ['**', '**'],
    ['*open', '*open'],
    ['*no\nbreak*', '*no / break*'],
    ['*bold `with * code`*', 'b(bold code(with * code))'],
    ['`*not bold*`', 'code(*not bold*)'],
    ['`` and ` alone', '`` and ` alone'],
    ['one\ntwo', 'one / two'],
  ])('%j', (source, words) => {
    expect(inlineWords(parseInline(source))).toBe(words);
  });
});

describe('links and mentions', () => {
  it.each([
    ['<https://a.example/x?y=1&amp;z=2|see *this*>', 'a(https://a.example/x?y=1&z=2|see *this*)'],
    ['<https://a.example>', 'a(https://a.example|https://a.example)'],
    ['<mailto:a@b.example|mail>', 'a(mailto:a@b.example|mail)'],
    [
      'see https://a.example/x, or (http://b.example).',
      'see a(https://a.example/x|https://a.example/x), or (a(http://b.example|http://b.example)).',
    ],
    ['<@U0ADA> and <@U0ADA|ada>', 'user(U0ADA) and user(U0ADA|ada)'],
    ['<#C0ONCALL> <#C0ONCALL|database-oncall>', 'channel(C0ONCALL) channel(C0ONCALL|database-oncall)'],
    ['<!here> <!channel> <!everyone|x>', 'everyone(@here) everyone(@channel) everyone(@everyone)'],
    ['<!subteam^S1|@dba>', 'group(S1|@dba)'],
    ['*<@U0ADA>*', 'b(user(U0ADA))'],
  ])('%j', (source, words) => {
    expect(inlineWords(parseInline(source))).toBe(words);
  });
});

describe('what looks like markup or could do harm stays text', () => {
  it.each([
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['&lt;img onerror=...&gt;', '<img onerror=...>'],
    ['&amp;lt; stays &amp;', '&lt; stays &'],
    ['&quot; &#39;', '&quot; &#39;'],
    ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
    ['<data:text/html,x|click>', '<data:text/html,x|click>'],
    ['<@u lower> <!nonsense> <>', '<@u lower> <!nonsense> <>'],
    ['`&lt;b&gt; &amp; c`', 'code(<b> & c)'],
    ['a < b and b > a', 'a < b and b > a'],
  ])('%j', (source, words) => {
    expect(inlineWords(parseInline(source))).toBe(words);
  });
});

describe('blocks', () => {
  it.each([
    ['', ''],
    ['one\ntwo', 'p[one / two]'],
    ['one\n\ntwo', 'p[one] p[two]'],
    ['> said\n> twice\nreply', 'quote[p[said / twice]] p[reply]'],
    ['&gt; escaped', 'quote[p[escaped]]'],
    ['>>> all\nthe *rest*', 'quote[p[all / the b(rest)]]'],
    ['Hosts:\n• one\n• *two*\nend', 'p[Hosts:] ul[one; b(two)] p[end]'],
    ['- one\n- two', 'ul[one; two]'],
    ['3. three\n4. four', 'ol3[three; four]'],
    ['> • quoted', 'quote[ul[quoted]]'],
    ['see\n```\na  *b*\n<c> &amp;\n```\nend', 'p[see] pre[a  *b*\n<c> &] p[end]'],
    ['```one line```', 'pre[one line]'],
    ['``` open', 'p[``` open]'],
    ['-5 degrees', 'p[-5 degrees]'],
  ])('%j', (source, words) => {
    expect(parseMrkdwn(source).map(pieceWords).join(' ')).toBe(words);
  });

  it('takes a long text of marks without trouble', () => {
    const source = '*_~`<'.repeat(600);
    expect(parseMrkdwn(source).length).toBeGreaterThan(0);
  });
});

describe('emoji', () => {
  it.each([
    [':white_check_mark: done', '✅ done'],
    [':+1::skin-tone-3: yes', '👍 yes'],
    [':no_such_emoji:', ':no_such_emoji:'],
    [':constructor:', ':constructor:'],
    ['10:30:45', '10:30:45'],
  ])('%j', (source, shown) => {
    expect(replaceEmoji(source)).toBe(shown);
  });
});

describe('dates in the text', () => {
  it.each([
    ['<!date^1392734382^{date_num} {time}|then>', 'date(1392734382|{date_num} {time}|then)'],
    ['<!date^1392734382^{date}^https://a.example/|then>', 'date(1392734382|{date}|then|https://a.example/)'],
    ['<!date^1392734382^{date}^javascript:x|then>', 'date(1392734382|{date}|then)'],
    ['<!date^soon^{date}|then &amp; there>', 'then & there'],
    ['<!date^1392734382|then>', 'then'],
  ])('%j', (source, words) => {
    expect(inlineWords(parseInline(source))).toBe(words);
  });
});

describe('dates as a viewer reads them', () => {
  // Tuesday, 18 February 2014, 14:39:42 UTC.
  const unix = 1_392_734_382;
  const hours = (count: number) => (unix + count * 3600) * 1000;
  const day = 24;
  it.each([
    ['{date_num}', 0, 'UTC', '2014-02-18'],
    ['{date_slash}', 0, 'UTC', '18/02/2014'],
    ['{date}', 0, 'UTC', 'February 18'],
    ['{date}', 200 * day, 'UTC', 'February 18, 2014'],
    ['{date_short}', 0, 'UTC', 'Feb 18, 2014'],
    ['{date_long}', 0, 'UTC', 'Tuesday, February 18th, 2014'],
    ['{date_long_full}', 0, 'UTC', 'February 18, 2014'],
    ['{date_short_pretty} at {time}', 0, 'UTC', 'Today at 2:39 PM'],
    ['Due {date_pretty}', 0, 'UTC', 'Due today'],
    ['{date_pretty}', day, 'UTC', 'Yesterday'],
    ['{date_long_pretty}', -day, 'UTC', 'Tomorrow'],
    ['{date_short_pretty}', 2 * day, 'UTC', 'Feb 18, 2014'],
    ['{day_divider_pretty}', 3 * day, 'UTC', 'Tuesday, February 18th'],
    ['{day_divider_pretty}', 400 * day, 'UTC', 'Tuesday, February 18th, 2014'],
    ['{time}', 0, 'America/Los_Angeles', '6:39 AM'],
    ['{time_secs}', 0, 'America/Los_Angeles', '6:39:42 AM'],
    ['{date_short_pretty} {time}', 0, 'Asia/Tokyo', 'Today 11:39 PM'],
    ['{date_num} {time}', 0, 'Pacific/Auckland', '2014-02-19 3:39 AM'],
    // Seen at 01:39 on the 19th in Tokyo, the 18th is yesterday; in UTC it is still the 18th.
    ['{date_pretty}', 2, 'Asia/Tokyo', 'Yesterday'],
    ['{date_pretty}', 2, 'UTC', 'Today'],
    ['{ago}', 0, 'UTC', 'Just now'],
    ['{ago}', 3, 'UTC', '3 hours ago'],
    ['{ago}', 1 / 60, 'UTC', '1 minute ago'],
    ['{ago}', 50, 'UTC', '2 days ago'],
    ['{ago}', -3, 'UTC', 'In 3 hours'],
    ['{nonsense} {date_num}', 0, 'UTC', '{nonsense} 2014-02-18'],
  ])('%s, seen %s hours later in %s: %s', (format, later, timeZone, words) => {
    expect(formatDate(unix, format, { now: hours(later), timeZone })).toBe(words);
  });

  it.each([
    [0, '00:39'],
    [14, '14:39'],
  ])('on a clock of 24 hours: %s o’clock', (hour, words) => {
    const midnight = unix - 14 * 3600;
    const viewer = { now: hours(0), timeZone: 'UTC', hour12: false };
    expect(formatDate(midnight + hour * 3600, '{time}', viewer)).toBe(words);
  });

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [21, '21st'],
    [31, '31st'],
  ])('day %s of a month is the %s', (date, words) => {
    const shown = formatDate(Date.UTC(2026, 0, date) / 1000, '{date_long}', { now: 0, timeZone: 'UTC' });
    expect(shown).toContain(`January ${words}, 2026`);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [1e15]])('%s is no moment', (moment) => {
    expect(formatDate(moment, '{date}', { now: 0 })).toBeUndefined();
  });
});
