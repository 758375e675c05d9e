import { withoutUndefined } from '../json.ts';
import type { Json, JsonObject, StateValues } from '../page/protocol.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredFile } from '../state/files.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { Person } from '../state/people.ts';
import type { Usergroup } from '../state/usergroups.ts';
import type { OpenView } from '../state/views.ts';
import type { World } from '../world.ts';

/** A copy of a state or a list of blocks as plain JSON. */
function json(value: StateValues | readonly JsonObject[]): Json {
  const copy: Json = JSON.parse(JSON.stringify(value));
  return copy;
}

/** The `user` of users.info. */
export function apiUser(person: Person): JsonObject {
  const { id, name, realName, title, kind, teamId, timeZone } = person;
  return {
    id,
    team_id: teamId,
    name,
    deleted: kind === 'deleted',
    real_name: realName,
    tz: timeZone,
    is_bot: kind === 'bot',
    is_app_user: kind === 'bot',
    is_admin: false,
    is_owner: false,
    is_restricted: kind === 'guest',
    is_ultra_restricted: false,
    is_stranger: kind === 'stranger',
    updated: 0,
    profile: { real_name: realName, display_name: name, title, team: teamId },
  };
}

/** The `channel` of conversations.info. */
export function apiChannel(world: World, channel: Channel): JsonObject {
  const { id, name, kind, topic, members, archived, shared } = channel;
  const bot = world.seed.bot.id;
  if (kind === 'im') {
    return { id, is_im: true, is_archived: archived, user: members.find((member) => member !== bot) ?? bot };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'channel',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: archived,
    is_member: members.includes(bot),
    is_general: false,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    context_team_id: world.seed.team.id,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** One of the `usergroups` of usergroups.list, without its members. */
export function apiUsergroup(world: World, { id, handle, name, disabled }: Usergroup): JsonObject {
  return {
    id,
    team_id: world.seed.team.id,
    is_usergroup: true,
    is_subteam: true,
    name,
    description: '',
    handle,
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: disabled ? 1 : 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
  };
}

/** A message as conversations.history and payloads carry it. `metadata` only when it was asked for. */
export function apiMessage(
  world: World,
  message: StoredMessage,
  { metadata = false }: { metadata?: boolean } = {},
): JsonObject {
  const { bot, team } = world.seed;
  const { ts, text, author, threadTs, blocks, edited } = message;
  const replies = threadTs === undefined ? world.messages.replies(message.channel, ts) : [];
  const latest = replies.at(-1);
  return withoutUndefined({
    type: 'message',
    user: author,
    ts,
    text,
    team: world.people.get(author)?.teamId ?? team.id,
    ...(author === bot.id ? { bot_id: bot.botId, app_id: bot.appId } : {}),
    blocks: blocks && blocks.length > 0 ? json(blocks) : undefined,
    files: message.files?.flatMap((id) => {
      const file = world.files.find(id);
      return file ? [apiFile(world, file)] : [];
    }),
    edited: edited ? { ...edited } : undefined,
    thread_ts: threadTs ?? (latest ? ts : undefined),
    ...(latest ? { reply_count: replies.length, latest_reply: latest.ts } : {}),
    metadata: metadata ? message.metadata : undefined,
  });
}

/** The `file` of files.info. */
export function apiFile(world: World, file: StoredFile): JsonObject {
  const { id, name, title, owner, size, created, channels } = file;
  const kindOf = (kind: Channel['kind']): string[] =>
    channels.filter((channel) => world.channels.find(channel)?.kind === kind);
  return {
    id,
    created,
    timestamp: created,
    name,
    title,
    user: owner,
    size,
    mode: 'hosted',
    is_public: false,
    channels: kindOf('channel'),
    groups: kindOf('private'),
    ims: kindOf('im'),
    url_private: `${world.url}local/files/${id}`,
    permalink: `${world.url}local/files/${id}`,
  };
}

/** The `view` of views.* and of payloads. */
export function apiView(world: World, view: OpenView): JsonObject {
  const { body, id, hash, state, rootId, previousId } = view;
  const { team, bot } = world.seed;
  return {
    id,
    team_id: team.id,
    type: body.type,
    blocks: body.blocks,
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    state: { values: json(state) },
    hash,
    title: body.title ?? null,
    clear_on_close: body.clear_on_close ?? false,
    notify_on_close: body.notify_on_close ?? false,
    close: body.close ?? null,
    submit: body.submit ?? null,
    previous_view_id: previousId,
    root_view_id: rootId,
    app_id: bot.appId,
    external_id: body.external_id ?? '',
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}
