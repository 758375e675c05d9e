/**
 * The private sentences that Moveout says to one person, beside why something is refused (`refusal-words.ts`): what happened, and what to
 * do. One place, so that they sound alike. The sentences about a new request are plain text, since they are shown in modals, which escape them; the
 * others are mrkdwn.
 */
import { clusterKey } from '../domain/cluster.ts';
import type { Request } from '../domain/request.ts';
import { StoreFault } from '../workflow/ports.ts';
import { channel, clusterPlace, code } from './mrkdwn.ts';
import { counted } from './views/lines.ts';

/** Moveout is not in the channel where the card would go, which is shown beside. */
export const NOT_IN_CHANNEL_TEXT =
  'Moveout is not in the channel of the card, so nobody could approve there. Type /invite @Moveout in that channel, then press Try Again.';

/** The channel where the card would go, which is shown beside, takes no messages. */
export const ARCHIVED_CHANNEL_TEXT =
  'The channel of the card is archived. Use /moveout in another channel, or have the administrator change MOVEOUT_CHANNEL.';

/** A move-out was asked for in a direct message, and no channel is set for cards. */
export const IN_DIRECT_MESSAGE_TEXT =
  'Others must see and approve a move-out, so it cannot be requested in a direct message. Use `/moveout` in a channel, or have the administrator set MOVEOUT_CHANNEL.';

/** Fewer people may approve, besides the requester, than must; `count` is below `quorum`, or is enough in the off-peak hours only. Plain text. */
export function tooFewText({ count, quorum }: { readonly count: number; readonly quorum: number }): string {
  const people = count === 0 ? 'nobody' : count === 1 ? 'only 1 person' : `only ${count} people`;
  const who = `besides you ${people} may approve it in this channel`;
  return count < quorum
    ? `A request needs ${counted(quorum, 'approval')}, and ${who}: it would expire. Invite somebody who may approve; /moveout doctor says more.`
    : `Outside the off-peak hours a request needs ${quorum + 1} approvals, and ${who}. Choose the next off-peak window, or invite somebody who may approve.`;
}

/** A click on a message that is not the request's card now, or whose button we did not write. */
export function oldCardText(): string {
  return 'Nothing was done: this is not the current card of the request. See `/moveout status` for the card.';
}

/** No request has the id that a button, a link or a command named; or it has, and this person may not see it (viewer.ts): the same words. */
export function unknownRequestText(id: string): string {
  return `Moveout knows no request ${code(id, 40)}, or it is in a private channel that you are not in. See \`/moveout status\` for the open ones.`;
}

/** Slack did not say who is in the channel of a request that somebody named. */
export function unseenRequestText(id: string): string {
  return `Slack did not say whether you may see ${code(id, 40)}, so it is neither shown nor changed. ${SLACK_SILENT}`;
}

const SLACK_SILENT =
  'Ask again in a minute; if it stays so, type `/invite @Moveout` in the channel of the request.';

/** Some requests are left out of a list, since Slack did not say who is in their channels. */
export const UNSEEN_CHANNELS_TEXT = `⚠️ Slack did not say who is in some channels, so their requests are shown to their requesters only. ${SLACK_SILENT}`;

/** What is left out of every list, said whether or not anything is. */
export const PRIVATE_REQUESTS_TEXT = 'Requests of private channels: for their members';

/** Somebody's home cannot show what waits for a vote. `count`: of how many requests it could not be read. */
export function unjudgedText(count: number): string {
  return `⚠️ Slack did not say whether you may approve ${counted(count, 'request')}. Open this home again in a minute; if it stays so, \`/moveout doctor\` says why.`;
}

/**
 * A cluster that is not listed. `someUnread`: an OCP that could not be read may list it; `ocp`: the only one that was meant, and asked.
 */
export function unknownClusterText(
  name: string,
  { someUnread, ocp }: { readonly someUnread: boolean; readonly ocp?: string | undefined },
): string {
  if (!someUnread && ocp !== undefined)
    return `OCP ${ocp} lists no cluster “${name.replace(`@${ocp}`, '')}”. See /moveout list.`;
  return someUnread
    ? `No OCP that could be read lists a cluster “${name}”; it may be in one that could not.`
    : `No OCP that Moveout knows lists a cluster “${name}”. See /moveout list.`;
}

