/** How Slack is reached: the bot token, with an app token for Socket Mode or a signing secret for HTTP. */
import { z } from 'zod';
import type { SlackLink } from '../slack/receiver.ts';
import { type EnvironmentFault, wholeNumber } from './environment.ts';

const SIGNING_SECRET =
  'must be the Signing Secret (letters and digits), from the page "Basic Information" of the app at api.slack.com/apps';
const HOST = 'must be an address to listen on, such as 127.0.0.1 or 0.0.0.0';

export const linkVariables = {
  SLACK_BOT_TOKEN: token('xoxb-', 'Bot User OAuth Token', 'OAuth & Permissions').optional(),
  SLACK_APP_TOKEN: token('xapp-', 'App-Level Token', 'Basic Information').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9]{16,128}$/, SIGNING_SECRET)
    .optional(),
  PORT: wholeNumber(0, 65_535).optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, HOST)
    .default('127.0.0.1'),
};
const schema = z.object(linkVariables);

/** The link to a workspace; undefined without tokens, for the local Slack. */
export function linkOf(read: z.infer<typeof schema>): { botToken: string; link: SlackLink } | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, PORT: port, HOST: host } = read;
  if (botToken === undefined) return undefined;
  if (appToken !== undefined) return { botToken, link: { appToken } };
  const { SLACK_SIGNING_SECRET: signingSecret } = read;
  if (signingSecret === undefined || port === undefined) return undefined;
  return { botToken, link: { signingSecret, port, host } };
}

/** What must be set together, and what must not: nothing at all, or one whole way to reach Slack. */
export function linkFaults(set: Readonly<Record<string, string>>): EnvironmentFault[] {
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret, PORT: port } = set;
  const present = app === undefined ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
  const wrong = (name: string, fault: string, is: boolean) => (is ? [{ name, fault }] : []);
  return [
    ...wrong(
      'SLACK_SIGNING_SECRET',
      'is for HTTP, and SLACK_APP_TOKEN for Socket Mode; set one of the two',
      app !== undefined && secret !== undefined,
    ),
    ...wrong(
      'SLACK_BOT_TOKEN',
      `is missing while ${present} is set; set both for a workspace, or neither for the local Slack`,
      bot === undefined && (app !== undefined || secret !== undefined),
    ),
    ...wrong(
      'SLACK_APP_TOKEN',
      'is missing while SLACK_BOT_TOKEN is set; set it for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP, or none of them for the local Slack',
      bot !== undefined && app === undefined && secret === undefined,
    ),
    ...wrong(
      'PORT',
      'is missing while SLACK_SIGNING_SECRET is set; set the port on which the requests of Slack arrive',
      secret !== undefined && port === undefined,
    ),
    ...wrong(
      'PORT',
      'is for HTTP, and SLACK_SIGNING_SECRET is not set; set both, or unset it',
      secret === undefined && port !== undefined,
    ),
  ];
}

function token(prefix: string, label: string, page: string) {
  const message = `must be the ${label} (${prefix}...), from the page "${page}" of the app at api.slack.com/apps`;
  return z
    .string()
    .refine((text) => text.startsWith(prefix) && /^[\w-]+$/.test(text.slice(prefix.length)), message);
}
