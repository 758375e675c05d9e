import { writeAddress } from '../address.ts';
import { findChannel, kindOf } from '../directory.ts';
import { element, uniqueId } from '../dom.ts';
import { icon } from '../icons.ts';
import { type KeyedChild, showChildren } from '../keyed.ts';
import type { LocalChannel, LocalPerson, Workspace } from '../protocol.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { unreadCount } from '../unread.ts';
import { showAvatar } from './avatar.ts';

/** Makes the left side: whose workspace this is, where one can go, and who one is. */
export function createRail(session: Session, place: HTMLElement): (state: PageState) => void {
  const team = element('strong', { class: 'team' });
  const channels = element('ul', { class: 'rail-list' });
  const directs = element('ul', { class: 'rail-list' });
  const people = element('ul', { class: 'rail-list people' });
  const directSection = section('Direct messages', directs);
  const apps = element('ul', { class: 'rail-list' });
  place.append(
    element(
      'header',
      { class: 'rail-head' },
      team,
      element('span', { class: 'local-badge' }, 'local, not Slack'),
    ),
    element(
      'div',
      { class: 'rail-places' },
      section('Channels', channels),
      directSection,
      section('Apps', apps),
    ),
    section('You are', people),
  );
  return (state) => {
    const { workspace } = state;
    if (!workspace) return;
    team.textContent = workspace.team.name;
    const rows = workspace.channels.map((channel) => ({ channel, row: channelRow(channel, state, session) }));
    const direct = rows.filter(({ channel }) => channel.kind === 'im');
    directSection.hidden = direct.length === 0;
    showChildren(
      channels,
      rows.filter(({ channel }) => channel.kind !== 'im').map(({ row }) => row),
    );
    showChildren(
      directs,
      direct.map(({ row }) => row),
    );
    showChildren(apps, [appRow(workspace, state, session)]);
    showChildren(
      people,
      workspace.people.map((person) => personRow(person, state, workspace, session)),
    );
  };
}

function section(title: string, list: HTMLElement): HTMLElement {
  const id = uniqueId('rail');
  list.setAttribute('aria-labelledby', id);
  return element('section', {}, element('h2', { class: 'rail-title', attributes: { id } }, title), list);
}

function channelRow(channel: LocalChannel, state: PageState, session: Session): KeyedChild {
  const isCurrent = state.app === undefined && state.channel === channel.id;
  const unread = isCurrent ? 0 : unreadCount(state, channel.id);
  const as = state.workspace?.me.id;
  return {
    key: channel.id,
    signature: JSON.stringify([channel.name, channel.kind, isCurrent, unread, as]),
    build: () => {
      const address = writeAddress({ as, channel: channel.id, thread: undefined });
      const link = railLink(address, isCurrent ? 'page' : undefined, () => session.openChannel(channel.id));
      link.append(
        channelSign(channel, state),
        element('span', { class: 'rail-name' }, channel.name),
        unread === 0
          ? ''
          : element(
              'span',
              { class: 'unread' },
              String(unread),
              element('span', { class: 'visually-hidden' }, ' unread'),
            ),
      );
      link.classList.toggle('has-unread', unread > 0);
      return element('li', {}, link);
    },
  };
}

/** The app itself: its home tab, or its messages where it has none. */
function appRow(workspace: Workspace, state: PageState, session: Session): KeyedChild {
  const { bot, me, home_tab } = workspace;
  const isCurrent = state.app !== undefined;
  const app = home_tab ? ({ app: 'home' } as const) : {};
  const address = writeAddress({ as: me.id, ...app, channel: state.channel, thread: undefined });
  return {
    key: bot.id,
    signature: JSON.stringify([bot, isCurrent, address]),
    build: () => {
      const go = () => session.openApp(home_tab ? 'home' : 'messages');
      const link = railLink(address, isCurrent ? 'page' : undefined, go);
      link.append(showAvatar(bot, bot.id, 'small'), element('span', { class: 'rail-name' }, bot.real_name));
      return element('li', {}, link);
    },
  };
}

function channelSign(channel: LocalChannel, state: PageState): HTMLElement {
  if (channel.kind === 'im') {
    const other = channel.members.find((member) => member !== state.workspace?.me.id) ?? '';
    const isBot = other === state.workspace?.bot.id;
    return showAvatar(isBot ? state.workspace?.bot : undefined, isBot ? other : channel.name, 'small');
  }
  const sign = channel.kind === 'private' ? icon('lock') : '#';
  return element('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, sign);
}

function personRow(
  person: LocalPerson,
  state: PageState,
  workspace: Workspace,
  session: Session,
): KeyedChild {
  const isMe = person.id === workspace.me.id;
  const channel = findChannel(workspace, state.channel);
  const isOutside =
    channel !== undefined && channel.kind === 'channel' && !channel.members.includes(person.id);
  const kind = isOutside ? outsideKind(person) : kindOf(person);
  const app = state.app === 'home' ? state.app : undefined;
  const address = writeAddress({ as: person.id, app, channel: state.channel, thread: state.thread });
  return {
    key: person.id,
    signature: JSON.stringify([person, isMe, kind, address]),
    build: () => {
      const place = { app, channel: state.channel, thread: state.thread };
      const link = railLink(address, isMe ? 'true' : undefined, () => session.become(person.id, place));
      link.title = person.title;
      link.classList.add('person');
      link.append(
        showAvatar(person, person.id, 'small'),
        element(
          'span',
          { class: 'person-words' },
          element('span', { class: 'rail-name' }, person.real_name),
          element('span', { class: 'person-kind' }, kind),
        ),
        isMe ? icon('check') : '',
      );
      return element('li', {}, link);
    },
  };
}

function outsideKind(person: LocalPerson): string {
  return person.kind === 'member' ? 'Outside the channel' : `${kindOf(person)}, outside the channel`;
}

/** A link, so that it can be opened in a second tab; a plain click stays on the page. */
function railLink(href: string, current: string | undefined, go: () => void): HTMLAnchorElement {
  const link = element('a', { class: 'rail-link', attributes: { href, 'aria-current': current } });
  link.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go();
  });
  return link;
}
