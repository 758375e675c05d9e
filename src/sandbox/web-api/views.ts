import { readView } from '../block-kit/refuse-blocks.ts';
import { stateValues } from '../block-kit/state-values.ts';
import { objectsOf, textOf } from '../json.ts';
import { LIMITS } from '../limits.ts';
import type { JsonObject, StateValues } from '../page/protocol.ts';
import { apiView } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import type { OpenView } from '../state/views.ts';
import type { World } from '../world.ts';
import { botMethod, type Call, type Methods } from './method.ts';

/** The state with which a view begins, or goes on where it was filled in before. */
export function stateFor(body: JsonObject, ...known: readonly StateValues[]): StateValues {
  return stateValues(objectsOf(body.blocks), ...known);
}

/** Refuses an external_id that another open view has. */
export function externalIdTaken(world: World, body: JsonObject, own?: OpenView): Refusal | undefined {
  const id = textOf(body.external_id);
  const other = id ? world.views.findExternal(id) : undefined;
  return other && other.id !== own?.id ? new Refusal('duplicate_external_id') : undefined;
}

function open({ world, args }: Call): Answer {
  const body = readView(args.json('view'), 'modal');
  if (body instanceof Refusal) return body;
  const taken = externalIdTaken(world, body);
  if (taken) return taken;
  const trigger = world.triggers.exchange(args.text('trigger_id') ?? '');
  if (trigger instanceof Refusal) return trigger;
  return { view: apiView(world, world.views.place(trigger.user, [], body, stateFor(body))) };
}

function push({ world, args }: Call): Answer {
  const body = readView(args.json('view'), 'modal');
  if (body instanceof Refusal) return body;
  const taken = externalIdTaken(world, body);
  if (taken) return taken;
  const trigger = world.triggers.exchange(args.text('trigger_id') ?? '');
  if (trigger instanceof Refusal) return trigger;
  const view = pushView(world, trigger, body);
  return view instanceof Refusal ? view : { view: apiView(world, view) };
}

/** Puts a modal on the stack in which the person acted. Refused: no open modal there, or three modals already. */
export function pushView(
  world: World,
  { user, viewId }: { readonly user: string; readonly viewId: string | undefined },
  body: JsonObject,
): OpenView | Refusal {
  const stack = world.views.stack(user);
  if (!stack.some(({ id }) => id === viewId)) return new Refusal('not_found');
  if (stack.length >= LIMITS.view.stack) return new Refusal('push_limit_reached');
  return world.views.place(user, stack, body, stateFor(body));
}

function update({ world, args }: Call): Answer {
  const [id, externalId] = [args.text('view_id'), args.text('external_id')];
  const view = id ? world.views.find(id) : world.views.findExternal(externalId ?? ' ');
  if (!view) return new Refusal('not_found');
  const body = readView(args.json('view'), view.body.type === 'home' ? 'home' : 'modal');
  if (body instanceof Refusal) return body;
  const hash = args.text('hash');
  if (hash && hash !== view.hash) return new Refusal('hash_conflict');
  const taken = externalIdTaken(world, body, view);
  if (taken) return taken;
  return { view: apiView(world, world.views.update(view, body, stateFor(body, view.state))) };
}

function publish({ world, args }: Call): Answer {
  if (!world.manifest.homeTab) return new Refusal('not_enabled');
  const user = args.text('user_id') ?? '';
  if (!world.people.has(user)) return new Refusal('user_not_found');
  const body = readView(args.json('view'), 'home');
  if (body instanceof Refusal) return body;
  const hash = args.text('hash');
  if (hash && hash !== world.views.home(user)?.hash) return new Refusal('hash_conflict');
  const view = world.views.publish(user, body, stateFor(body, world.views.home(user)?.state ?? {}));
  return { view: apiView(world, view) };
}

/** views.* */
export const viewMethods: Methods = {
  'views.open': botMethod([], open),
  'views.push': botMethod([], push),
  'views.update': botMethod([], update),
  'views.publish': botMethod([], publish),
};
