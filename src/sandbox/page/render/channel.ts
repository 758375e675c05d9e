import { sendCommand, sendPost } from '../api.ts';
import { appChannel, botName, channelTitle, findChannel, nameOf } from '../directory.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import { withMentions } from '../mentions.ts';
import type { LocalChannel, Workspace } from '../protocol.ts';
import { count, refusalOf } from '../sentences.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { isReply, repliesOf } from '../threads.ts';
import { createAppTabs } from './app-tabs.ts';
import { createBanner } from './banner.ts';
import { createComposer } from './composer.ts';
import { createMessageList } from './message-list.ts';
import { createStickToEnd } from './stick-to-end.ts';

/** Makes the middle of the page: the open channel with its messages and the composer. */
export function createChannel(session: Session, place: HTMLElement): (state: PageState) => void {
  const head = element('header', { class: 'channel-head' });
  const banner = createBanner();
  const tabs = createAppTabs(session, 'messages');
  const list = element('ol', { class: 'messages', attributes: { 'aria-label': 'Messages' } });
  const welcome = element('div', { class: 'welcome' });
  const scroller = element('div', { class: 'scroller', attributes: { tabindex: -1 } }, welcome, list);
  const { toEnd, jump } = createStickToEnd(scroller);
  const outside = element('p', { class: 'outside', attributes: { hidden: true } });
  const composer = createComposer({
    commands: () => session.store.get().workspace?.commands ?? [],
    send: (text) => sendFrom(session.store.get(), text, toEnd),
  });
  composer.node.hidden = true;
  place.append(
    head,
    tabs.node,
    banner.node,
    element('div', { class: 'scroll-box' }, scroller, jump),
    outside,
    composer.node,
  );
  const showList = createMessageList(list);
  let subject = '';

  return (state) => {
    const { workspace } = state;
    const channel = workspace && findChannel(workspace, state.channel);
    place.hidden = state.app === 'home';
    banner.show(state);
    if (!workspace || !channel) return;
    if (place.hidden) {
      subject = '';
      return;
    }
    tabs.show(workspace, channel.id === appChannel(workspace)?.id);
    const all = state.messages.get(channel.id) ?? [];
    const next = `${workspace.me.id} ${channel.id}`;
    showHead(head, channel, workspace);
    showWelcome(welcome, channel);
    showList({
      workspace,
      subject: next,
      messages: all.filter((message) => !isReply(message)),
      repliesTo: (message) => repliesOf(all, message.ts),
      openThread: session.openThread,
    });
    const isMember = channel.members.includes(workspace.me.id);
    composer.setLabel(`Message ${channelTitle(channel)}`);
    composer.node.hidden = !isMember || channel.archived;
    outside.hidden = isMember && !channel.archived;
    outside.textContent = outsideWords(channel, workspace);
    if (next === subject) return;
    subject = next;
    toEnd();
    if (state.views.length === 0) composer.focus();
  };
}

async function sendFrom(state: PageState, text: string, sent: () => void): Promise<string | undefined> {
  const { workspace, channel } = state;
  if (!workspace || channel === undefined) return 'The local Slack is not loaded yet.';
  sent();
  const { me } = workspace;
  const act = text.startsWith('/')
    ? sendCommand(me.id, channel, text)
    : sendPost(me.id, channel, withMentions(text, workspace));
  return refusalOf(await act, botName(workspace));
}

function showHead(head: HTMLElement, channel: LocalChannel, workspace: Workspace): void {
  const shared = sharedWords(channel, workspace);
  const signature = JSON.stringify([channel, shared]);
  if (head.dataset.shown === signature) return;
  head.dataset.shown = signature;
  const sign = channel.kind === 'private' ? icon('lock') : channel.kind === 'channel' ? '#' : undefined;
  const name = element('span', {}, channel.name);
  const members =
    channel.kind === 'im' ? 'Direct message' : count(channel.members.length, 'member', 'members');
  head.replaceChildren(
    element(
      'h1',
      {},
      sign === undefined
        ? undefined
        : element('span', { class: 'sign', attributes: { 'aria-hidden': 'true' } }, sign),
      name,
    ),
    element('p', { class: 'topic' }, channel.topic),
    shared === undefined ? '' : element('p', { class: 'members' }, shared),
    element('p', { class: 'members' }, members),
  );
}

/** With whom a channel is shared, by the people of other organisations that are in it. */
function sharedWords({ shared, members }: LocalChannel, { people, me }: Workspace): string | undefined {
  if (!shared) return undefined;
  const inside = [me, ...people].filter(({ id }) => members.includes(id));
  const names = new Set(inside.flatMap(({ organisation }) => organisation ?? []));
  return `Shared with ${names.size === 0 ? 'another organisation' : [...names].join(', ')}`;
}

function showWelcome(welcome: HTMLElement, channel: LocalChannel): void {
  const title = channelTitle(channel);
  if (welcome.dataset.shown === title) return;
  welcome.dataset.shown = title;
  const words =
    channel.kind === 'im'
      ? `This is the beginning of your direct messages with ${channel.name}.`
      : `This is the beginning of ${title}. Write something, or type / for a command.`;
  const hint = 'You can be anybody here: choose a person on the left.';
  welcome.replaceChildren(element('strong', {}, title), element('p', {}, words), element('p', {}, hint));
}

function outsideWords(channel: LocalChannel, workspace: Workspace): string {
  if (channel.archived) return 'This channel is archived.';
  const name = nameOf(workspace, workspace.me.id);
  return `${name} is not a member of ${channelTitle(channel)} and can only look.`;
}
