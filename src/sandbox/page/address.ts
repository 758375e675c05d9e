/** Where the page stands, as the address line has it: it can be reloaded, bookmarked and opened in a second tab. */
export interface Address {
  readonly as: string | undefined;
  /** The tab of the app that is open in place of a channel. */
  readonly app?: 'home' | undefined;
  readonly channel: string | undefined;
  readonly thread: string | undefined;
  /** The message that a link leads to; only read, as it is a place for a moment. */
  readonly message?: string | undefined;
}

/** Reads an address such as `?as=U0GRACE&channel=C0ONCALL&thread=1.2`. */
export function readAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const read = (name: string) => query.get(name) || undefined;
  const app = read('app') === 'home' ? ({ app: 'home' } as const) : {};
  return {
    as: read('as'),
    ...app,
    channel: read('channel'),
    thread: read('thread'),
    message: read('message'),
  };
}

/** The address as the part of a URL behind the path. */
export function writeAddress({ as, app, channel, thread }: Address): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ as, app, channel, thread }))
    if (value !== undefined) query.set(name, value);
  return `?${query.toString()}`;
}
