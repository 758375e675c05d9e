import { fileAddress } from '../api.ts';
import { findPerson, kindOf, nameOf } from '../directory.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { ShownFile, ShownMessage, Workspace } from '../protocol.ts';
import { count, fileSize } from '../sentences.ts';
import { dateWords } from './show-mrkdwn.ts';

/** Who has written a message, and when. */
export function showHead(message: ShownMessage, workspace: Workspace): HTMLElement {
  const person = findPerson(workspace, message.user);
  return element(
    'div',
    { class: 'message-head' },
    element('span', { class: 'author' }, nameOf(workspace, message.user)),
    person?.kind === 'bot' ? element('span', { class: 'tag' }, 'App') : undefined,
    person?.kind === 'stranger' ? element('span', { class: 'tag outside-tag' }, kindOf(person)) : undefined,
    showTime(message.ts),
    message.ephemeral
      ? element('span', { class: 'only-you' }, icon('eye'), 'Only visible to you')
      : undefined,
  );
}

function showTime(ts: string): HTMLElement {
  const unix = Number(ts);
  const title = dateWords(unix, '{date_long} at {time_secs}');
  return element('time', { class: 'time', attributes: { title } }, dateWords(unix, '{time}') ?? '');
}

/** The line below a message that opens its thread: how many replies there are, or a button to write the first one. */
export function showThreadLine(line: HTMLElement, replies: readonly ShownMessage[], open?: () => void): void {
  const last = replies.at(-1);
  const signature = `${replies.length} ${last?.ts} ${open === undefined}`;
  if (line.dataset.shown === signature) return;
  line.dataset.shown = signature;
  if (!open) line.replaceChildren();
  else line.replaceChildren(last ? repliesButton(replies.length, last, open) : replyButton(open));
}

function replyButton(open: () => void): HTMLElement {
  const attributes = { type: 'button', 'aria-label': 'Reply in thread' };
  return element('button', { class: 'reply-button', attributes, onClick: open }, icon('thread'), 'Reply');
}

function repliesButton(replies: number, last: ShownMessage, open: () => void): HTMLElement {
  const when = dateWords(Number(last.ts), '{date_short_pretty} at {time}') ?? '';
  return element(
    'button',
    { class: 'replies', attributes: { type: 'button' }, onClick: open },
    icon('thread'),
    element('strong', {}, count(replies, 'reply', 'replies')),
    element('span', { class: 'replies-last' }, `Last reply ${when.charAt(0).toLowerCase()}${when.slice(1)}`),
  );
}

/** A file as a link that downloads it. */
export function showFile(file: ShownFile, as: string): HTMLElement {
  const size = fileSize(file.size);
  return element(
    'a',
    {
      class: 'file',
      attributes: {
        href: fileAddress(file.id, as),
        download: file.name,
        'aria-label': `Download ${file.name} (${size})`,
      },
    },
    element('span', { class: 'file-icon' }, icon('file')),
    element(
      'span',
      { class: 'file-words' },
      element('span', { class: 'file-name' }, file.name),
      element('span', { class: 'file-size' }, size),
    ),
    icon('download'),
  );
}
