import { readView } from '../block-kit/refuse-blocks.ts';
import { stateValues } from '../block-kit/state-values.ts';
import { toBot } from '../delivery/to-bot.ts';
import { isObject, objectsOf, textOf } from '../json.ts';
import type { JsonObject, StateValues, SubmitOutcome } from '../page/protocol.ts';
import { apiView } from '../present/api-objects.ts';
import { Refusal } from '../refusal.ts';
import type { Person } from '../state/people.ts';
import type { OpenView } from '../state/views.ts';
import { externalIdTaken, pushView, stateFor } from '../web-api/views.ts';
import type { World } from '../world.ts';
import { checkSubmission } from './check-submission.ts';
import { outcomeOf, TROUBLE } from './outcome.ts';
import { payloadOf } from './payload.ts';

/** A person submits a modal. What Slack's client would refuse itself never reaches the bot. */
export async function submitView(
  world: World,
  person: Person,
  open: OpenView,
  given: StateValues,
): Promise<SubmitOutcome> {
  const blocks = objectsOf(open.body.blocks);
  const view = world.views.remember(open, stateValues(blocks, given, open.state));
  const errors = checkSubmission(blocks, view.state);
  if (Object.keys(errors).length > 0) return { ok: true, errors };
  const payload = {
    ...payloadOf(world, 'view_submission', person),
    view: apiView(world, view),
    trigger_id: world.triggers.issue(person.id, view.id),
    response_urls: [],
  };
  const ack = await toBot(world).dispatch('interactive', payload, true);
  if (ack.kind === 'refused') return { ok: false, error: TROUBLE };
  if (ack.kind !== 'acked') return outcomeOf(ack);
  const outcome = obey(world, view, ack.payload);
  if (Object.keys(ack.payload).length > 0) {
    world.log.add('ack view_submission', ack.payload, outcome);
  }
  if (outcome instanceof Refusal) return { ok: false, error: TROUBLE, ack_ms: ack.ms };
  return { ok: true, ack_ms: ack.ms, ...outcome };
}

type Obeyed = { readonly errors?: { readonly [blockId: string]: string } } | Refusal;

/** Does what the ack asks for. The view may have been updated meanwhile, or closed by the person. */
function obey(world: World, submitted: OpenView, answer: JsonObject): Obeyed {
  const view = world.views.find(submitted.id);
  switch (textOf(answer.response_action)) {
    case undefined:
      if (view) world.views.close(view);
      return {};
    case 'clear':
      world.views.clear(submitted.owner);
      return {};
    case 'errors':
      return fieldErrors(view ?? submitted, answer.errors);
    case 'update':
      return updateView(world, view, answer);
    case 'push':
      return push(world, submitted, answer);
    default:
      return new Refusal('invalid_response_action');
  }
}

function fieldErrors({ body }: OpenView, errors: JsonObject[string]): Obeyed {
  if (!isObject(errors) || Object.keys(errors).length === 0) return new Refusal('invalid_errors');
  const inputs = new Set(
    objectsOf(body.blocks).flatMap(({ type, block_id: id }) => (type === 'input' ? [id] : [])),
  );
  const stray = Object.keys(errors).filter((id) => !inputs.has(id));
  if (stray.length > 0) {
    const messages = stray.map((id) => `[ERROR] \`${id}\` is no input block [json-pointer:/errors/${id}]`);
    return new Refusal('invalid_errors', { response_metadata: { messages } });
  }
  return { errors: Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)])) };
}

function updateView(world: World, view: OpenView | undefined, answer: JsonObject): Obeyed {
  if (!view) return new Refusal('not_found');
  const body = readView(answer.view, 'modal');
  if (body instanceof Refusal) return body;
  const taken = externalIdTaken(world, body, view);
  if (taken) return taken;
  world.views.update(view, body, stateFor(body, view.state));
  return {};
}

function push(world: World, { owner, id }: OpenView, answer: JsonObject): Obeyed {
  const body = readView(answer.view, 'modal');
  if (body instanceof Refusal) return body;
  const pushed = externalIdTaken(world, body) ?? pushView(world, { user: owner, viewId: id }, body);
  return pushed instanceof Refusal ? pushed : {};
}
