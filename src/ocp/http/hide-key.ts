/** Keeps an encryption key out of what OCP says about the request that carried it: an error may repeat what it could not read. */
import { z } from 'zod';
import { base64Parts } from '../../domain/base64-parts.ts';
import { jsonOf } from './envelope.ts';
import type { RawAnswer } from './transport.ts';

/** So many characters of the key, one after the other, count as a part of it; a key has 8 at least. */
const PART = 5;

const NOT_SHOWN = 'its words hold a part of the encryption key and are not shown';

const said = z.looseObject({ successful: z.unknown() });

/**
 * The answer with stars in place of the key. Where a part of the key is left after that, in whatever spelling, all of OCP's words
 * are left out; a header that holds a part of it counts as not sent. The body of an answer that is no JSON stays as it is: none of its words are
 * ever quoted.
 */
export function hidingKey(answer: RawAnswer, key: string): RawAnswer {
  const hiding = { ...answer, header: (name: string) => unlessKey(answer.header(name), key) };
  const read = said.safeParse(jsonOf(answer.body));
  if (!read.success) return hiding;
  const text = JSON.stringify(read.data).replaceAll(key, '***');
  if (!holdsPart(text, key)) return { ...hiding, body: Buffer.from(text) };
  const wordless = { successful: read.data.successful, error: { message: NOT_SHOWN } };
  return { ...hiding, body: Buffer.from(JSON.stringify(wordless)) };
}

/** Whether the whole key stands in the bytes: as it is, or in the ways in which a program writes bytes as text. */
export function holdsKey(bytes: Buffer, key: string): boolean {
  const text = bytes.toString('latin1');
  const spellings = [key, encodeURIComponent(key), hexOf(key), hexOf(key).toUpperCase(), ...base64Parts(key)];
  return bytes.includes(Buffer.from(key, 'utf16le')) || spellings.some((spelling) => text.includes(spelling));
}

/** A header may be taken apart in ways that change its case: the host of an address is in lower case. */
function unlessKey(value: string | undefined, key: string): string | undefined {
  if (value === undefined) return undefined;
  const words = plain(value).toLowerCase();
  const isHeld = holdsPart(value, key) || partsOf(key).some((part) => words.includes(part.toLowerCase()));
  return isHeld ? undefined : value;
}

function holdsPart(text: string, key: string): boolean {
  const words = plain(text);
  const coded = words.replaceAll('-', '+').replaceAll('_', '/');
  const hex = words.toLowerCase();
  return (
    partsOf(plain(key)).some((part) => words.includes(part)) ||
    partsOf(key).some(
      (part) => base64Parts(part).some((one) => coded.includes(one)) || hex.includes(hexOf(part)),
    )
  );
}

function partsOf(key: string): string[] {
  const count = Math.max(1, key.length - PART + 1);
  return Array.from({ length: count }, (_, at) => key.slice(at, at + PART));
}

function hexOf(part: string): string {
  return Buffer.from(part).toString('hex');
}

/** Without the ways in which JSON, addresses and web pages write special characters. */
function plain(text: string): string {
  return text
    .replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => characterOf(code, 16))
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => characterOf(code, 16))
    .replaceAll(/&#x([0-9a-f]{1,4});/gi, (_, code: string) => characterOf(code, 16))
    .replaceAll(/&#(\d{1,5});/g, (_, code: string) => characterOf(code, 10))
    .replaceAll('&amp;', '&')
    .replaceAll('\\', '');
}

function characterOf(code: string, base: number): string {
  return String.fromCharCode(Number.parseInt(code, base));
}
