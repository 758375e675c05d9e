import type { Clock } from '../workflow/ports.ts';

/** What a look gave, why it failed, or since when it has been waited for. */
export type Seen<T> = { readonly value: T } | { readonly fault: unknown } | { readonly since: Date };

/** So long a look is waited for; then whoever asked goes on without it. */
const WAIT_MS = 2_000;

/** A look that may hang: whoever asks meanwhile waits for the same one, and no longer than two seconds. Never rejects. */
export function boundedLook<T>(work: () => Promise<T>, clock: Clock): () => Promise<Seen<T>> {
  let underWay: { readonly since: Date; readonly end: Promise<Seen<T>> } | undefined;

  function begin() {
    const end = work()
      .then(
        (value) => ({ value }),
        (fault: unknown) => ({ fault }),
      )
      .finally(() => {
        underWay = undefined;
      });
    return { since: clock.now(), end };
  }

  return async () => {
    underWay ??= begin();
    const { since, end } = underWay;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<{ since: Date }>((resolve) => {
      timer = setTimeout(() => resolve({ since }), WAIT_MS);
    });
    return Promise.race([end, late]).finally(() => clearTimeout(timer));
  };
}
