/**
 * The encryption key, under which OCP's credentials are exported: 8 to 32 characters from at least three of digits, upper
 * case, lower case and special characters; no other character; nothing is trimmed. It is a secret, so no text made here
 * repeats an allowed character of it.
 */
import { nameOfCharacter } from './character-name.ts';

const SPECIALS = '~!@#%^&*_-+=\\|(){}[]:;,.?/';
const SHORTEST = 8;
const LONGEST = 32;
const KINDS_NEEDED = 3;
const NAMED_AT_MOST = 3;

/** A rule that a key breaks. `names` are those of the forbidden characters, each once, in the order of the key. */
export type KeyFault =
  | { readonly kind: 'too short' }
  | { readonly kind: 'too long' }
  | { readonly kind: 'too few kinds' }
  | { readonly kind: 'forbidden'; readonly names: readonly string[] }
  | { readonly kind: 'altered' };

/** The rules in words, to be shown at the field. Plain text. */
export const KEY_HINT =
  'Choose a key of 8 to 32 characters; 16 or more are better. Use at least three of: digits, upper case A-Z, lower case ' +
  `a-z, special characters ${[...SPECIALS].join(' ')} and nothing else, no spaces either. ` +
  'The key opens the credential file later: keep it safe, Moveout forgets it.';

/** The rules that `key` breaks, taken exactly as it was typed; empty when it may be used. Lengths count code points. */
export function checkKey(key: string): KeyFault[] {
  const characters = [...key];
  const names = [...new Set(characters.filter((one) => !isAllowed(one)).map(nameOfCharacter))];
  const faults: KeyFault[] = [];
  if (characters.length < SHORTEST) faults.push({ kind: 'too short' });
  if (characters.length > LONGEST) faults.push({ kind: 'too long' });
  if (countKinds(characters) < KINDS_NEEDED) faults.push({ kind: 'too few kinds' });
  if (names.length > 0) faults.push({ kind: 'forbidden', names });
  // A form on the way may escape `&`, `<` and `>`; the person would later type what they chose, and it would not open.
  if (/&(?:amp|lt|gt);/.test(key)) faults.push({ kind: 'altered' });
  return faults;
}

/** One sentence that tells a person what is wrong with a key; for no faults, that nothing is. Plain text. */
export function describeKeyFaults(faults: readonly KeyFault[]): string {
  if (faults.length === 0) return 'The key is fine.';
  return `The key ${faults.map(describe).join(', and it ')}.`;
}

function isAllowed(character: string): boolean {
  return /^[0-9A-Za-z]$/.test(character) || SPECIALS.includes(character);
}

function countKinds(characters: readonly string[]): number {
  const kinds = [/[0-9]/, /[A-Z]/, /[a-z]/].map((kind) => characters.some((one) => kind.test(one)));
  return [...kinds, characters.some((one) => SPECIALS.includes(one))].filter(Boolean).length;
}

function describe(fault: KeyFault): string {
  switch (fault.kind) {
    case 'too short':
      return `is shorter than ${SHORTEST} characters`;
    case 'too long':
      return `is longer than ${LONGEST} characters`;
    case 'too few kinds':
      return 'needs at least three of: digits, upper case, lower case, special characters';
    case 'forbidden':
      return `contains what is not allowed: ${listNames(fault.names)}`;
    case 'altered':
      return 'contains the HTML code of an ampersand or an angle bracket, so it may have been altered on the way';
  }
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_AT_MOST).join(', ');
  const hidden = names.length - NAMED_AT_MOST;
  const dash = names.some((name) => /^e[mn] dash/.test(name))
    ? ' (phones put a dash for two hyphens; switch that off or avoid them)'
    : '';
  return `${shown}${hidden > 0 ? ` and ${hidden} more` : ''}${dash}`;
}
