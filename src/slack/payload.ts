/**
 * What Slack sends, checked before Bolt or a listener of ours reads any of it. A payload comes from outside, so its shape is as
 * little trusted as its values: of one that could be Moveout's only the fields named here go on, and any other is refused.
 */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { isThisMachine } from './this-machine.ts';
import { ACTION } from './views/card-buttons.ts';
import { CHANGE_START } from './views/change-start-view.ts';
import { REQUEST_PRIMARY } from './views/end-message.ts';
import { CHOOSE_ALL, CHOOSE_NONE } from './views/host-blocks.ts';
import { GIVE_KEY } from './views/key-view.ts';
import { MOVE_OUT } from './views/move-out-view.ts';
import { TRY_AGAIN } from './views/notice-view.ts';
import { PICK_CLUSTER } from './views/picker-view.ts';
import { REJECT } from './views/reject-view.ts';
import { SKIP } from './views/skip-view.ts';
import { SHOW_LOG } from './views/subtask-blocks.ts';
import { REFRESH } from './views/task-view.ts';
import { viewStateSchema } from './views/view-state.ts';

/** The command that manifest.yml declares. */
export const COMMAND = '/moveout';

/** The events that manifest.yml subscribes to. */
export const EVENTS = { home: 'app_home_opened', mention: 'app_mention' } as const;

/** The longest command that is read; Slack's own composer takes about half of it. */
const COMMAND_LIMIT = 8_000;
/** The longest text that Slack searches a menu with is far shorter. */
const QUERY_LIMIT = 1_000;

const text = z.string().max(LIMITS.id);
const personId = z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
const channelId = z.string().regex(/^[A-Z][A-Z0-9]{1,30}$/);
const viewId = z.string().regex(/^V[A-Z0-9]{1,30}$/);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);
const user = z.object({ id: personId });
const trigger = z.string().max(1_000);

const command = z.object({
  command: z.literal(COMMAND),
  user_id: personId,
  channel_id: channelId,
  channel_name: text,
  text: z.string().max(COMMAND_LIMIT).default(''),
  trigger_id: trigger,
  response_url: z.string().max(LIMITS.inputLength).refine(isAnswerable),
});

const view = z.object({
  type: z.enum(['modal', 'home']).default('modal'),
  id: viewId,
  callback_id: text,
  private_metadata: z.string().max(LIMITS.privateMetadata * 2),
  state: z.object({ values: viewStateSchema }).default({ values: {} }),
});

const container = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    message_ts: ts,
    channel_id: channelId,
    is_ephemeral: z.boolean().default(false),
  }),
  z.object({ type: z.literal('view'), view_id: viewId }),
]);

/** Everything that can be clicked. */
export const CLICKS = [
  ...Object.values(ACTION),
  REFRESH,
  SHOW_LOG,
  PICK_CLUSTER,
  TRY_AGAIN,
  REQUEST_PRIMARY,
  CHOOSE_ALL,
  CHOOSE_NONE,
];

/** Every form that can be submitted. */
export const FORMS = [MOVE_OUT, REJECT, SKIP, GIVE_KEY, CHANGE_START] as const;

const action = z.object({
  type: text,
  action_id: z.enum(CLICKS),
  block_id: text.optional(),
  value: z.string().max(LIMITS.buttonValue).optional(),
  selected_option: z.object({ value: z.string().max(LIMITS.optionValue * 2) }).nullish(),
});

const mark = z.object({ event_payload: z.object({ request: z.string().optional() }) });

const click = z
  .object({
    type: z.literal('block_actions'),
    user,
    trigger_id: trigger,
    container,
    channel: z.object({ id: channelId }).nullish(),
    message: z.object({ ts, metadata: mark.optional().catch(undefined) }).optional(),
    view: view.optional(),
    actions: z.array(action).min(1),
  })
  .refine(isOnePlace, { path: ['container'] });

const submission = z.object({
  type: z.literal('view_submission'),
  user,
  trigger_id: trigger.optional(),
  view: view.extend({ callback_id: z.enum(FORMS) }),
});

