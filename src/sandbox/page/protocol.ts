/**
 * What the page (or a test that plays a person) and the local Slack say to each other, over HTTP on loopback.
 *
 * Every call carries the acting person as `as` (a user id); the local Slack has no passwords. Timestamps (`ts`) are
 * Slack's: seconds since the epoch with six digits, unique in a channel. All bodies and answers are JSON.
 *
 * | call | body | answer |
 * | --- | --- | --- |
 * | `GET /local/workspace?as=U` | | {@link Workspace} as that person sees it; without `as`, as the first person of it |
 * | `GET /local/history?as=U&channel=C` | | `{ messages: ShownMessage[] }`, oldest first, replies and the person's ephemeral messages included |
 * | `GET /local/events?as=U` | | server-sent events, each `data:` one {@link LocalEvent} |
 * | `POST /local/command` | `{ as, channel, text }` (`text` begins with `/`) | {@link ActOutcome} |
 * | `POST /local/click` | {@link ClickCall} | {@link ActOutcome} |
 * | `POST /local/submit` | `{ as, view_id, values }` ({@link StateValues}) | {@link SubmitOutcome} |
 * | `POST /local/close` | `{ as, view_id, cleared? }` | {@link ActOutcome} |
 * | `POST /local/suggest` | `{ as, container, action_id, block_id, value }` | `{ ok, options?, option_groups?, error? }` |
 * | `POST /local/post` | `{ as, channel, text, thread_ts? }` | {@link ActOutcome}: a person's own plain message |
 * | `POST /local/open-app` | `{ as, tab: 'home' \| 'messages' }` | {@link ActOutcome}: the person opens a tab of the app, of which the bot is told if it subscribes to `app_home_opened` |
 * | `GET /local/files/{id}?as=U` | | the bytes, as a download |
 * | `GET /local/log` | | `{ calls: LoggedCall[], acks: JsonObject[] }`: every Web API call with its outcome, so that a test can say "nothing was refused", and what the bot acknowledged with |
 * | `POST /local/faults` | {@link Fault} | `{ ok: true }` |
 * | `POST /local/clear-faults` | `{}` | `{ ok: true }`: no fault waits any more |
 * | `POST /local/socket-refresh` | `{ reason?: 'refresh_requested' \| 'warning' \| 'cut', which?: 'all' \| 'next' }` | `{ ok: true, sockets: number }` |
 * | `POST /local/delete-message` | `{ channel, ts }` | `{ ok: boolean }`: as if somebody with the right deleted it |
 * | `POST /local/membership` | `{ channel, user, member: boolean }` | `{ ok: true }`: invite or remove a person or the bot |
 * | `POST /local/usergroup` | `{ usergroup, users?, disabled? }` | `{ ok: true }`: the members of a usergroup are changed (never to none), or it is disabled |
 * | `POST /local/manifest` | `{ text }` | `{ ok: true }`: the app's manifest.yml is changed |
 * | `POST /local/archive` | `{ channel, archived: boolean }` | `{ ok: true }`: archive a channel, or unarchive it |
 * | `POST /local/app` | {@link AppStanding} | `{ ok: true }`: what the workspace lets the app do from now on |
 *
 * A call that the local Slack cannot read is answered 400 with `{ ok: false, error: <sentence> }`.
 */

/** A Block Kit object as Slack stores it; the page renders what it knows and names what it does not. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type JsonObject = { [key: string]: Json | undefined };

export interface LocalPerson {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly title: string;
  readonly kind: 'member' | 'guest' | 'deleted' | 'stranger' | 'bot';
  /** The other workspace that a stranger belongs to. */
  readonly organisation?: string;
}

export interface LocalUsergroup {
  readonly id: string;
  /** Without `@`. */
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly disabled: boolean;
}

export interface LocalChannel {
  readonly id: string;
  /** Without `#`. For a direct message: the other person's name. */
  readonly name: string;
  readonly kind: 'channel' | 'private' | 'im';
  readonly topic: string;
  readonly members: readonly string[];
  readonly archived: boolean;
  /** Shared with another organisation (Slack Connect). */
  readonly shared: boolean;
}

export interface LocalCommand {
  readonly command: string;
  readonly description: string;
  readonly usage_hint: string;
}

