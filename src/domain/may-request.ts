import { type Standing, unfit } from './standing.ts';

export type RequesterRefusal =
  | { readonly why: 'not fit'; readonly because: NonNullable<ReturnType<typeof unfit>> }
  | { readonly why: 'not on the list' };

/**
 * Who may ask for a move-out: a full member of the workspace and of the card's channel, narrowed by the list of user ids
 * when one is configured. Undefined when the person may.
 */
export function mayNotRequest(
  standing: Standing,
  requesters: readonly string[] | undefined,
): RequesterRefusal | undefined {
  const because = unfit(standing);
  if (because !== undefined) return { why: 'not fit', because };
  if (requesters !== undefined && !requesters.includes(standing.person)) return { why: 'not on the list' };
  return undefined;
}
