/** What `/moveout doctor` looks at in the lists of people, and in how many of them there are. */
import { hasPeakHours } from '../domain/calendar.ts';
import type { Roster } from '../domain/standing.ts';
import type { World } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import type { Check, Checkup, Finding } from './checkup.ts';
import type { PersonKind } from './person-kind.ts';
import { membersOf } from './user-groups.ts';
import { counted, firstOf } from './views/lines.ts';

/** What these checks need of the bot. */
type Examined = Pick<Bot, 'clients' | 'kindOf' | 'countApprovers'> & {
  readonly settings: Pick<Bot['settings'], 'channel' | 'quorum'>;
  readonly checkup: Pick<Checkup, 'rosters'>;
  readonly world: Pick<World, 'admins' | 'calendar'>;
};

/** `here`: the channel where it was asked, unless that is a direct message. */
export function peopleChecks(bot: Examined, here: string | undefined): readonly Check[] {
  const { requesters, approvers } = bot.checkup.rosters;
  const channel = bot.settings.channel ?? here;
  return [
    ...rosterChecks(bot, 'MOVEOUT_REQUESTERS', requesters),
    ...rosterChecks(bot, 'MOVEOUT_APPROVERS', approvers),
    ...rosterChecks(bot, 'MOVEOUT_ADMINS', { people: bot.world.admins ?? [], groups: [] }),
    ...(channel === undefined
      ? []
      : [{ about: 'Enough people to approve', look: () => enough(bot, channel) }]),
    ...(bot.settings.channel === undefined && approvers === undefined
      ? [{ about: 'Who sees a move-out', look: () => unseen(bot) }]
      : []),
  ];
}

function rosterChecks(bot: Examined, setting: string, roster: Roster | undefined): readonly Check[] {
  const { people, groups } = roster ?? { people: [], groups: [] };
  return [
    ...(people.length === 0
      ? []
      : [{ about: `Users of ${setting}`, look: () => users(bot, setting, people) }]),
    ...groups.map((id) => ({ about: `Group of ${setting}`, look: () => group(bot, id) })),
  ];
}

const NOT_MEMBERS: Readonly<Record<Exclude<PersonKind, 'member'>, string>> = {
  unknown: 'is no user that Slack knows',
  deleted: 'is a deactivated account',
  guest: 'is a guest',
  bot: 'is a bot',
  stranger: 'belongs to another workspace',
};

/** On the lists of requesters and approvers such people count for nothing, and stop nobody else; administrators count by their id alone. */
async function users({ kindOf }: Examined, setting: string, people: readonly string[]): Promise<Finding> {
  const kinds = await Promise.all(people.map(async (person) => ({ person, kind: await kindOf(person) })));
  const wrong = kinds.flatMap(({ person, kind }) =>
    kind === 'member' ? [] : [`${person} ${NOT_MEMBERS[kind]}`],
  );
  if (wrong.length === 0)
    return { mark: 'ok', says: `${counted(people.length, 'full member')} of the workspace.` };
  return {
    mark: 'wrong',
    says: `${firstOf(wrong, 5).join('; ')}. Correct ${setting}, and start Moveout again.`,
  };
}

async function group({ clients }: Examined, id: string): Promise<Finding> {
  const members = await membersOf(clients.interactive, id);
  return members.length > 0
    ? { mark: 'ok', says: `${id} has ${counted(members.length, 'member')}.` }
    : { mark: 'wrong', says: `${id} has no members, so nobody counts by it. Fill it in Slack.` };
}

/** The requester, who may be one of them, never counts. */
async function enough(bot: Examined, channel: string): Promise<Finding> {
  const { quorum } = bot.settings;
  const needed = hasPeakHours(bot.world.calendar) ? quorum + 1 : quorum;
  const count = await bot.countApprovers(channel, { most: needed + 1, asOf: 'now' });
  if (count === undefined)
    return { mark: 'unsure', says: `it is not known how many people may approve in ${channel}.` };
  const says = `${needsWords(quorum, needed)}, and ${mayWords(count, needed)} in ${channel}`;
  if (count > needed) return { mark: 'ok', says: `${says}.` };
  if (count < quorum) return { mark: 'wrong', says: `${says}: nothing can be approved. ${MORE}` };
  return { mark: 'unsure', says: `${says}; the requester, who may be one of them, does not count. ${MORE}` };
}

const MORE = 'Invite more of those who may, or change MOVEOUT_APPROVERS or MOVEOUT_APPROVALS.';

function needsWords(quorum: number, needed: number): string {
  const usual = `a request needs ${counted(quorum, 'approval')}`;
  return needed === quorum ? usual : `${usual}, outside the off-peak hours ${needed}`;
}

function mayWords(count: number, needed: number): string {
  if (count === 0) return 'nobody may approve';
  if (count > needed) return `at least ${count} people may approve`;
  return count === 1 ? 'only 1 person may approve' : `only ${count} people may approve`;
}

/** A pair with a channel of their own: nobody else sees what they ask for and approve. */
function unseen({ settings }: Examined): Finding {
  return {
    mark: 'unsure',
    says: `any ${settings.quorum + 1} full members can move out a cluster in a private channel of their own, which nobody else sees. To prevent that, set MOVEOUT_CHANNEL or MOVEOUT_APPROVERS.`,
  };
}
