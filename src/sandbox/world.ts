import type { AppManifest } from './app-manifest.ts';
import type { Requests } from './delivery/requests.ts';
import type { Sockets } from './delivery/sockets.ts';
import type { EventStreams } from './http/event-streams.ts';
import type { Channels } from './state/channels.ts';
import type { Files } from './state/files.ts';
import type { Timestamps } from './state/ids.ts';
import type { Messages } from './state/messages.ts';
import type { Person } from './state/people.ts';
import type { ResponseUrls } from './state/response-urls.ts';
import type { Triggers } from './state/triggers.ts';
import type { Usergroups } from './state/usergroups.ts';
import type { Views } from './state/views.ts';
import type { CallLog } from './web-api/call-log.ts';
import type { Faults } from './web-api/faults.ts';
import type { RateLimits } from './web-api/rate-limits.ts';
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
