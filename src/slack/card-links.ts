import type { WebClient } from '@slack/web-api';
import type { Cursor } from '../workflow/ports.ts';

export interface CardLinks {
  /** The permalink of a request's card, also of one that was deleted since it was first asked for; undefined while Slack does not tell. */
  of(id: string, card: NonNullable<Cursor['card']>): Promise<string | undefined>;
}

/** More than are open at any time; of an older one Slack is asked again. */
const MOST_KEPT = 1_000;

/** Asks Slack once for each card: `/moveout status` shows the links of all open requests, and Slack limits how often it is asked. */
export function createCardLinks(client: WebClient): CardLinks {
  const kept = new Map<string, { readonly ts: string; readonly url: string }>();

  async function of(id: string, { channel, ts }: NonNullable<Cursor['card']>): Promise<string | undefined> {
    const known = kept.get(id);
    if (known?.ts === ts) return known.url;
    try {
      const { permalink: url } = await client.chat.getPermalink({ channel, message_ts: ts });
      if (url !== undefined) keep(id, { ts, url });
      return url;
    } catch {
      return undefined; // a link is a convenience; the message goes out without it
    }
  }

  function keep(id: string, link: { readonly ts: string; readonly url: string }): void {
    kept.delete(id);
    kept.set(id, link);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  return { of };
}
