/** `/moveout doctor`: whether everything that Moveout needs is in order, each a line with what to do where it is not. */
import { frozenUntil, nextWindow } from '../domain/calendar.ts';
import type { Roster } from '../domain/standing.ts';
import type { Bot } from './bot.ts';
import { date, escapeText } from './mrkdwn.ts';
import { channelStanding } from './people.ts';
import { SCOPES } from './scopes.ts';
import { said } from './status-answers.ts';
import { membersOf } from './user-groups.ts';
import { context, section } from './views/elements.ts';
import { counted, lines } from './views/lines.ts';
import type { Message } from './views/message.ts';

/** What the process knows of itself. */
export interface Checkup {
  /** Ways from Slack that are open. */
  connections(): number;
  /** Proves that the stores can be written; throws the system's error. */
  probeStore(): Promise<void>;
  /** By the name of the OCP: its version and the like as a clause, or what is wrong, and what to do. */
  readonly ocps: readonly { readonly name: string; probe(): Promise<{ says: string } | { fault: string }> }[];
  readonly rosters: { readonly requesters?: Roster | undefined; readonly approvers?: Roster | undefined };
}

interface Finding {
  readonly about: string;
  readonly ok: boolean;
  readonly says: string;
}

/** Nothing is waited for longer; what has not answered by then is said so. In milliseconds. */
const WAIT_MS = 8_000;

export async function answerDoctor(bot: Bot, person: string): Promise<Message> {
  const { admins } = bot.settings;
  if (admins !== undefined && !admins.includes(person))
    return said('`/moveout doctor` is for the administrators of Moveout (MOVEOUT_ADMINS). Ask one of them.');
  const found = await Promise.all(checksOf(bot).map(({ about, check }) => findingOf(about, check)));
  const wrong = found.filter(({ ok }) => !ok).length;
  const title = wrong === 0 ? 'Everything is in order.' : `${counted(wrong, 'thing')} to mend`;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...lines(
        found.map(({ ok, about, says }) => `${ok ? '✓' : '✗'} *${about}*: ${escapeText(says, 700)}`),
        { blocks: 20 },
      ),
      context(`As of ${date(bot.world.clock.now())}`),
    ],
  };
}

type Check = () => Promise<Omit<Finding, 'about'>> | Omit<Finding, 'about'>;

function checksOf(bot: Bot): readonly { readonly about: string; readonly check: Check }[] {
  const { requesters, approvers } = bot.checkup.rosters;
  const place = bot.settings.channel;
  return [
    { about: 'Bot token and scopes', check: () => scopes(bot) },
    { about: 'Connection to Slack', check: () => connections(bot) },
    ...(place === undefined ? [] : [{ about: 'Channel of the cards', check: () => cards(bot, place) }]),
    ...groupsOf(requesters).map((id) => ({
      about: 'Group of MOVEOUT_REQUESTERS',
      check: () => group(bot, id),
    })),
    ...groupsOf(approvers).map((id) => ({
      about: 'Group of MOVEOUT_APPROVERS',
      check: () => group(bot, id),
    })),
    ...bot.checkup.ocps.map(({ name, probe }) => ({ about: `OCP ${name}`, check: () => ocp(probe) })),
    { about: 'Data directory', check: () => store(bot) },
    { about: 'Off-peak hours', check: () => windows(bot) },
  ];
}

function groupsOf(roster: Roster | undefined): readonly string[] {
  return roster?.groups ?? [];
}

async function findingOf(about: string, check: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Omit<Finding, 'about'>>((resolve) => {
    timer = setTimeout(
      () => resolve({ ok: false, says: `it has not answered within ${WAIT_MS / 1_000} s.` }),
      WAIT_MS,
    );
  });
  const checked = Promise.resolve()
    .then(check)
    .catch((error: unknown) => ({ ok: false, says: error instanceof Error ? error.message : String(error) }));
  const finding = await Promise.race([checked, late]).finally(() => clearTimeout(timer));
  return { about, ...finding };
}

/** Slack names the scopes of a token in a header of every answer. */
async function scopes({ clients }: Bot): Promise<Omit<Finding, 'about'>> {
  const answer = await clients.interactive.auth.test();
  const granted = answer.response_metadata?.scopes;
  if (granted === undefined) return { ok: true, says: 'Slack takes the token, and did not say its scopes.' };
  const missing = Object.keys(SCOPES).filter((scope) => !granted.includes(scope));
  if (missing.length === 0)
    return { ok: true, says: `all ${Object.keys(SCOPES).length} scopes are granted.` };
  const needed = missing.map((scope) => `${scope} (to ${SCOPES[scope]})`).join(', ');
  return { ok: false, says: `missing: ${needed}. Install the app again from manifest.yml.` };
}

function connections({ checkup }: Bot): Omit<Finding, 'about'> {
  const count = checkup.connections();
  return count > 0
    ? { ok: true, says: `${counted(count, 'way')} open.` }
    : { ok: false, says: 'none stands; it is tried again all the time. Check the network.' };
}

async function cards({ clients }: Bot, id: string): Promise<Omit<Finding, 'about'>> {
  const standing = await channelStanding(clients.interactive, id);
  if (standing === 'ready') return { ok: true, says: `Moveout is in ${id}.` };
  if (standing === 'archived') return { ok: false, says: `${id} is archived. Set another MOVEOUT_CHANNEL.` };
  return { ok: false, says: `Moveout is not in ${id}. Type /invite @Moveout there.` };
}

async function group({ clients }: Bot, id: string): Promise<Omit<Finding, 'about'>> {
  const members = await membersOf(clients.interactive, id);
  return members.length > 0
    ? { ok: true, says: `${id} has ${counted(members.length, 'member')}.` }
    : { ok: false, says: `${id} has no members, so nobody counts by it. Fill it in Slack.` };
}

async function ocp(probe: Checkup['ocps'][number]['probe']): Promise<Omit<Finding, 'about'>> {
  const found = await probe();
  return 'fault' in found ? { ok: false, says: found.fault } : { ok: true, says: found.says };
}

async function store({ checkup }: Bot): Promise<Omit<Finding, 'about'>> {
  await checkup.probeStore();
  return { ok: true, says: 'it can be written.' };
}

function windows({ world }: Bot): Omit<Finding, 'about'> {
  const { calendar, clock } = world;
  const now = clock.now();
  const until = frozenUntil(calendar, now);
  const frozen = until === undefined ? '' : ` A freeze period lasts until ${until.toISOString()}.`;
  if (calendar.offPeak === undefined)
    return { ok: true, says: `none are configured (MOVEOUT_OFF_PEAK); every hour counts alike.${frozen}` };
  const next = nextWindow(calendar, now);
  if (next === undefined)
    return {
      ok: false,
      says: 'the freeze periods (MOVEOUT_FREEZE) leave no window within a year. Correct them.',
    };
  const words = next.from <= now ? 'open now' : `next ${next.from.toISOString()}`;
  return {
    ok: true,
    says: `${calendar.offPeak.text} (${calendar.timezone}): ${words}, to ${next.to.toISOString()}.${frozen}`,
  };
}
