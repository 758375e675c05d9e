/** Whether there are as many people who may approve as approvals are needed. */
import type { Clock } from '../workflow/ports.ts';
import { findApprovers, type PeopleSource } from './people.ts';

/**
 * How many people may approve in a channel, but `except`; `most` stands for that many or more. Undefined where that is not known. `lately`: for
 * a form, of which many may be opened within a minute; that there are enough, or nobody knows, may be some minutes old.
 */
export type CountApprovers = (
  channel: string,
  wanted: { readonly except?: string; readonly most: number; readonly asOf: 'now' | 'lately' },
) => Promise<number | undefined>;

/** Slack tells who somebody is only so often in a minute, and votes need that more. */
const KEPT_MS = 10 * 60_000;

/** Never rejects: who cannot be read is nobody's fault here, and is said elsewhere. */
export function createCountApprovers(source: PeopleSource, clock: Clock): CountApprovers {
  const kept = new Map<string, { readonly until: number; readonly people: ReturnType<typeof look> }>();

  /** Undefined when it is not known who they are. */
  async function look(channel: string, most: number): Promise<readonly string[] | undefined> {
    try {
      const { found, isAll } = await findApprovers(source, { channel, except: [], most });
      return isAll || found.length >= most ? found : undefined;
    } catch {
      return undefined;
    }
  }

  /** Where there are too few, somebody mends it and looks again: that is not kept. */
  function lookLately(channel: string, most: number): ReturnType<typeof look> {
    const known = kept.get(channel);
    const now = clock.now().getTime();
    if (known !== undefined && now < known.until) return known.people;
    const people = look(channel, most).then((found) => {
      if (found !== undefined && found.length < most) kept.delete(channel);
      return found;
    });
    kept.set(channel, { until: now + KEPT_MS, people });
    return people;
  }

  return async (channel, { except, most, asOf }) => {
    // One more than wanted, since the person who is left out may be among them.
    const found = await (asOf === 'now' ? look(channel, most + 1) : lookLately(channel, most + 1));
    return found && Math.min(most, found.filter((person) => person !== except).length);
  };
}
