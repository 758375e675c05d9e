import type { JsonObject } from '../page/protocol.ts';
import { apiMessage, apiView } from '../present/api-objects.ts';
import type { Channel } from '../state/channels.ts';
import type { StoredMessage } from '../state/messages.ts';
import type { Person } from '../state/people.ts';
import type { OpenView } from '../state/views.ts';
import type { World } from '../world.ts';

/** The fields that every interactive payload has. */
export function payloadOf(world: World, type: string, person: Person): JsonObject {
  const { team, bot } = world.seed;
  return {
    type,
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: bot.appId,
    token: world.verification,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** The name under which Slack tells a bot of a channel: only public ones by name. */
export function channelName({ kind, name }: Channel): string {
  if (kind === 'im') return 'directmessage';
  return kind === 'private' ? 'privategroup' : name;
}

/** The fields of a payload about something in a message. An ephemeral message is named, not shown. */
export function inMessage(world: World, channel: Channel, message: StoredMessage): JsonObject {
  const { ts, threadTs, onlyFor } = message;
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  const container = {
    type: 'message',
    message_ts: ts,
    channel_id: channel.id,
    is_ephemeral: onlyFor !== undefined,
    ...thread,
  };
  const shown = onlyFor === undefined ? { message: apiMessage(world, message, { metadata: true }) } : {};
  return { container, channel: { id: channel.id, name: channelName(channel) }, ...shown };
}

/** The fields of a payload about something in a view. */
export function inView(world: World, view: OpenView): JsonObject {
  return { container: { type: 'view', view_id: view.id }, view: apiView(world, view) };
}

/** The address of a new response_url. */
export function responseUrl(world: World, target: Parameters<World['responseUrls']['issue']>[0]): string {
  return `${world.url}response/${world.responseUrls.issue(target)}`;
}
