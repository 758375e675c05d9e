import { element } from '../dom.ts';
import type { LocalPerson } from '../protocol.ts';

const HUES = 8;

/** A person's initials on the person's colour; a bot has a square. Only decoration: the name always stands beside it. */
export function showAvatar(
  person: LocalPerson | undefined,
  id: string,
  size: 'small' | 'large',
): HTMLElement {
  const shape = person?.kind === 'bot' ? 'square' : 'round';
  const hue =
    [...id].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7) % HUES;
  return element(
    'span',
    { class: `avatar ${size} ${shape} hue-${hue}`, attributes: { 'aria-hidden': 'true' } },
    initialsOf(person?.real_name || person?.name || id),
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return (
    letters
      .map((word) => [...(word ?? '')][0] ?? '')
      .join('')
      .toUpperCase() || '?'
  );
}
