import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** Slack's own name of a refusal (`not_in_channel`, `message_not_found`, ...); undefined for any other fault. */
export function platformError(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** The seconds Slack asks to wait, when it asks. */
export function retryAfter(error: unknown): number | undefined {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter : undefined;
}

/** Refusals of Slack's that may pass by themselves. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];

/** Refusals of Slack's that are about the token and not about the call. */
const OF_THE_TOKEN = [
  'token_revoked',
  'token_expired',
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'access_denied',
  'team_access_not_granted',
];

/** Whether Slack does not take the token: whatever is asked, it waits for another one. */
export function isTokenFault(error: unknown): boolean {
  return isTokenRefusal(platformError(error) ?? '');
}

/** Whether Slack's name of a refusal is about the token. */
export function isTokenRefusal(name: string): boolean {
  return OF_THE_TOKEN.includes(name);
}

/** Whether Slack cannot be reached at all, or takes no token; also behind a sentence of ours. */
export function isAway(error: unknown): boolean {
  if (isTokenFault(error)) return true;
  if (error instanceof WebAPIRequestError) return true;
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500;
  return error instanceof Error && error.cause !== undefined && isAway(error.cause);
}

/** Whether Slack refused this call for good, so that trying it again as it is will not help. */
export function isRefusal(error: unknown): boolean {
  const name = platformError(error);
  return name !== undefined && !PASSING.includes(name) && !isTokenFault(error);
}

/** Whether the call may have been done although no good answer came. */
export function isLost(error: unknown): boolean {
  if (error instanceof WebAPIPlatformError) return PASSING.includes(error.data.error);
  return (
    !(error instanceof WebAPIRateLimitedError) &&
    !(error instanceof WebAPIHTTPError && error.statusCode < 500)
  );
}
