/** Secrets that can be recognised wherever they turn up, and the search for them. */

/** A secret whose text occurs nowhere else. */
export interface Mark {
  /** Which secret it is, for whoever reads what was found. */
  readonly name: string;
  readonly text: string;
}

/**
 * A mark with two parts of letters and digits around the characters that JSON, addresses and web pages write in another way. Each
 * part is looked for, too, so that half a secret counts. `seed` makes it unlike every other mark.
 */
export function mark(name: string, seed: string): Mark {
  return { name, text: `K7q${seed}Tn&\\%Rz5${seed}Wd/+` };
}

/** A shorter part says nothing: it may be there by chance. */
const SHORTEST_PART = 6;

/** The names of the marks that stand in `bytes`, whole or in part, in any of the spellings. */
export function marksIn(bytes: Buffer, marks: readonly Mark[]): string[] {
  return marks.flatMap(({ name, text }) =>
    needlesOf(text).flatMap(([spelling, needle]) =>
      bytes.includes(needle) ? [`${name} (${spelling})`] : [],
    ),
  );
}

const known = new Map<string, readonly (readonly [string, Buffer])[]>();

/** What to look for, with the name of its spelling. */
function needlesOf(text: string): readonly (readonly [string, Buffer])[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  const parts = text.split(/[^0-9A-Za-z]+/).filter((part) => part.length >= SHORTEST_PART);
  const needles = [...new Set([text, ...parts])].flatMap(spellings);
  known.set(text, needles);
  return needles;
}

function spellings(text: string): (readonly [string, Buffer])[] {
  const json = JSON.stringify(text).slice(1, -1);
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, 'utf16le');
  return [
    ['plain', bytes],
    ['JSON', Buffer.from(json)],
    ['JSON in JSON', Buffer.from(JSON.stringify(json).slice(1, -1))],
    ['URL', Buffer.from(encodeURIComponent(text))],
    ['JSON in URL', Buffer.from(encodeURIComponent(json))],
    ['form', Buffer.from(new URLSearchParams([['', text]]).toString().slice(1))],
    ['HTML', Buffer.from(html(text))],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['UTF-16 LE', wide],
    ['UTF-16 BE', Buffer.from(wide).swap16()],
    ...[0, 1, 2].flatMap((shift) => base64(bytes, shift)),
  ];
}

/** What of the text is the same whatever stands before and behind it, when it begins so many bytes behind a border of three. */
function base64(bytes: Buffer, shift: number): (readonly [string, Buffer])[] {
  const coded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const end = (shift + bytes.length) % 3 === 0 ? coded.length : coded.length - 1;
  const sure = coded.slice(shift === 0 ? 0 : shift + 1, end);
  const forUrls = sure.replaceAll('+', '-').replaceAll('/', '_');
  return [
    [`base64, ${shift}`, Buffer.from(sure)],
    [`base64 for URLs, ${shift}`, Buffer.from(forUrls)],
  ];
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
