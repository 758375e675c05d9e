/** What `/moveout doctor` looks at in the channels of the cards. */
import { isCancellable, mayBeGivenUp, type Request } from '../domain/request.ts';
import { enumerate } from '../domain/sentence.ts';
import type { World } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import type { Check, Finding } from './checkup.ts';
import { channelStanding } from './people.ts';
import { openRequests } from './requests-of.ts';
import { firstOf } from './views/lines.ts';

/** What these checks need of the bot. */
type Examined = Pick<Bot, 'clients'> & {
  readonly settings: Pick<Bot['settings'], 'channel'>;
  readonly world: Pick<World, 'journal' | 'admins'>;
};

/** `here`: the channel where it was asked, unless that is a direct message. */
export function channelChecks(bot: Examined, here: string | undefined): readonly Check[] {
  return [...placeOfCards(bot, here), { about: 'Channels of open requests', look: () => openCards(bot) }];
}

/** Where a new card goes: to MOVEOUT_CHANNEL, else to the channel of the command. */
function placeOfCards(bot: Examined, here: string | undefined): readonly Check[] {
  const { channel } = bot.settings;
  if (channel !== undefined) return [{ about: 'Channel of the cards', look: () => cards(bot, channel) }];
  return here === undefined ? [] : [{ about: 'This channel', look: () => thisChannel(bot, here) }];
}

async function cards(bot: Examined, id: string): Promise<Finding> {
  const standing = await channelStanding(bot.clients.interactive, id);
  if (standing === 'ready') return { mark: 'ok', says: `Moveout is in ${id}.` };
  const fault = standing === 'archived' ? `${id} is archived. Set another MOVEOUT_CHANNEL.` : notIn(id);
  const requests = (await openRequests(bot)).filter(({ terms }) => terms.channel === id);
  const says = requests.length === 0 ? fault : `${fault} ${whenGone(bot.world, requests)}`;
  return { mark: 'wrong', says };
}

function notIn(id: string): string {
  return `Moveout is not in ${id}. Type /invite @Moveout there.`;
}

/**
 * The channels of the cards that people wait at, but the one of MOVEOUT_CHANNEL, which has a line of its own. Only one that must be mended is named, by
 * its id alone: it may be private. Whether there are any is not told, since everybody may ask where no administrators are set.
 */
async function openCards(bot: Examined): Promise<Finding> {
  const open = (await openRequests(bot)).filter(({ terms }) => terms.channel !== bot.settings.channel);
  const ids = [...new Set(open.map(({ terms }) => terms.channel))];
  const requestsIn = (id: string) => open.filter(({ terms }) => terms.channel === id);
  const faults = (await Promise.all(ids.map((id) => openCardsFault(bot, id, requestsIn(id))))).flat();
  if (faults.length > 0) return { mark: 'wrong', says: firstOf(faults, 3).join(' ') };
  return { mark: 'ok', says: 'Moveout is in every one.' };
}

async function openCardsFault(
  { clients, world }: Examined,
  id: string,
  requests: readonly Request[],
): Promise<string[]> {
  const standing = await channelStanding(clients.interactive, id);
  if (standing === 'ready') return [];
  const fault = standing === 'archived' ? `${id} is archived. Unarchive it.` : notIn(id);
  return [`${fault} ${whenGone(world, requests)}`];
}

/** Who ends the requests of a channel that will not come back. They are named to administrators alone, since the channel may be private. */
function whenGone({ admins }: Pick<World, 'admins'>, requests: readonly Request[]): string {
  if (admins === undefined)
    return 'If it is gone for good, only its requesters can end its requests (/moveout cancel); with MOVEOUT_ADMINS set, administrators can, too.';
  return `If it is gone for good, an administrator can end its requests: ${enumerate(requests.map(endOf), '; ')}.`;
}

/** What runs past its submit is in OCP's hands, and is given up only when it waits for people. */
function endOf(request: Request): string {
  if (isCancellable(request)) return `/moveout cancel ${request.id}`;
  const giveUp = `/moveout status ${request.id}, Give Up`;
  return mayBeGivenUp(request) ? giveUp : `${giveUp}, once its run has stopped`;
}

/** Where a move-out may be requested, so that its card would go here; or somebody just asked here. */
async function thisChannel({ clients }: Examined, id: string): Promise<Finding> {
  if ((await channelStanding(clients.interactive, id)) === 'ready')
    return { mark: 'ok', says: 'Moveout is in it.' };
  return {
    mark: 'unsure',
    says: 'Moveout is not in it, so no move-out can be requested here. If that is wanted, type /invite @Moveout here.',
  };
}
