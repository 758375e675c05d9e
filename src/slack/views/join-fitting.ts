/**
 * As many of the pieces as fit, from the first, with the number of the others said at the end. `limit` counts characters
 * of the result; `most` the pieces.
 */
export function joinFitting(
  pieces: readonly string[],
  { limit, most = pieces.length, separator = ', ' }: { limit: number; most?: number; separator?: string },
): string {
  const whole = pieces.join(separator);
  if (pieces.length <= most && whole.length <= limit) return whole;
  const room = limit - moreMark(pieces.length, separator).length;
  const shown: string[] = [];
  let total = 0;
  for (const piece of pieces.slice(0, most)) {
    total += piece.length + separator.length;
    if (total > room) break;
    shown.push(piece);
  }
  return shown.join(separator) + moreMark(pieces.length - shown.length, separator);
}

function moreMark(hidden: number, separator: string): string {
  return separator === ', ' ? ` … and ${hidden} more` : `${separator}… and ${hidden} more`;
}
