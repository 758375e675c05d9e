/** The lines of a log that some work leads to, and none that is written beside it at the same time. */
import { AsyncLocalStorage } from 'node:async_hooks';

const underWay = new AsyncLocalStorage<string[]>();

/** Does the work; gives what it gives, and the lines that it led to meanwhile, however deep. */
export async function withOwnLines<T>(
  work: () => Promise<T>,
): Promise<{ done: T; lines: readonly string[] }> {
  const lines: string[] = [];
  return { done: await underWay.run(lines, work), lines };
}

/** Whoever keeps a log tells every line here as it is written. */
export function noteLine(line: string): void {
  underWay.getStore()?.push(line);
}
