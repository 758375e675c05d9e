/** Whether there are as many people who may approve as approvals are needed. */
import { findApprovers, type PeopleSource } from './people.ts';

/** How many people may approve in a channel, but `except`; `most` stands for that many or more. Undefined where that is not known. */
export type CountApprovers = (
  channel: string,
  except: readonly string[],
  most: number,
) => Promise<number | undefined>;

/** Never rejects: who cannot be read is nobody's fault here, and is said elsewhere. */
export function createCountApprovers(source: PeopleSource): CountApprovers {
  return async (channel, except, most) => {
    try {
      const { found, isAll } = await findApprovers(source, { channel, except, most });
      return isAll || found.length >= most ? found.length : undefined;
    } catch {
      return undefined;
    }
  };
}
