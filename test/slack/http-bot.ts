/** A Bolt app behind our HTTP receiver, and requests to it as Slack would send them, or somebody else. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { App } from '@slack/bolt';
import { createLog } from '../../src/log.ts';
import { createBoltLogger } from '../../src/slack/bolt-logger.ts';
import { createHttpReceiver, type HttpAccess } from '../../src/slack/http-receiver.ts';

export const SECRET = '0123456789abcdef0123456789abcdef';
export const COMMAND = 'command=%2Ftry&text=a+b&user_id=U0ADA&channel_id=C0ONCALL&team_id=T0LOCAL';
const FORM = 'application/x-www-form-urlencoded';

export interface HttpBot {
  readonly app: App;
  readonly port: number;
  /** The texts of the commands that the app took. */
  readonly taken: string[];
  readonly log: readonly string[];
  readonly stop: () => Promise<unknown>;
}

/** Starts an app that takes the command `/try`. */
export async function startHttpBot(access: Partial<HttpAccess> = {}): Promise<HttpBot> {
  const log: string[] = [];
  const lines = createLog('info', (line) => log.push(line));
  const receiver = createHttpReceiver({
    signingSecret: SECRET,
    port: 0,
    host: '127.0.0.1',
    log: lines,
    ...access,
  });
  const authorize = async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' });
  const app = new App({ receiver, logger: createBoltLogger(lines), authorize });
  const taken: string[] = [];
  app.command('/try', async ({ ack, command }) => {
    taken.push(command.text);
    await ack(`You typed ${command.text}.`);
  });
  await app.start();
  const port = Number(/"port":(\d+)/.exec(log.join(''))?.[1]);
  return { app, port, taken, log, stop: () => app.stop() };
}

/** The headers with which Slack signs a body at a time, in seconds. */
export function signed(body: string, seconds = Math.floor(Date.now() / 1_000), secret = SECRET) {
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    'content-type': FORM,
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${hash}`,
  };
}

export interface Sent {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: string;
  readonly agent?: Agent;
}

/** Sends a request, by default a command that Slack signed now; undefined headers and body are those of that command. */
export async function send(
  port: number,
  { body = COMMAND, headers = signed(body), method = 'POST', path = '/slack/events', agent }: Sent = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: agent ?? false });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  return { status: answer.statusCode, body: await text(answer) };
}
