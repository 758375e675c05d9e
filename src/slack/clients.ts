import type { Logger } from '@slack/logger';
import { WebClient, type WebClientOptions } from '@slack/web-api';

export interface SlackClients {
  /** For what a person waits for: short time limit, never queued behind progress, a rate limit is an error at once. */
  readonly interactive: WebClient;
  /** For the card, the thread and files. A call is never repeated by the client: an answer that was lost is looked for. */
  readonly background: WebClient;
}

export interface SlackAccess {
  readonly botToken: string;
  /** Another server that speaks Slack's Web API; unset for Slack itself. */
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
}

const INTERACTIVE_TIMEOUT_MS = 5_000;
const BACKGROUND_TIMEOUT_MS = 20_000;

export function createClients(access: SlackAccess): SlackClients {
  return {
    interactive: new WebClient(access.botToken, options(access, INTERACTIVE_TIMEOUT_MS)),
    background: new WebClient(access.botToken, options(access, BACKGROUND_TIMEOUT_MS)),
  };
}

/** A new object for each client: Bolt and the SDK write into the one they get. */
export function options(
  { apiUrl, logger }: Omit<SlackAccess, 'botToken'>,
  timeout: number,
): WebClientOptions {
  return {
    logger,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
}
