import type { JsonObject } from './page/protocol.ts';

/** A refusal in Slack's words: it becomes `{ ok: false, error, ...more }` with HTTP 200. */
export class Refusal {
  readonly error: string;
  readonly more: JsonObject;

  constructor(error: string, more: JsonObject = {}) {
    this.error = error;
    this.more = more;
  }

  /** The body of the answer. */
  body(): JsonObject {
    return { ok: false, error: this.error, ...this.more };
  }
}

/** What a Web API method gives back: the fields beside `ok: true`, or a refusal. */
export type Answer = JsonObject | Refusal;

/** The messages of `response_metadata`, if a refusal has any. */
export function messagesOf(refusal: Refusal): string[] {
  const { response_metadata: meta } = refusal.more;
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return [];
  return Array.isArray(meta.messages) ? meta.messages.filter((text) => typeof text === 'string') : [];
}
