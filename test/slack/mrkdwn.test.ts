import { describe, expect, it } from 'vitest';
import { cut, LIMITS, length } from '../../src/slack/limits.ts';
import {
  channel,
  clusterName,
  code,
  date,
  escapeText,
  host,
  oneLine,
  person,
  quote,
} from '../../src/slack/mrkdwn.ts';

it('a long text without a space is shown at once: an OCP may write what it likes', () => {
  const begun = performance.now();
  expect(escapeText(`:${'a'.repeat(100_000)}`, 20)).toBe(`:${'a'.repeat(18)}…`);
  // Were each letter looked at from each other one, it would take half a minute.
  expect(performance.now() - begun).toBeLessThan(5_000);
});

describe('outside text', () => {
  it.each([
    ['plain words stay', 'plain words stay'],
    ['ob_shop_1.db-2 at 10.1.0.11, 12:30:45', 'ob_shop_1.db-2 at 10.1.0.11, 12:30:45'],
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['<!channel> <@U0ADA> <#C0X>', '&lt;!channel&gt; &lt;@U0ADA&gt; &lt;#C0X&gt;'],
    ['<img onerror=alert(1)>', '&lt;img onerror=alert(1)&gt;'],
    ['a\nb\r\n\tc\u2028d\u0000', 'a b c d'],
    ['`x` ```y', "'x' '''y"],
    ['*bold* _it_ ~gone~', '∗bold∗ ˍitˍ ∼gone∼'],
    [':skull: said', '∶skull: said'],
    ['shop:1001 and a:1:', 'shop:1001 and a:1:'],
    [":+1: :-1: :8ball: :2'K_x: :1_2:", ":+1: :-1: ∶8ball: ∶2'K_x: :1_2:"],
    ['abc\u202egpj.exe', 'abcgpj.exe'],
  ])('%j is shown as it is: %j', (text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it.each([
    ['&'.repeat(100), 30],
    ['𝒳'.repeat(100), 31],
    ['x'.repeat(5000), LIMITS.sectionText],
  ])('is cut with a visible mark, never within an entity', (text, limit) => {
    const shown = escapeText(text, limit);
    expect(shown.length).toBeLessThanOrEqual(limit);
    expect(shown).toMatch(/^(&amp;|𝒳|x)+…$/u);
  });
});

describe('names', () => {
  it.each([
    ['ob-1', '`ob-1`'],
    ['a`b\n<c>', "`a'b &lt;c&gt;`"],
    [' ', '`(no name)`'],
    ['x'.repeat(300), `\`${'x'.repeat(79)}…\``],
  ])('%j as code is %j', (name, shown) => {
    expect(code(name)).toBe(shown);
  });

  it('of hosts and clusters keep what tells them apart', () => {
    expect(host({ name: 'ob-1', address: 'fe80::a:b' })).toBe('`ob-1` (`fe80::a:b`)');
    expect(clusterName({ name: 'x'.repeat(300), obClusterId: 1001 })).toMatch(/^`x+…:1001`$/);
  });

  it.each([
    [person, 'U0ADA', '<@U0ADA>'],
    [person, 'moveout', 'moveout'],
    [person, '!channel', '!channel'],
    [person, 'U0ADA> <!here', 'U0ADA&gt; &lt;!here'],
    [channel, 'C0ONCALL', '<#C0ONCALL>'],
    [channel, '<!here>', '&lt;!here&gt;'],
  ])('%o mentions only by a valid id: %j', (mention, id, shown) => {
    expect(mention(id)).toBe(shown);
  });
});

it.each([
  [new Date('2026-11-22T21:40:05Z'), '<!date^1795383605^{date_short_pretty} {time}|2026-11-22 21:40 UTC>'],
  ['2026-11-22T22:40:05+01:00', '<!date^1795383605^{date_short_pretty} {time}|2026-11-22 21:40 UTC>'],
  ['<soon>', '&lt;soon&gt;'],
])('the moment %s is shown in the zone of the reader', (when, shown) => {
  expect(date(when)).toBe(shown);
});

it('quotes every line', () => {
  expect(quote('first\r\n<!here>\nlast')).toBe('> first\n> &lt;!here&gt;\n> last');
});

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['𝒳𝒳𝒳', 3, '𝒳𝒳𝒳'],
  ['𝒳𝒳𝒳𝒳', 3, '𝒳𝒳…'],
  ['ab', 0, '…'],
])('%s cut to %i is %s', (text, limit, shown) => {
  expect(cut(text, limit)).toBe(shown);
  expect(length(shown)).toBeLessThanOrEqual(Math.max(1, limit));
});

it('one line has neither line breaks nor edges of spaces', () => {
  expect(oneLine(' a\n\nb ')).toBe('a b');
});
