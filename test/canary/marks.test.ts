import { describe, expect, it } from 'vitest';
import { mark, marksIn } from './marks.ts';

const KEY = mark('key', 'Vx9Lp3');
const { text } = KEY;
const [part = ''] = text.split('&');
const found = (bytes: Buffer | string) => marksIn(Buffer.from(bytes), [KEY]).length > 0;

describe('the search for a secret', () => {
  it.each<[string, Buffer | string]>([
    ['as it is', `a ${text} b`],
    ['half of it', `a ${part} b`],
    ['as JSON', JSON.stringify({ a: [text] })],
    ['as JSON in JSON', JSON.stringify({ a: JSON.stringify({ text }) })],
    ['in an address', `/x?y=${encodeURIComponent(text)}`],
    ['in a form', new URLSearchParams({ view: JSON.stringify({ a: text }) }).toString()],
    ['on a web page', text.replace('&', '&amp;')],
    ['as hex', Buffer.from(text).toString('hex')],
    ['as hex in capitals', Buffer.from(part).toString('hex').toUpperCase()],
    ['as UTF-16', Buffer.from(`a${text}b`, 'utf16le')],
    ['as UTF-16, the other way round', Buffer.from(`a${text}b`, 'utf16le').swap16()],
  ])('finds it %s', (_how, bytes) => {
    expect(found(bytes)).toBe(true);
  });

  it.each([text, part])('finds it in base64, whatever stands around it', (secret) => {
    for (const before of ['', 'x', 'xy', 'xyz'])
      for (const behind of ['', 'x', 'xy', 'xyz']) {
        const bytes = Buffer.from(`${before}${secret}${behind}`);
        expect(found(`a ${bytes.toString('base64')} b`)).toBe(true);
        expect(found(`a.${bytes.toString('base64url')}.b`)).toBe(true);
      }
  });

  it('finds nothing where it is not, nor the end of it alone', () => {
    expect(marksIn(Buffer.from(`${mark('other', 'Bc2Df4').text} Wd/+`), [KEY])).toEqual([]);
  });
});
