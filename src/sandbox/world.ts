import { randomBytes } from 'node:crypto';
import type { AppManifest } from './app-manifest.ts';
import { Requests } from './delivery/requests.ts';
import { Sockets } from './delivery/sockets.ts';
import { EventStreams } from './http/event-streams.ts';
import { LIMITS } from './limits.ts';
import type { LocalEvent } from './page/protocol.ts';
import { tellOfHome, tellOfMessage, tellOfViews } from './present/news.ts';
import { Channels } from './state/channels.ts';
import { Files } from './state/files.ts';
import { randomId, Timestamps } from './state/ids.ts';
import { Messages } from './state/messages.ts';
import { type Person, peopleOf } from './state/people.ts';
import { ResponseUrls } from './state/response-urls.ts';
import { Triggers } from './state/triggers.ts';
import { Usergroups } from './state/usergroups.ts';
import { Views } from './state/views.ts';
import { CallLog } from './web-api/call-log.ts';
import { Faults } from './web-api/faults.ts';
import { RateLimits } from './web-api/rate-limits.ts';
import type { WorkspaceSeed } from './workspace-seed.ts';

/** Everything that the local Slack knows while it runs. In memory only. */
export interface World {
  readonly seed: WorkspaceSeed;
  /** As the app is configured now. */
  manifest: AppManifest;
  readonly botToken: string;
  readonly appToken: string;
  /** With which requests to the bot's URLs are signed. */
  readonly signingSecret: string;
  /** The old verification token of payloads. */
  readonly verification: string;
  readonly now: () => number;
  /** The page, for example `http://127.0.0.1:4000/`. Known once the server listens. */
  url: string;
  readonly timestamps: Timestamps;
  readonly people: ReadonlyMap<string, Person>;
  readonly channels: Channels;
  readonly usergroups: Usergroups;
  readonly messages: Messages;
  readonly views: Views;
  readonly files: Files;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly sockets: Sockets;
  readonly requests: Requests;
  readonly events: EventStreams;
  readonly log: CallLog;
  readonly faults: Faults;
  /** Absent: any number of calls is taken. */
  readonly rateLimits: RateLimits | undefined;
  /** What the workspace lets the app do now. */
  standing: {
    /** `valid`, or the error with which every call with that token is refused. */
    readonly bot: string;
    readonly app: string;
    readonly uploads: boolean;
    /** Whether the plan of the workspace has usergroups. */
    readonly usergroups: boolean;
  };
}

/** What a new world is made of. `now` gives milliseconds; `ackMs` is how long the bot may take to acknowledge. */
export interface WorldOptions {
  readonly seed: WorkspaceSeed;
  readonly manifest: AppManifest;
  readonly now?: () => number;
  readonly ackMs?: number;
  /** Refuses calls beyond Slack's rates; `minuteMs` is how long a minute of them is. */
  readonly rateLimits?: { readonly minuteMs: number } | undefined;
}

/** A world as it is before anything happens. */
export function createWorld(options: WorldOptions): World {
  const { seed, manifest, now = Date.now, ackMs = LIMITS.ackMs, rateLimits } = options;
  const timestamps = new Timestamps(now);
  const signingSecret = randomBytes(16).toString('hex');
  const events = new EventStreams();
  const everybody = (event: LocalEvent): void => events.send(event, () => true);
  const world: World = {
    seed,
    manifest,
    botToken: `xoxb-local-${randomId(16)}`,
    appToken: `xapp-1-local-${randomId(16)}`,
    signingSecret,
    verification: randomId(16),
    now,
    url: '',
    timestamps,
    people: peopleOf(seed),
    channels: new Channels(seed.channels),
    usergroups: new Usergroups(seed.usergroups ?? []),
    messages: new Messages(timestamps, (kind, message) => tellOfMessage(world, kind, message)),
    views: new Views(
      timestamps,
      (user) => tellOfViews(world, user),
      (user) => tellOfHome(world, user),
    ),
    files: new Files(now),
    triggers: new Triggers(now),
    responseUrls: new ResponseUrls(now),
    sockets: new Sockets({
      appId: seed.bot.appId,
      ackMs,
      now,
      changed: (connected) => everybody({ kind: 'bot', connected }),
      acked: (payload) => world.log.addAck(payload),
    }),
    requests: new Requests({ urls: () => world.manifest.requestUrls, signingSecret, ackMs, now }),
    events,
    log: new CallLog(now),
    faults: new Faults(now),
    rateLimits: rateLimits && new RateLimits(now, rateLimits.minuteMs),
    standing: { bot: 'valid', app: 'valid', uploads: true, usergroups: true },
  };
  return world;
}
