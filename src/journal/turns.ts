/** Jobs that touch the same thing, made one after the other. */
export interface Turns {
  /** Runs the job after every job taken earlier for the same key has settled; gives what the job gives. */
  take<T>(key: string, job: () => Promise<T>): Promise<T>;
  /** Resolves when every job taken so far has settled. */
  settled(): Promise<void>;
}

/** Turns of their own: keys of different `Turns` do not wait for each other. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();

  function take<T>(key: string, job: () => Promise<T>): Promise<T> {
    const result = (last.get(key) ?? Promise.resolve()).then(job);
    const end: Promise<void> = result.then(nothing, nothing).then(() => {
      if (last.get(key) === end) last.delete(key);
    });
    last.set(key, end);
    return result;
  }

  async function settled(): Promise<void> {
    await Promise.all(last.values());
  }

  return { take, settled };
}

function nothing(): void {}
