import { describe, expect, it } from 'vitest';
import { checkPhrase } from '../../src/domain/phrase.ts';

describe('the phrase', () => {
  it.each(['move out', ' move out', 'move out ', '   move out   '])('accepts %j', (text) => {
    expect(checkPhrase(text)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    'Move out',
    'MOVE OUT',
    'Move Out',
    'moveout',
    'move  out',
    'move\u00a0out',
    'move-out',
    'move\tout',
    'move\nout',
    'move out\n',
    '\u00a0move out',
    'move out.',
    '"move out"',
    'move out move out',
    'moved out',
    'mоve out',
  ])('refuses %j', (text) => {
    expect(checkPhrase(text)).toContain('"move out"');
  });

  it('uses only the words of its field', () => {
    expect(checkPhrase('')).not.toMatch(/\bkey\b|reason/i);
  });
});
