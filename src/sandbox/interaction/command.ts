import { toBot } from '../delivery/to-bot.ts';
import type { ActOutcome, JsonObject } from '../page/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Channel } from '../state/channels.ts';
import type { Person } from '../state/people.ts';
import { Args } from '../web-api/args.ts';
import { isBlank, messageArgs } from '../web-api/message-args.ts';
import type { World } from '../world.ts';
import { outcomeOf } from './outcome.ts';
import { channelName, responseUrl } from './payload.ts';

/** A person types a slash command in a channel that they are in. */
export async function typeCommand(
  world: World,
  person: Person,
  channel: Channel,
  line: string,
): Promise<ActOutcome> {
  const [command = '', ...rest] = line.trim().split(/(?<=^\S+)\s+/);
  if (!world.manifest.commands.some((each) => each.command === command)) {
    return { ok: false, error: 'invalid_command' };
  }
  if (!channel.members.includes(person.id)) return { ok: false, error: 'not_in_channel' };
  if (channel.archived) return { ok: false, error: 'is_archived' };
  const payload = commandPayload(world, person, channel, { command, text: rest.join(' ') });
  const ack = await toBot(world).dispatch('slash_commands', payload, true);
  if (ack.kind !== 'acked' || Object.keys(ack.payload).length === 0) return outcomeOf(ack);
  const refusal = postAnswer(world, person, channel, ack.payload);
  world.log.add('ack slash_commands', ack.payload, refusal);
  return refusal ? { ok: false, error: refusal.error, ack_ms: ack.ms } : outcomeOf(ack);
}

function commandPayload(
  world: World,
  person: Person,
  channel: Channel,
  { command, text }: { readonly command: string; readonly text: string },
): JsonObject {
  const { team, bot } = world.seed;
  return {
    token: world.verification,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl(world, { user: person.id, channel: channel.id }),
    trigger_id: world.triggers.issue(person.id),
  };
}

/** Posts the message that came with the ack: to the person alone, or to the channel when it says so. */
function postAnswer(world: World, person: Person, channel: Channel, answer: JsonObject): Refusal | undefined {
  const parts = messageArgs(new Args(answer));
  if (parts instanceof Refusal) return parts;
  if (isBlank(parts)) return new Refusal('no_text');
  world.messages.post({
    ...parts,
    channel: channel.id,
    author: world.seed.bot.id,
    text: parts.text ?? '',
    ...(answer.response_type === 'in_channel' ? {} : { onlyFor: person.id }),
  });
  return undefined;
}
