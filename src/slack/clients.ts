import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@slack/logger';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { platformError, retryAfter } from './slack-error.ts';

export interface SlackClients {
  /** For what a person waits for: short time limit, never queued behind progress, a rate limit is an error at once. */
  readonly interactive: WebClient;
  /** For what is read of people and channels once the click is acknowledged: as `interactive`, but a short rate limit is waited out. */
  readonly patient: WebClient;
  /** For the card, the thread and files. A call is never repeated by the client: an answer that was lost is looked for. */
  readonly background: WebClient;
}

export interface SlackAccess {
  readonly botToken: string;
  /** Another server that speaks Slack's Web API; unset for Slack itself. */
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  /** Is told of every call: the method, `ok` or why not in a word, and how long it took. */
  readonly called?: ((method: string, result: string, seconds: number) => void) | undefined;
}

const INTERACTIVE_TIMEOUT_MS = 5_000;
const BACKGROUND_TIMEOUT_MS = 20_000;
/** So long, in all, a call of the patient client waits at Slack's wish; Slack asks in seconds. */
const PATIENCE_MS = 8_000;

export function createClients(access: SlackAccess): SlackClients {
  return {
    interactive: new SeenClient(access, INTERACTIVE_TIMEOUT_MS),
    patient: new PatientClient(access, INTERACTIVE_TIMEOUT_MS),
    background: new SeenClient(access, BACKGROUND_TIMEOUT_MS),
  };
}

/** Every method of the SDK's client ends in `apiCall`. */
class SeenClient extends WebClient {
  readonly #called: SlackAccess['called'];

  constructor(access: SlackAccess, timeout: number) {
    super(access.botToken, options(access, timeout));
    this.#called = access.called;
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>) {
    const begun = performance.now();
    const seen = (result: string) => this.#called?.(call[0], result, (performance.now() - begun) / 1_000);
    try {
      const answer = await super.apiCall(...call);
      seen('ok');
      return answer;
    } catch (error) {
      seen(platformError(error) ?? (retryAfter(error) === undefined ? 'no answer' : 'rate limited'));
      throw error;
    }
  }
}

/**
 * Waits as long as Slack asks and calls again, while that ends within its patience; the rate limit is the error then. Who asks for the same while it is
 * waited for gets the answer of one call, which none of them has before it is asked for: it is no older than an answer of their own. Else all who wait would ask at the
 * same moment, and be refused again.
 */
class PatientClient extends SeenClient {
  /** By method: until when Slack wants no more of it, by this process's steady clock. */
  readonly #heldUntil = new Map<string, number>();
  /** By method and arguments: the calls that wait to be sent. */
  readonly #waiting = new Map<string, ReturnType<WebClient['apiCall']>>();

  override async apiCall(...call: Parameters<WebClient['apiCall']>) {
    const [method] = call;
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.#inTurn(call, deadline);
      } catch (error) {
        const until = performance.now() + (retryAfter(error) ?? Number.POSITIVE_INFINITY) * 1_000;
        if (until > deadline) throw error;
        this.#heldUntil.set(method, Math.max(until, this.#heldUntil.get(method) ?? 0));
      }
    }
  }

  #inTurn(call: Parameters<WebClient['apiCall']>, deadline: number): ReturnType<WebClient['apiCall']> {
    const now = performance.now();
    const until = this.#heldUntil.get(call[0]) ?? now;
    if (until <= now || until > deadline) return super.apiCall(...call);
    const key = JSON.stringify(call);
    const shared = this.#waiting.get(key) ?? this.#later(call, key, until - now);
    this.#waiting.set(key, shared);
    return shared;
  }

  async #later(call: Parameters<WebClient['apiCall']>, key: string, ms: number) {
    await setTimeout(ms);
    this.#waiting.delete(key);
    return super.apiCall(...call);
  }
}

/** A new object for each client: Bolt and the SDK write into the one they get. */
export function options(
  { apiUrl, logger }: Pick<SlackAccess, 'apiUrl' | 'logger'>,
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