const suggestion = z.object({
  type: z.literal('block_suggestion'),
  user,
  action_id: z.literal(PICK_CLUSTER),
  block_id: text.optional(),
  value: z.string().max(QUERY_LIMIT),
});

/** The longest message that Slack keeps. */
const MESSAGE_LIMIT = 40_000;

const event = z.object({
  type: z.literal('event_callback'),
  event_id: text,
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal(EVENTS.home),
      user: personId,
      channel: channelId,
      tab: z.enum(['home', 'messages']),
    }),
    z.object({
      type: z.literal(EVENTS.mention),
      user: personId,
      channel: channelId,
      ts,
      thread_ts: ts.optional(),
      text: z.string().max(MESSAGE_LIMIT),
    }),
  ]),
});

const kind = z.enum(['block_actions', 'view_submission', 'block_suggestion', 'event_callback']);
const SCHEMAS = {
  block_actions: click,
  view_submission: submission,
  block_suggestion: suggestion,
  event_callback: event,
} as const;

/** Slack's words for what came: a command has no `type`. */
type PayloadKind = 'command' | z.infer<typeof kind> | 'unknown';

export type Payload =
  /** Only what is known, and checked. */
  | { readonly kind: PayloadKind; readonly body: Readonly<Record<string, unknown>> }
  /** Names of ours that say where it is wrong; nothing of the payload but the ids of person and channel, where they can be such. */
  | {
      readonly kind: PayloadKind;
      readonly wrong: string;
      readonly person: string | undefined;
      readonly channel: string | undefined;
    };

/** Reads a payload as it came. Never throws. */
export function parsePayload(body: unknown): Payload {
  const found = payloadKind(body);
  if (found === 'unknown') return { kind: found, wrong: 'a payload of an unknown kind', ...sender(body) };
  const parsed = found === 'command' ? command.safeParse(body) : SCHEMAS[found].safeParse(body);
  if (parsed.success) return { kind: found, body: parsed.data };
  // The first name of a path is one of the schema's; those behind it may be the payload's own.
  const [field] = parsed.error.issues[0]?.path ?? [];
  return { kind: found, wrong: `a ${found} payload with no valid ${String(field)}`, ...sender(body) };
}

const tagged = z.object({ command: z.unknown().optional(), type: z.unknown().optional() });

/** Slack's word for what came; `unknown` for anything that Moveout does not expect. Never throws. */
export function payloadKind(body: unknown): PayloadKind {
  const { data } = tagged.safeParse(body);
  if (data === undefined) return 'unknown';
  if (typeof data.command === 'string') return 'command';
  return kind.safeParse(data.type).data ?? 'unknown';
}

const person = z.object({ user_id: personId }).or(z.object({ user: z.object({ id: personId }) }));
const place = z.object({ channel_id: channelId }).or(z.object({ channel: z.object({ id: channelId }) }));

function sender(body: unknown): { person: string | undefined; channel: string | undefined } {
  const who = person.safeParse(body).data;
  const where = place.safeParse(body).data;
  return {
    person: who && ('user_id' in who ? who.user_id : who.user.id),
    channel: where && ('channel_id' in where ? where.channel_id : where.channel.id),
  };
}

/** A click tells twice where it was made; both must agree. */
function isOnePlace(body: {
  readonly container: z.infer<typeof container>;
  readonly channel?: { readonly id: string } | null | undefined;
  readonly message?: { readonly ts: string } | undefined;
  readonly view?: { readonly id: string } | undefined;
}): boolean {
  const { container: at, channel, message, view: inView } = body;
  if (at.type === 'view') return inView?.id === at.view_id;
  const isThatMessage = message === undefined || message.ts === at.message_ts;
  return inView === undefined && channel?.id === at.channel_id && isThatMessage;
}

/** An answer to a command goes to the address that came with it: encrypted, or to a server on this machine. */
function isAnswerable(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:') return true;
  return url?.protocol === 'http:' && isThisMachine(url.hostname);
}
