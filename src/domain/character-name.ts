/** Names for characters that people type without noticing, or cannot see. */
const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\t': 'tab',
  '\n': 'line break',
  '\r': 'line break',
  '"': 'double quote',
  "'": 'single quote',
  '`': 'backtick',
  $: 'dollar sign',
  '<': 'less-than sign',
  '>': 'greater-than sign',
  '\u00a0': 'non-breaking space',
  '\u00a3': 'pound sign',
  '\u00a7': 'section sign',
  '\u00ad': 'soft hyphen',
  '\u00b4': 'acute accent',
  '\u2010': 'Unicode hyphen',
  '\u2011': 'non-breaking hyphen',
  '\u2013': 'en dash',
  '\u2014': 'em dash',
  '\u2018': 'left single quotation mark',
  '\u2019': 'right single quotation mark',
  '\u201c': 'left double quotation mark',
  '\u201d': 'right double quotation mark',
  '\u2026': 'ellipsis',
  '\u200b': 'zero width space',
  '\u20ac': 'euro sign',
  '\u2212': 'minus sign',
  '\u3000': 'ideographic space',
  '\ufeff': 'byte order mark',
};

/**
 * What to call a character (one code point) before a person, with its code: `em dash (U+2014)`. A character without a
 * name here is shown itself when it can be seen: `“é” (U+00E9)`.
 */
export function nameOfCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `${NAMES[character] ?? nameByCategory(character)} (U+${code})`;
}

function nameByCategory(character: string): string {
  if (/\p{Zs}/u.test(character)) return 'unusual space';
  if (/\p{M}/u.test(character)) return 'combining mark';
  if (/\p{L}|\p{N}|\p{P}|\p{S}/u.test(character)) return `“${character}”`;
  return 'invisible character';
}
