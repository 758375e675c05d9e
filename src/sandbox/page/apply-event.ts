import type { LocalEvent, ShownMessage } from './protocol.ts';
import type { PageState } from './store.ts';

/** What an event changes on the page. `workspace` changes nothing by itself: the caller loads the workspace again. */
export function applyEvent(state: PageState, event: LocalEvent): Partial<PageState> {
  switch (event.kind) {
    case 'message':
    case 'message_changed':
      return changeMessages(state, event.message.channel, (all) => withMessage(all, event.message));
    case 'message_deleted':
      return changeMessages(state, event.channel, (all) => all.filter((one) => one.ts !== event.ts));
    case 'views':
      return { views: event.views };
    case 'home':
      return state.workspace ? { workspace: { ...state.workspace, home: event.view } } : {};
    case 'bot':
      return state.workspace ? { workspace: { ...state.workspace, bot_connected: event.connected } } : {};
    case 'workspace':
      return {};
  }
}

function changeMessages(
  state: PageState,
  channel: string,
  change: (all: readonly ShownMessage[]) => readonly ShownMessage[],
): Partial<PageState> {
  return { messages: new Map(state.messages).set(channel, change(state.messages.get(channel) ?? [])) };
}

function withMessage(all: readonly ShownMessage[], message: ShownMessage): readonly ShownMessage[] {
  const others = all.filter((one) => one.ts !== message.ts);
  return [...others, message].sort((a, b) => Number(a.ts) - Number(b.ts));
}
