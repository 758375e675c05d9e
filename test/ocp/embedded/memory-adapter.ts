import type { Adapter } from 'lowdb';

/** A place to store one value: what was written can be read again, and a test can look at it and let writes fail. */
export interface MemoryAdapter extends Adapter<unknown> {
  /** What was written last, as JSON; undefined when nothing was. */
  readonly text: () => string | undefined;
  /** Lets every write fail until it is called with undefined. */
  fail(error: Error | undefined): void;
}

export function memoryAdapter(begin?: unknown): MemoryAdapter {
  let text = begin === undefined ? undefined : JSON.stringify(begin);
  let failure: Error | undefined;
  return {
    text: () => text,
    fail(error) {
      failure = error;
    },
    async read() {
      return text === undefined ? null : JSON.parse(text);
    },
    async write(data) {
      if (failure !== undefined) throw failure;
      text = JSON.stringify(data);
    },
  };
}
