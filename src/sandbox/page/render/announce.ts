import { nameOf } from '../directory.ts';
import { element } from '../dom.ts';
import type { PageState } from '../store.ts';

/** Tells screen readers who has written in the open channel, in a region that nobody sees. The words are read in the list. */
export function createAnnouncer(): (state: PageState) => void {
  const region = element('div', { class: 'visually-hidden', attributes: { 'aria-live': 'polite' } });
  document.body.append(region);
  let place = '';
  let told = 0;
  return ({ workspace, channel, messages }) => {
    if (!workspace || channel === undefined) return;
    const all = messages.get(channel) ?? [];
    const here = `${workspace.me.id} ${channel}`;
    const news = all.filter((message) => Number(message.ts) > told && message.user !== workspace.me.id);
    told = Math.max(told, Number(all.at(-1)?.ts ?? 0));
    const isNewPlace = here !== place;
    place = here;
    const authors = [...new Set(news.map((message) => nameOf(workspace, message.user)))];
    if (!isNewPlace && authors.length > 0) region.textContent = `New message from ${authors.join(', ')}`;
  };
}
