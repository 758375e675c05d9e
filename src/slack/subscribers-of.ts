import type { Request } from '../domain/request.ts';
import { unfit } from '../domain/standing.ts';
import type { Log } from '../log.ts';
import type { People, Subscribers } from '../workflow/ports.ts';

interface Parts {
  readonly people: People;
  readonly subscribers: Subscribers;
  readonly log: Log;
}

/**
 * Those who asked to be told and may approve that request. Who cannot be read from Slack is left out and logged: the direct message is a
 * courtesy, and the card is there.
 */
export async function subscribersOf(
  { people, subscribers, log }: Parts,
  { id, terms }: Request,
): Promise<readonly string[]> {
  const others = subscribers.all().filter((person) => person !== terms.requester);
  const fit = await Promise.all(
    others.map(async (person) => {
      try {
        return unfit(await people.standing(person, terms.channel, 'approver')) === undefined;
      } catch (error) {
        log.warn('somebody who asked to be told could not be read', {
          request: id,
          person,
          error: String(error),
        });
        return false;
      }
    }),
  );
  return others.filter((_, index) => fit[index]);
}
