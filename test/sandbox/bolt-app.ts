import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { LocalSlack } from '../../src/sandbox/local-slack.ts';

/** A real Bolt app on Socket Mode that talks to a local Slack. Start it with `start()`, end it with `stop()`. */
export function boltApp(slack: LocalSlack, { clientPingTimeout = 5_000 } = {}): App {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  return new App({
    token: slack.botToken,
    receiver,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 20 } },
  });
}
