import { sendPost } from '../api.ts';
import { botName, channelTitle, findChannel } from '../directory.ts';
import { element, uniqueId } from '../dom.ts';
import { icon } from '../icons.ts';
import { withMentions } from '../mentions.ts';
import { count, refusalOf } from '../sentences.ts';
import type { Session } from '../session.ts';
import type { PageState } from '../store.ts';
import { repliesOf } from '../threads.ts';
import { createComposer } from './composer.ts';
import { createMessageList } from './message-list.ts';
import { createStickToEnd } from './stick-to-end.ts';

/** Makes the panel on the right: the first message of a thread, its replies, and a composer for a reply. */
export function createThread(session: Session, place: HTMLElement): (state: PageState) => void {
  const titleId = uniqueId('thread');
  const where = element('span', { class: 'thread-where' });
  const hide = element(
    'button',
    {
      class: 'icon-button',
      attributes: { type: 'button', 'aria-label': 'Hide thread' },
      onClick: () => leave(session),
    },
    icon('close'),
  );
  place.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave(session);
  });
  const title = element('h2', { attributes: { id: titleId } }, 'Thread ', where);
  const root = element('ol', { class: 'messages', attributes: { 'aria-label': 'First message' } });
  const divider = element('p', { class: 'thread-count' });
  const replies = element('ol', { class: 'messages', attributes: { 'aria-label': 'Replies' } });
  const scroller = element(
    'div',
    { class: 'scroller', attributes: { tabindex: -1 } },
    root,
    divider,
    replies,
  );
  const { toEnd, jump } = createStickToEnd(scroller);
  const composer = createComposer({
    commands: () => [],
    send: (text) => sendReply(session.store.get(), text, toEnd),
  });
  composer.setLabel('Reply in this thread');
  place.setAttribute('aria-labelledby', titleId);
  place.append(
    element('header', { class: 'thread-head' }, title, hide),
    element('div', { class: 'scroll-box' }, scroller, jump),
    composer.node,
  );
  const showRoot = createMessageList(root);
  const showReplies = createMessageList(replies);
  let subject = '';

  return (state) => {
    const { workspace, thread } = state;
    const channel = workspace && findChannel(workspace, state.channel);
    const wasHidden = place.hidden;
    place.hidden = !channel || thread === undefined;
    if (!channel || thread === undefined) {
      subject = '';
      return;
    }
    const all = state.messages.get(channel.id) ?? [];
    const first = all.filter((message) => message.ts === thread);
    const answers = repliesOf(all, thread);
    const next = `${workspace.me.id} ${channel.id} ${thread}`;
    where.textContent = channelTitle(channel);
    divider.textContent = answers.length === 0 ? 'No replies yet' : count(answers.length, 'reply', 'replies');
    composer.node.hidden = !channel.members.includes(workspace.me.id);
    const above = first[0];
    showRoot({ workspace, subject: next, messages: first, above, repliesTo: () => [] });
    showReplies({ workspace, subject: next, messages: answers, above, repliesTo: () => [] });
    if (next === subject) return;
    subject = next;
    toEnd();
    if (wasHidden && document.activeElement !== document.body) composer.focus();
  };
}

/** Hides the panel and gives the focus back to the message in the channel. */
function leave(session: Session): void {
  const { thread } = session.store.get();
  session.openThread(undefined);
  const message = document.querySelector(`.channel [data-ts="${CSS.escape(thread ?? '')}"]`);
  message?.querySelector<HTMLElement>('.message-thread button')?.focus();
}

async function sendReply(state: PageState, text: string, sent: () => void): Promise<string | undefined> {
  const { workspace, channel, thread } = state;
  if (!workspace || channel === undefined) return 'The local Slack is not loaded yet.';
  if (text.startsWith('/')) return 'Slash commands do not work in threads. Type it in the channel.';
  sent();
  return refusalOf(
    await sendPost(workspace.me.id, channel, withMentions(text, workspace), thread),
    botName(workspace),
  );
}