/** Everything the page needs to draw its frame for one person. Only channels that the person is in, and public ones. */
export interface Workspace {
  readonly team: { readonly id: string; readonly name: string };
  readonly me: LocalPerson;
  readonly bot: LocalPerson;
  /** Those whom the page can switch to. */
  readonly people: readonly LocalPerson[];
  readonly channels: readonly LocalChannel[];
  readonly usergroups: readonly LocalUsergroup[];
  readonly commands: readonly LocalCommand[];
  /** Whether a bot is connected over Socket Mode now, or, without Socket Mode, has a URL. */
  readonly bot_connected: boolean;
  /** Modals that are open for this person, bottom first. */
  readonly views: readonly ShownView[];
  /** Whether the app has a home tab. */
  readonly home_tab: boolean;
  /** What the app has published on this person's home tab; absent before it did. */
  readonly home?: ShownView;
}

export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly files?: readonly ShownFile[];
  readonly edited?: boolean;
  /** Seen by this person only; gone when the page is loaded again, like Slack's. */
  readonly ephemeral?: boolean;
  readonly reply_count?: number;
  readonly metadata?: JsonObject;
}

export interface ShownView {
  readonly id: string;
  readonly hash: string;
  readonly type: 'modal' | 'home';
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
  readonly blocks: readonly JsonObject[];
  /** Filled by the bot, never shown; here so that a test can search it. */
  readonly private_metadata: string;
}

export type LocalEvent =
  | { readonly kind: 'message'; readonly message: ShownMessage }
  | { readonly kind: 'message_changed'; readonly message: ShownMessage }
  | { readonly kind: 'message_deleted'; readonly channel: string; readonly ts: string }
  /** The whole stack of modals of this person, bottom first; an empty list closes the modal. */
  | { readonly kind: 'views'; readonly views: readonly ShownView[] }
  /** What the home tab of this person shows now. */
  | { readonly kind: 'home'; readonly view: ShownView }
  | { readonly kind: 'bot'; readonly connected: boolean }
  | { readonly kind: 'workspace' };

/** Slack's `view.state.values`: block_id, then action_id, then the element's state. */
export type StateValues = { readonly [block_id: string]: { readonly [action_id: string]: JsonObject } };

export type Container =
  | { readonly kind: 'message'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'view'; readonly view_id: string };

export interface ClickCall {
  readonly as: string;
  readonly container: Container;
  readonly block_id: string;
  readonly action_id: string;
  /** What the element adds to the action: `{ selected_options: [...] }`, `{ selected_option: {...} }`, ...; nothing for a button. */
  readonly state?: JsonObject;
  /** The whole state of the view or message as the person has filled it. */
  readonly values?: StateValues;
}

/**
 * What the acting person sees at once. `ack_ms` is the time until the bot acknowledged; `error` is the sentence of Slack when
 * it did not (`operation_timeout`, `dispatch_failed` when no bot is connected, `invalid_command`, `http_client_error` and
 * `http_service_error` when a URL of the bot answered with another status than 200).
 */
export interface ActOutcome {
  readonly ok: boolean;
  readonly ack_ms?: number;
  readonly error?: string;
}

export interface SubmitOutcome extends ActOutcome {
  /** Field errors of `response_action: errors`, by block_id. The modal stays open. */
  readonly errors?: { readonly [block_id: string]: string };
}

/** What the workspace lets the app do; what is absent stays as it is. */
export interface AppStanding {
  /** `valid`, or the error with which every call with that token is refused: `token_revoked`, `account_inactive`, ... */
  readonly bot_token?: string;
  readonly app_token?: string;
  /** Whether files may be uploaded; if not: `file_uploads_disabled`. */
  readonly uploads?: boolean;
  /** Whether the plan of the workspace has usergroups; if not: `plan_upgrade_required`. */
  readonly usergroups?: boolean;
}

/**
 * A fault for the next `times` (default 1) calls of a Web API `method`, or with `for_ms` for every call of it during that time.
 * `fail`: answers `{ok: false, error}`; with `echo` it repeats the arguments of the call in its messages. `http`: answers with that HTTP status. `rate_limit`: 429 with Retry-After in seconds.
 * `delay`: does it after `ms`. `lose_answer`: does it, then cuts the connection. `cut`: cuts the connection without doing it.
 */
export type Fault = {
  readonly method: string;
  readonly times?: number;
  readonly for_ms?: number;
  readonly channel?: string;
} & (
  | { readonly kind: 'fail'; readonly error: string; readonly echo?: boolean }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'rate_limit'; readonly retry_after: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'lose_answer' }
  | { readonly kind: 'cut' }
);

export interface LoggedCall {
  readonly at: number;
  readonly method: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly messages?: readonly string[];
  readonly args: JsonObject;
}
