import { MOST_MENTIONED } from '../../domain/reminders.ts';
import type { Request } from '../../domain/request.ts';
import type { Outcome } from '../outcome.ts';
import type { World } from '../world.ts';

/** Reminds those who may approve and have not. Throws when Slack does not say who they are. */
export async function remindStep(world: World, { terms, approvals }: Request): Promise<Outcome> {
  const except = [terms.requester, ...approvals.map(({ person }) => person)];
  const mention = await world.people.toRemind(terms.channel, except, MOST_MENTIONED);
  return { record: { type: 'reminded', mention: [...mention] } };
}
