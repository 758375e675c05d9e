import { toBot } from '../delivery/to-bot.ts';
import type { ActOutcome } from '../page/protocol.ts';
import { apiView } from '../present/api-objects.ts';
import type { Person } from '../state/people.ts';
import type { OpenView } from '../state/views.ts';
import type { World } from '../world.ts';
import { payloadOf } from './payload.ts';

/**
 * A person closes a modal (`cleared`: all of them). The bot hears of those with `notify_on_close`; the person waits for nothing.
 * A view with `clear_on_close` takes the whole stack with it.
 */
export function closeView(world: World, person: Person, view: OpenView, cleared: boolean): ActOutcome {
  const stack = world.views.stack(person.id);
  const all = cleared || view.body.clear_on_close === true;
  const closed = all ? stack : stack.slice(stack.findIndex(({ id }) => id === view.id));
  if (all) world.views.clear(person.id);
  else world.views.close(view);
  for (const each of closed) {
    if (each.body.notify_on_close === true) tellBot(world, person, each, all);
  }
  return { ok: true };
}

function tellBot(world: World, person: Person, view: OpenView, cleared: boolean): void {
  const payload = {
    ...payloadOf(world, 'view_closed', person),
    view: apiView(world, view),
    is_cleared: cleared,
  };
  void toBot(world).dispatch('interactive', payload, false);
}
