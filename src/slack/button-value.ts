import { REQUEST_ID } from '../domain/events.ts';
import type { Request } from '../domain/request.ts';

/** What a button of ours says about the request it belongs to. */
export interface ButtonValue {
  readonly id: string;
  /** Of what the person's card showed; a vote is void when it differs. */
  readonly fingerprint: string;
}

const FINGERPRINT = /^[\w-]{1,128}$/;

/** The value of every button that acts on a request: `<request id>|<fingerprint>`. */
export function buttonValue(request: Request): string {
  return `${request.id}|${request.terms.fingerprint}`;
}

/** Reads a button's value as it comes back from Slack; undefined when we cannot have written it. */
export function parseButtonValue(value: unknown): ButtonValue | undefined {
  if (typeof value !== 'string') return undefined;
  const [id = '', fingerprint = '', ...more] = value.split('|');
  if (more.length > 0 || !REQUEST_ID.test(id) || !FINGERPRINT.test(fingerprint)) return undefined;
  return { id, fingerprint };
}
