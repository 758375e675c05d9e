import { readAddress } from './address.ts';
import { botName, findChannel } from './directory.ts';
import { element } from './dom.ts';
import { createAnnouncer } from './render/announce.ts';
import { createAppHome } from './render/app-home.ts';
import { createAppOpening } from './render/app-opening.ts';
import { createChannel } from './render/channel.ts';
import { createModal } from './render/modal.ts';
import { createRail } from './render/rail.ts';
import { createReveal } from './render/reveal.ts';
import { refreshDates } from './render/show-mrkdwn.ts';
import { createThread } from './render/thread.ts';
import { createSession, type Session } from './session.ts';
import { createStore, type PageState } from './store.ts';
import { unreadCount } from './unread.ts';

const DATES_MS = 20_000;

function start(): void {
  const store = createStore();
  const session = createSession(store);
  const rail = element('nav', { class: 'rail', attributes: { 'aria-label': 'Workspace' } });
  const channel = element('main', { class: 'channel' });
  const home = element('main', { class: 'channel app-home', attributes: { hidden: true } });
  const thread = element('aside', { class: 'thread', attributes: { hidden: true } });
  document.body.append(element('div', { class: 'frame' }, rail, channel, home, thread));
  const parts = [
    createRail(session, rail),
    createChannel(session, channel),
    createAppHome(session, home),
    createAppOpening(),
    createThread(session, thread),
    createModal(session),
    createReveal(store),
    createAnnouncer(),
    showTitle,
  ];
  store.subscribe((state) => {
    for (const show of parts) show(state);
  });
  const { as, ...place } = readAddress(location.search);
  session.become(as, place);
  document.addEventListener('click', (event) => followLink(event, session));
  window.addEventListener('popstate', () => goBack(session));
  document.addEventListener('visibilitychange', session.noteSeen);
  setInterval(() => refreshDates(document), DATES_MS);
}

function goBack(session: Session): void {
  const { as, app, channel, thread } = readAddress(location.search);
  const state = session.store.get();
  if (as !== state.workspace?.me.id) {
    session.become(as, { app, channel, thread });
    return;
  }
  session.openPlace({ app, channel, thread });
}

/** A link to a message of this workspace is followed here, as the person who one is, and not in a new tab. */
function followLink(event: MouseEvent, session: Session): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.classList.contains('here') || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  session.openPlace(readAddress(link.search));
}

function showTitle(state: PageState): void {
  const { workspace } = state;
  if (!workspace) return;
  const unread = workspace.channels.reduce((sum, channel) => sum + unreadCount(state, channel.id), 0);
  const place = findChannel(workspace, state.channel)?.name ?? '';
  const name = state.app === 'home' ? botName(workspace) : place;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${name} – ${workspace.me.real_name} – ${workspace.team.name}`;
}

start();
