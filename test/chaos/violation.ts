/** A claim that did not hold. The message is one sentence, which names the request or the process. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Throws a {@link Violation} unless the claim holds. */
export function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Violation(otherwise);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