/** An OCP that was typed behind `@` and is none of those that are configured; undefined when it is one, or none was typed. */
export function unknownOcpText(ocp: string | undefined, known: readonly string[]): string | undefined {
  if (ocp === undefined || known.includes(ocp)) return undefined;
  return `Moveout knows no OCP “${ocp}”. It knows ${known.join(', ')}.`;
}

/** Why a cluster is not listed: it was moved out. Plain text, for a modal. */
export function movedOutText({ id, terms }: Request): string {
  const { name, obClusterId, ocp } = terms.cluster;
  return `Cluster ${name}:${obClusterId} was moved out of OCP ${ocp} by ${id}. See /moveout status ${id}.`;
}

/** Somebody's request of the same cluster is open. */
export function busyText({ id, terms }: Request): string {
  return `Cluster ${clusterKey(terms.cluster)} already has an open request, ${id}. See /moveout status ${id}.`;
}

/** A new request could not be recorded. */
export function requestNotSavedText(error: unknown): string {
  if (error instanceof StoreFault)
    return `The request could not be saved, so nothing was requested. ${error.message} ${TELL_ADMINISTRATOR}`;
  return 'The request could not be saved; nothing was requested. Try again. If that fails too, tell the administrator of Moveout.';
}

/** The disk refused what somebody asked of a request. */
export function notSavedText({ message }: StoreFault): string {
  return `That could not be saved, so nothing was done. ${message} ${TELL_ADMINISTRATOR}`;
}

const TELL_ADMINISTRATOR = 'Tell the administrator of Moveout, then try again.';

/** What a modal was made of was forgotten; it is made anew where that is possible. */
export const RESTARTED_TEXT =
  'Moveout was restarted meanwhile, so nothing was requested. Check everything, enter the encryption key (where it is asked for) and the phrase again, and press Move Out; or start over with /moveout.';

/** Slack sent what Moveout cannot read, so nobody knows what was meant. */
export const UNREADABLE_PAYLOAD_TEXT =
  'Nothing was done: Moveout cannot read what Slack sent. See `/moveout status` for how things stand, and try again from there.';

/** Slack does not say who somebody is who submits the form; it stays open. */
export const REQUESTER_UNREADABLE_TEXT =
  'Nothing was requested: Moveout could not read from Slack who you are. Press Move Out again.';

/** A modal came back that was opened for somebody else or about something else, or of which nothing is known. Plain text. */
export const NOT_YOUR_FORM_TEXT =
  'Nothing was done: Moveout did not open this form for you, or was restarted since. Close it, and open it again.';

/** Something in a modal was pressed that was not offered there. */
export const NOT_OFFERED_TEXT =
  'Nothing was done: Moveout did not offer this here. Close the form, and start again with `/moveout`.';

/** At a field of a form about one request, to whoever sent what the form does not offer. */
export const NOT_IN_FORM_TEXT =
  'Nothing was done: Moveout did not offer this here. Close this form, and open it again.';

/** Something broke inside; details are in the log. */
export const INTERNAL_FAULT_TEXT =
  'Something went wrong here. See `/moveout status` for how things stand now, then try again.';

/** The card cannot be posted; `refusal` is Slack's word for why. For the requester's direct message. */
export function cannotPostText(request: Request, refusal: string, severalOcps = false): string {
  const { channel: channelId, cluster } = request.terms;
  const lead = `The card of ${request.id} (${clusterPlace(cluster, severalOcps)}) cannot be posted in ${channel(channelId)}`;
  switch (refusal) {
    case 'not_in_channel':
    case 'channel_not_found':
      return `${lead}: Moveout is not in it. Type \`/invite @Moveout\` there; the card follows.`;
    case 'is_archived':
      return `${lead}: the channel is archived. Unarchive it, and the card follows.`;
    default:
      return `${lead}: Slack says ${code(refusal)}. Moveout keeps trying; see \`/moveout status ${request.id}\`.`;
  }
}

/** Moveout was mentioned where no request's thread is. */
export const MENTIONED_ELSEWHERE_TEXT =
  'Mention Moveout in the thread of a request, and it answers with how that stands. For everything else type `/moveout help`.';
