import { element } from '../dom.ts';
import { type KeyedChild, showChildren } from '../keyed.ts';
import type { ShownMessage, Workspace } from '../protocol.ts';
import { readText } from '../read-json.ts';
import { createMessageView, type MessageView } from './message.ts';
import { dateWords } from './show-mrkdwn.ts';

/** Messages of one author that are nearer than this stand together under one name. */
const GROUP_SECONDS = 300;

export interface ListContent {
  readonly workspace: Workspace;
  /** What this list is about; a list about something else begins anew. */
  readonly subject: string;
  readonly messages: readonly ShownMessage[];
  /** The message that stands above the list, if one does: its day needs no line. */
  readonly above?: ShownMessage | undefined;
  readonly repliesTo: (message: ShownMessage) => readonly ShownMessage[];
  readonly openThread?: (ts: string) => void;
}

/** Makes the function that keeps a list of messages up to date, with a line between days. */
export function createMessageList(list: HTMLElement): (content: ListContent) => void {
  let views = new Map<string, MessageView>();
  let subject = '';
  return (content) => {
    if (content.subject !== subject) views = new Map();
    subject = content.subject;
    const rows: KeyedChild[] = [];
    content.messages.forEach((message, index) => {
      const before = content.messages[index - 1];
      const above = before ?? content.above;
      if (!above || dayOf(above) !== dayOf(message)) rows.push(dayRow(message));
      const view = views.get(message.ts) ?? createMessageView(message, content.workspace);
      views.set(message.ts, view);
      view.update(message, placeOf(message, before, content));
      rows.push({ key: message.ts, signature: subject, build: () => view.node });
    });
    showChildren(list, rows);
  };
}

function placeOf(message: ShownMessage, before: ShownMessage | undefined, content: ListContent) {
  const { openThread } = content;
  return {
    grouped: before !== undefined && belongTogether(before, message),
    replies: openThread ? content.repliesTo(message) : [],
    ...(openThread && !message.ephemeral ? { openThread: () => openThread(message.ts) } : {}),
  };
}

function belongTogether(before: ShownMessage, message: ShownMessage): boolean {
  const near = Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
  if (message.ephemeral || before.ephemeral) return false;
  if (readText(message.blocks?.[0], 'type') === 'header') return false;
  return near && before.user === message.user && dayOf(before) === dayOf(message);
}

function dayOf(message: ShownMessage): string {
  return dateWords(Number(message.ts), '{date_num}') ?? '';
}

function dayRow(message: ShownMessage): KeyedChild {
  const words = dateWords(Number(message.ts), '{day_divider_pretty}') ?? '';
  return {
    key: `day ${dayOf(message)}`,
    signature: words,
    build: () => element('li', { class: 'day' }, element('span', {}, words)),
  };
}
