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
import { peopleOf } from './state/people.ts';
import { ResponseUrls } from './state/response-urls.ts';
import { Triggers } from './state/triggers.ts';
import { Usergroups } from './state/usergroups.ts';
import { Views } from './state/views.ts';
import { CallLog } from './web-api/call-log.ts';
import { Faults } from './web-api/faults.ts';
import { RateLimits } from './web-api/rate-limits.ts';
import type { WorkspaceSeed } from './workspace-seed.ts';
import type { World } from './world.ts';

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
