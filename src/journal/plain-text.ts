/**
 * A text from outside for one line of a terminal: line breaks and runs of spaces are one space, and what steers a terminal or is
 * invisible (control characters, marks of writing direction) is written as its code.
 */
export function plainText(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return `<U+${code}>`;
    });
}
