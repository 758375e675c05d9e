/**
 * What comes of some work; `late` when it takes longer than so many milliseconds: then it goes on, and what comes of it nobody hears. Rejects as
 * the work does while it is waited for.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<{ readonly value: T } | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  return Promise.race([work.then((value) => ({ value })), late]).finally(() => clearTimeout(timer));
}
