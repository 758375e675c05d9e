import type { OcpHealth } from './slack/checkup.ts';

/**
 * What the list of clusters says of the permission of Moveout's user. An OCP refuses a user that may list none, which is a fault before this;
 * [U] that it leaves out of the list what a user may not see is how its permissions read, and could not be tried. So an empty list is a doubt, and
 * whether a longer one is whole only a person can compare.
 *
 * `clusters`: how many it lists; `lead`: what else is known, as the beginning of a sentence.
 */
export function seenHealth(clusters: number, lead: string): OcpHealth {
  if (clusters > 0)
    return {
      says: `${lead}; its user may list clusters and sees ${clusters}. Whether it may move one out shows only at the submission.`,
    };
  return {
    doubt: `${lead}, but it lists no cluster. If it manages any, its user may not see them: give that user the permission to read every cluster.`,
  };
}
