import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKey, describeKeyFaults, KEY_HINT } from '../../src/domain/encryption-key.ts';

const SPECIALS = '~!@#%^&*_-+=\\|(){}[]:;,.?/';

describe('the encryption key', () => {
  it.each([
    ['8 characters of three kinds', 'Abcdefg1'],
    ['32 characters', `Aa1${'x'.repeat(29)}`],
    ['digits, upper and lower case', 'Moveout2026'],
    ['digits, lower case and specials', 'tide-river-42'],
    ['upper case, lower case and specials', 'Tide-River-Stone'],
    ['digits, upper case and specials', 'TIDE-RIVER-42'],
    ['every special character', `Aa${SPECIALS}`],
    ['a lone ampersand', 'Fish&Chips7'],
    ['an ampersand code without its end', 'Fish&ampChips7'],
    ['another code', 'Fish&quot;7x'],
  ])('accepts %s', (_, key) => {
    expect(checkKey(key)).toEqual([]);
  });

  it.each([
    ['nothing', '', ['too short', 'too few kinds']],
    ['7 characters', 'Abcdef1', ['too short']],
    ['33 characters', `Aa1${'x'.repeat(30)}`, ['too long']],
    ['one kind', 'abcdefgh', ['too few kinds']],
    ['two kinds', 'abcdefg1', ['too few kinds']],
    [
      'two kinds and a forbidden character, which counts as no kind',
      'abcdefg1$',
      ['too few kinds', 'forbidden'],
    ],
    ['a space before it, which is not trimmed', ' Abcdefg1', ['forbidden']],
    ['an altered ampersand', 'Fish&amp;Chips7', ['altered']],
    ['an altered less-than', 'Fish&lt;Chips7', ['altered']],
    ['an altered greater-than', 'Fish&gt;Chips7', ['altered']],
    ['7 code points of 8 UTF-16 units', 'Abcde1😀', ['too short', 'forbidden']],
    ['32 code points of 33 UTF-16 units', `Aa1😀${'x'.repeat(28)}`, ['forbidden']],
    ['a letter of another script', 'Пароль-Key-42', ['forbidden']],
  ])('refuses %s', (_, key, kinds) => {
    expect(checkKey(key).map((fault) => fault.kind)).toEqual(kinds);
  });

  it.each([
    ['—', 'em dash (U+2014)'],
    ['–', 'en dash (U+2013)'],
    [' ', 'space (U+0020)'],
    ['\u00a0', 'non-breaking space (U+00A0)'],
    ['\t', 'tab (U+0009)'],
    ['\n', 'line break (U+000A)'],
    ['"', 'double quote (U+0022)'],
    ["'", 'single quote (U+0027)'],
    ['’', 'right single quotation mark (U+2019)'],
    ['`', 'backtick (U+0060)'],
    ['$', 'dollar sign (U+0024)'],
    ['<', 'less-than sign (U+003C)'],
    ['>', 'greater-than sign (U+003E)'],
    ['é', '“é” (U+00E9)'],
    ['１', '“１” (U+FF11)'],
    ['😀', '“😀” (U+1F600)'],
    ['\u0301', 'combining mark (U+0301)'],
    ['\u2009', 'unusual space (U+2009)'],
    ['\u200e', 'invisible character (U+200E)'],
    ['\0', 'invisible character (U+0000)'],
    ['\ud83d', 'invisible character (U+D83D)'],
  ])('names the forbidden character %j', (character, name) => {
    const sentence = describeKeyFaults(checkKey(`Abcdefg1${character}`));
    expect(sentence).toMatch(/^The key contains what is not allowed: /);
    expect(sentence).toContain(name);
  });

  it('names each forbidden character once, three at most', () => {
    expect(describeKeyFaults(checkKey('Abcdefg1$$ <>"'))).toBe(
      'The key contains what is not allowed: dollar sign (U+0024), space (U+0020), less-than sign (U+003C) and 2 more.',
    );
  });

  it('says where a dash comes from', () => {
    expect(describeKeyFaults(checkKey('Abcdefg1—'))).toBe(
      'The key contains what is not allowed: em dash (U+2014) (phones put a dash for two hyphens; switch that off or avoid them).',
    );
  });

  it('tells every broken rule in one sentence', () => {
    expect(describeKeyFaults(checkKey('abc'))).toBe(
      'The key is shorter than 8 characters, and it needs at least three of: digits, upper case, lower case, special characters.',
    );
  });

  it('makes a sentence that is the same whatever the allowed characters are, so none of them shows', () => {
    const allowed = fc.string({ unit: fc.constantFrom(...`ABYZabyz0189${SPECIALS}`), maxLength: 40 });
    fc.assert(
      fc.property(allowed, (key) => {
        const sentences = [
          'is shorter than 8 characters',
          'is longer than 32 characters',
          'needs at least three of: digits, upper case, lower case, special characters',
          'contains the HTML code of an ampersand or an angle bracket, so it may have been altered on the way',
        ];
        const clauses = describeKeyFaults(checkKey(key))
          .replace(/^The key |\.$/g, '')
          .split(', and it ');
        expect(clauses.every((clause) => clause === 'is fine' || sentences.includes(clause))).toBe(true);
      }),
    );
  });

  it('has a hint with every allowed special character, and only the words of its field', () => {
    expect([...SPECIALS].every((special) => KEY_HINT.includes(` ${special} `))).toBe(true);
    expect(KEY_HINT).toContain('16 or more');
    expect(KEY_HINT.length).toBeLessThan(500);
    for (const text of [
      KEY_HINT,
      describeKeyFaults(checkKey('&amp;—')),
      describeKeyFaults(checkKey('x'.repeat(40))),
    ]) {
      expect(text).toMatch(/key/i);
      expect(text).not.toMatch(/move out|reason/i);
    }
  });
});
