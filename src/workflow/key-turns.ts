/**
 * Turns at the sealed keys: a key is sealed before the request that needs it is recorded, and until then it looks like one that nobody
 * needs. Whoever seals keeps the turn until the record is on disk; whoever forgets what nobody needs takes it, too. In memory only:
 * what a process leaves half done is judged by the journal at the next start.
 */
export interface KeyTurns {
  /** Does the work once nobody else is at work on the key of that request, and gives what it gives. */
  take<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Whether somebody is at work on it now. */
  isTaken(id: string): boolean;
}

export function createKeyTurns(): KeyTurns {
  const ends = new Map<string, Promise<void>>();

  async function take<T>(id: string, work: () => Promise<T>): Promise<T> {
    for (let end = ends.get(id); end !== undefined; end = ends.get(id)) await end;
    const turn = work();
    const over = (): void => void ends.delete(id);
    ends.set(id, turn.then(over, over));
    return turn;
  }

  return { take, isTaken: (id) => ends.has(id) };
}
