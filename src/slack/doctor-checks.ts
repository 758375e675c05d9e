/** What `/moveout doctor` looks at. */
import { frozenUntil, nextWindow } from '../domain/calendar.ts';
import { describeWindow, timeIn } from '../domain/off-peak.ts';
import type { World } from '../workflow/world.ts';
import type { Bot } from './bot.ts';
import type { Check, Checkup, Finding } from './checkup.ts';
import { channelChecks } from './doctor-channels.ts';
import { keysCheck } from './doctor-keys.ts';
import { peopleChecks } from './doctor-people.ts';
import { SCOPES } from './scopes.ts';
import { counted } from './views/lines.ts';

/** What the checks need of the bot. */
type Examined = Parameters<typeof channelChecks>[0] &
  Parameters<typeof keysCheck>[0] &
  Parameters<typeof peopleChecks>[0] &
  Pick<Bot, 'checkup'> & { readonly world: Pick<World, 'calendar' | 'clock'> };

/** `here`: the channel where it was asked, unless that is a direct message. */
export function checksOf(bot: Examined, here: string | undefined): readonly Check[] {
  return [
    { about: 'Bot token and scopes', look: () => scopes(bot) },
    { about: 'Connection to Slack', look: () => connections(bot) },
    ...channelChecks(bot, here),
    ...peopleChecks(bot, here),
    ...bot.checkup.ocps.map(({ name, probe }) => ({ about: `OCP ${name}`, look: () => ocp(probe) })),
    { about: 'Data directory', look: () => store(bot) },
    keysCheck(bot),
    { about: 'Off-peak hours', look: () => windows(bot) },
  ];
}

/** Slack names the scopes of a token in a header of every answer. */
async function scopes({ clients }: Examined): Promise<Finding> {
  const answer = await clients.interactive.auth.test();
  const granted = answer.response_metadata?.scopes;
  if (granted === undefined)
    return {
      mark: 'unsure',
      says: 'Slack takes the token and does not say its scopes, so they could not be checked. Compare them with manifest.yml at api.slack.com/apps, OAuth & Permissions.',
    };
  const missing = Object.keys(SCOPES).filter((scope) => !granted.includes(scope));
  if (missing.length === 0)
    return { mark: 'ok', says: `all ${Object.keys(SCOPES).length} scopes are granted.` };
  const needed = missing.map((scope) => `${scope} (to ${SCOPES[scope]})`).join(', ');
  return { mark: 'wrong', says: `missing: ${needed}. Install the app again from manifest.yml.` };
}

function connections({ checkup }: Examined): Finding {
  const count = checkup.connections();
  return count > 0
    ? { mark: 'ok', says: `${counted(count, 'way')} open.` }
    : { mark: 'wrong', says: 'none stands; it is tried again all the time. Check the network.' };
}

async function ocp(probe: Checkup['ocps'][number]['probe']): Promise<Finding> {
  const found = await probe();
  if ('fault' in found) return { mark: 'wrong', says: found.fault };
  return 'doubt' in found ? { mark: 'unsure', says: found.doubt } : { mark: 'ok', says: found.says };
}

async function store({ checkup }: Examined): Promise<Finding> {
  await checkup.probeStore();
  return { mark: 'ok', says: 'it can be written.' };
}

function windows({ world }: Examined): Finding {
  const { calendar, clock } = world;
  const now = clock.now();
  const until = frozenUntil(calendar, now);
  const frozen =
    until === undefined
      ? ''
      : ` A freeze period lasts until ${timeIn(calendar.timezone, until)} (${calendar.timezone}).`;
  if (calendar.offPeak === undefined)
    return { mark: 'ok', says: `none are configured (MOVEOUT_OFF_PEAK); every hour counts alike.${frozen}` };
  const next = nextWindow(calendar, now);
  if (next === undefined)
    return {
      mark: 'wrong',
      says: 'the freeze periods (MOVEOUT_FREEZE) leave no window within a year. Correct them.',
    };
  const words = next.from <= now ? 'open now, from' : 'next from';
  return {
    mark: 'ok',
    says: `${calendar.offPeak.text}; ${words} ${describeWindow(calendar.offPeak, next)}.${frozen}`,
  };
}
