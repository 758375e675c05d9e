import { writeAddress } from './address.ts';
import { fetchHistory, fetchWorkspace } from './api.ts';
import { applyEvent } from './apply-event.ts';
import { appChannel, findChannel, firstChannel } from './directory.ts';
import { detached } from './dom.ts';
import { listen } from './live.ts';
import type { LocalEvent, Workspace } from './protocol.ts';
import { EMPTY_PAGE, type PageState, type Store } from './store.ts';
import { loadSeen, markSeen } from './unread.ts';

/** What the parts of the page can do to where the person is. */
export interface Session {
  readonly store: Store;
  /** Loads everything anew and listens as this person; nobody given means the first person of the workspace. */
  readonly become: (person: string | undefined, place?: Place) => void;
  readonly openChannel: (channel: string) => void;
  /** Opens a tab of the app. */
  readonly openApp: (tab: 'home' | 'messages') => void;
  readonly openThread: (ts: string | undefined) => void;
  /** Goes where a link to a message leads. */
  readonly openPlace: (place: Place) => void;
  /** Loads the workspace again: the open modals, the people, the channels and their messages. */
  readonly refresh: () => Promise<void>;
  /** Notes that what is on the screen is read, if the page is in sight. */
  readonly noteSeen: () => void;
}

interface Place {
  readonly app?: PageState['app'];
  readonly channel?: string | undefined;
  readonly thread?: string | undefined;
  readonly message?: string | undefined;
}

/** Makes the session of a page: it owns the line to the local Slack and the address line of the browser. */
export function createSession(store: Store): Session {
  let hangUp: () => void = () => {};
  /** Raised at each change of person, so that late answers for the person before are dropped. */
  let turn = 0;
  /** For each loading under way the events that arrived meanwhile; they are newer than what is being loaded. */
  const held = new Set<LocalEvent[]>();

  function fail(error: unknown): void {
    store.set({ problem: error instanceof Error ? error.message : String(error) });
  }

  async function load(person: string | undefined, place: Place): Promise<void> {
    const mine = turn;
    const news: LocalEvent[] = [];
    held.add(news);
    const { workspace, messages } = await fetchAll(person).finally(() => held.delete(news));
    if (mine !== turn) return;
    const wanted = { ...place, ...placeOf(store.get()) };
    store.set({ ...settle(store.get(), workspace, wanted), messages, problem: undefined });
    for (const event of news) store.set(applyEvent(store.get(), event));
    noteSeen(store);
    showAddress(store.get());
  }

  function hear(event: LocalEvent): void {
    for (const news of held) news.push(event);
    store.set(applyEvent(store.get(), event));
    if (event.kind === 'workspace') detached(session.refresh(), fail);
    noteSeen(store);
  }

  function become(person: string | undefined, place: Place = {}): void {
    turn += 1;
    hangUp();
    store.set({
      ...EMPTY_PAGE,
      wanted: place.message,
      seen: person === undefined ? new Map() : loadSeen(person),
    });
    if (person === undefined) detached(becomeFirst(place), fail);
    else hangUp = listenAs(person, place);
  }

  async function becomeFirst(place: Place): Promise<void> {
    const workspace = await fetchWorkspace(undefined);
    become(workspace.people[0]?.id ?? workspace.me.id, place);
  }

  function listenAs(person: string, place: Place): () => void {
    return listen(person, {
      opened: () => {
        store.set({ line: 'open' });
        detached(load(person, place), fail);
      },
      lost: () => {
        store.set({ line: 'lost' });
        if (!store.get().workspace) detached(fetchWorkspace(person), fail);
      },
      event: hear,
    });
  }

  const session: Session = {
    store,
    become,
    openChannel(channel) {
      store.set({ channel, thread: undefined, app: undefined });
      noteSeen(store);
      showAddress(store.get());
    },
    openApp(tab) {
      const { workspace } = store.get();
      const direct = workspace && appChannel(workspace);
      if (tab === 'messages' && direct) {
        session.openChannel(direct.id);
        return;
      }
      store.set({ app: tab, thread: undefined });
      showAddress(store.get());
    },
    openThread(thread) {
      store.set({ thread });
      showAddress(store.get());
    },
    openPlace({ app, channel, thread, message }) {
      store.set({ ...(channel === undefined ? {} : { channel }), app, thread, wanted: message });
      noteSeen(store);
      showAddress(store.get());
    },
    noteSeen: () => noteSeen(store),
    refresh: () => load(store.get().workspace?.me.id, {}),
  };
  return session;
}

async function fetchAll(
  person: string | undefined,
): Promise<Required<Pick<PageState, 'workspace' | 'messages'>>> {
  const workspace = await fetchWorkspace(person);
  const loaded = await Promise.all(
    workspace.channels.map(
      async ({ id }) => [id, await fetchHistory(workspace.me.id, id).catch(() => [])] as const,
    ),
  );
  return { workspace, messages: new Map(loaded) };
}

function placeOf(state: PageState): Place {
  return state.channel === undefined ? {} : { app: state.app, channel: state.channel, thread: state.thread };
}

/** Where the person is after loading: the wanted place, if this person can see it. */
function settle(state: PageState, workspace: Workspace, place: Place): Partial<PageState> {
  const begun = place.app === 'messages' ? appChannel(workspace) : undefined;
  const wanted = begun ?? findChannel(workspace, place.channel);
  const channel = wanted ?? firstChannel(workspace);
  const seen = state.seen.size > 0 ? state.seen : loadSeen(workspace.me.id);
  return {
    workspace,
    views: workspace.views,
    seen,
    ...(channel ? { channel: channel.id } : {}),
    app: begun || (place.app === 'home' && !workspace.home_tab) ? undefined : place.app,
    thread: wanted ? place.thread : undefined,
  };
}

function noteSeen(store: Store): void {
  const { app, channel } = store.get();
  if (app !== 'home' && channel !== undefined && document.visibilityState === 'visible')
    store.set(markSeen(store.get(), channel));
}

function showAddress(state: PageState): void {
  const app = state.app === 'home' ? state.app : undefined;
  const next = writeAddress({
    as: state.workspace?.me.id,
    app,
    channel: state.channel,
    thread: state.thread,
  });
  if (next === location.search) return;
  if (location.search === '') history.replaceState(null, '', next);
  else history.pushState(null, '', next);
}
