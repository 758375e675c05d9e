import type { ActOutcome } from '../page/protocol.ts';
import { apiView } from '../present/api-objects.ts';
import type { Person } from '../state/people.ts';
import { openDirect } from '../web-api/access.ts';
import type { World } from '../world.ts';
import { sendEvent } from './event.ts';

const NO_HOME: ActOutcome = { ok: false, error: 'This app has no home tab.' };

/** A person opens a tab of the app. The bot is told of it each time; the person waits for nothing. */
export function openApp(world: World, person: Person, tab: 'home' | 'messages'): ActOutcome {
  if (tab === 'home' && !world.manifest.homeTab) return NO_HOME;
  const home = tab === 'home' ? world.views.home(person.id) : undefined;
  sendEvent(world, {
    type: 'app_home_opened',
    user: person.id,
    channel: openDirect(world, person.id).id,
    tab,
    ...(home ? { view: apiView(world, home) } : {}),
    event_ts: world.timestamps.next(),
  });
  return { ok: true };
}
