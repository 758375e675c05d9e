import { invalidArguments, suggestionProblems } from '../block-kit/refuse-blocks.ts';
import { toBot } from '../delivery/to-bot.ts';
import { objectsOf } from '../json.ts';
import { codePoints, LIMITS } from '../limits.ts';
import type { Container, JsonObject } from '../page/protocol.ts';
import { seesMessage } from '../present/news.ts';
import type { Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { findElement } from './click.ts';
import { outcomeOf } from './outcome.ts';
import { inMessage, inView, payloadOf } from './payload.ts';

/** A person types in a menu whose options come from the bot. */
export interface SuggestCall {
  readonly container: Container;
  readonly block_id: string;
  readonly action_id: string;
  readonly value: string;
}

/**
 * The options for what was typed: `{ ok, options?, option_groups?, error? }`.
 * Below `min_query_length` (3 when the bot set none) Slack does not ask; options that it cannot read show as nothing.
 */
export async function suggest(world: World, person: Person, call: SuggestCall): Promise<JsonObject> {
  const place = placeOf(world, person, call.container);
  const element = place && findElement(place.blocks, call);
  if (!place || !element) return { ok: false, error: 'This is not there any more.' };
  const { min_query_length: least = LIMITS.suggestion.minQuery } = element;
  if (codePoints(call.value) < Number(least)) return { ok: true, options: [] };
  const { action_id, block_id, value } = call;
  const payload = {
    ...payloadOf(world, 'block_suggestion', person),
    ...place.fields,
    action_id,
    block_id,
    value,
  };
  const ack = await toBot(world).dispatch('interactive', payload, true);
  if (ack.kind !== 'acked') return { ...outcomeOf(ack) };
  return shownOptions(world, ack.payload);
}

function shownOptions(world: World, answer: JsonObject): JsonObject {
  const problems = suggestionProblems(answer);
  world.log.add('ack block_suggestion', answer, problems.length > 0 ? invalidArguments(problems) : undefined);
  if (problems.length > 0) return { ok: true, options: [] };
  const { options, option_groups } = answer;
  return { ok: true, ...(option_groups === undefined ? { options } : { option_groups }) };
}

function placeOf(
  world: World,
  person: Person,
  container: Container,
): { readonly blocks: readonly JsonObject[]; readonly fields: JsonObject } | undefined {
  if (container.kind === 'view') {
    const view = world.views.find(container.view_id);
    if (view?.owner !== person.id) return undefined;
    return { blocks: objectsOf(view.body.blocks), fields: inView(world, view) };
  }
  const channel = world.channels.find(container.channel);
  const message = world.messages.find(container.channel, container.ts);
  if (!channel || !message || !seesMessage(world, person.id, message)) return undefined;
  return { blocks: message.blocks ?? [], fields: inMessage(world, channel, message) };
}
