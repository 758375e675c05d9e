import { isTokenFault, isTokenRefusal, platformError } from './slack-error.ts';

/** While the token stays as it is, the line comes again this often. */
const REPEAT_MS = 3_600_000;

/**
 * Says in one error line that Slack does not take a token any more and what to do, however many calls it refuses; again after
 * an hour. Gives whether the error is of that kind, so that nobody logs it a second time.
 */
export function createTokenWatch(
  log: { error(message: string): void },
  setting: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
  now: () => number = Date.now,
): (error: unknown) => boolean {
  let saidAt: number | undefined;
  return (error) => {
    if (!isTokenFault(error)) return false;
    if (saidAt !== undefined && now() - saidAt < REPEAT_MS) return true;
    saidAt = now();
    log.error(`Slack does not take ${setting} any more (${platformError(error)}). ${WHAT_TO_DO[setting]}`);
    return true;
  };
}

const WHAT_TO_DO = {
  SLACK_BOT_TOKEN:
    'Nobody is told anything and nobody can act until it does; a move-out that OCP has goes on there, and none is submitted before its credential file is delivered. ' +
    'Install the app in the workspace again, copy the Bot User OAuth Token under OAuth & Permissions, and start Moveout with it: what was not told is told then.',
  SLACK_APP_TOKEN:
    'No command and no click arrives until it does; runs go on and are told. ' +
    'Copy an App-Level Token with the scope connections:write under Basic Information, and start Moveout with it.',
} as const;

/** Whether Slack took the bot's token when it was last used; for whoever watches over the process. */
export interface TokenHealth {
  /** Is told how every call to Slack ended: `ok`, or Slack's name of a refusal, or that there was no answer. */
  called(result: string): void;
  /** A sentence that says why, and what to do; undefined while Slack takes it. */
  fault(): string | undefined;
}

export function createTokenHealth(): TokenHealth {
  let refusal: string | undefined;
  return {
    called: (result) => {
      if (isTokenRefusal(result)) refusal = result;
      if (result === 'ok') refusal = undefined;
    },
    fault: () =>
      refusal && `Slack does not take SLACK_BOT_TOKEN any more (${refusal}). ${WHAT_TO_DO.SLACK_BOT_TOKEN}`,
  };
}
