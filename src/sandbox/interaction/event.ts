import { setTimeout as sleep } from 'node:timers/promises';
import type { Ack, Retry } from '../delivery/delivery.ts';
import { toBot } from '../delivery/to-bot.ts';
import { LIMITS } from '../limits.ts';
import type { JsonObject } from '../page/protocol.ts';
import { randomId } from '../state/ids.ts';
import type { World } from '../world.ts';

/** The scopes without which an app gets no event of a type, whatever it subscribes to. */
const SCOPES: { readonly [type: string]: string | undefined } = { app_mention: 'app_mentions:read' };

/** Something that happened, as the Events API tells it. */
export interface BotEvent extends JsonObject {
  readonly type: string;
}

/** Tells the bot of an event if it subscribes to that type. Nobody waits for it; it is sent again when the bot does not take it. */
export function sendEvent(world: World, event: BotEvent, { isExtShared = false } = {}): void {
  const { events, scopes } = world.manifest;
  const scope = SCOPES[event.type];
  if (!events.includes(event.type) || (scope !== undefined && !scopes.includes(scope))) return;
  void deliver(world, envelopeOf(world, event, isExtShared));
}

async function deliver(world: World, payload: JsonObject): Promise<void> {
  let ack = await toBot(world).dispatch('events_api', payload, false, { attempt: 0, reason: '' });
  for (const [index, ms] of LIMITS.eventRetriesMs.entries()) {
    if (ack.kind === 'acked') return;
    const retry = { attempt: index + 1, reason: reasonOf(ack) };
    await sleep(ms, undefined, { ref: false });
    ack = await toBot(world).dispatch('events_api', payload, false, retry);
  }
}

function reasonOf(ack: Ack): Retry['reason'] {
  if (ack.kind === 'refused') return 'http_error';
  return ack.kind === 'no_bot' ? 'connection_failed' : 'timeout';
}

function envelopeOf(world: World, event: BotEvent, isExtShared: boolean): JsonObject {
  const { team, bot } = world.seed;
  return {
    token: world.verification,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomId()}`,
    event_time: Math.floor(world.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: bot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: isExtShared,
    event_context: `4-${randomId(20)}`,
  };
}
