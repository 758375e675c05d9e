import { channelTitle, findChannel, findUsergroup, nameOf } from '../directory.ts';
import { element } from '../dom.ts';
import { formatDate } from '../mrkdwn/format-date.ts';
import { parseMrkdwn } from '../mrkdwn/parse-mrkdwn.ts';
import { readableText } from '../mrkdwn/plain-text.ts';
import type { DateInline, Inline, Piece } from '../mrkdwn/tree.ts';
import type { Json, JsonObject, Workspace } from '../protocol.ts';
import { isObject, readText } from '../read-json.ts';
import { showWithBars } from './progress-bar.ts';

/** A text of mrkdwn as nodes. */
export function showMrkdwn(source: string, workspace: Workspace): readonly Node[] {
  return parseMrkdwn(source).map((piece) => showPiece(piece, workspace));
}

/** A text object of Block Kit, `mrkdwn` or `plain_text`, as nodes; nothing when it is none. */
export function showText(text: Json | undefined, workspace: Workspace): readonly Node[] {
  if (!isObject(text)) return [];
  const source = readText(text, 'text');
  if (readText(text, 'type') === 'mrkdwn') return showMrkdwn(source, workspace);
  return [element('p', { class: 'plain' }, readableText(source))];
}

/** A text object in a place where only one line of words fits, such as the label of a choice. */
export function showInlineText(text: JsonObject | undefined, workspace: Workspace): readonly Node[] {
  const nodes = showText(text, workspace);
  return nodes.flatMap((node) => (node instanceof HTMLParagraphElement ? [...node.childNodes] : [node]));
}

/** One paragraph, quote, list or preformatted text. */
function showPiece(piece: Piece, workspace: Workspace): HTMLElement {
  switch (piece.kind) {
    case 'paragraph':
      return element('p', {}, ...showInlines(piece.children, workspace));
    case 'quote':
      return element('blockquote', {}, ...piece.pieces.map((inner) => showPiece(inner, workspace)));
    case 'pre':
      return element('pre', {}, piece.text);
    case 'list':
      return element(
        piece.ordered ? 'ol' : 'ul',
        { attributes: { start: piece.ordered && piece.start !== 1 ? piece.start : undefined } },
        ...piece.items.map((item) => element('li', {}, ...showInlines(item, workspace))),
      );
  }
}

/** What stands inside a line. */
export function showInlines(inlines: readonly Inline[], workspace: Workspace): readonly Node[] {
  return inlines.map((inline) => showInline(inline, workspace));
}

function showInline(inline: Inline, workspace: Workspace): Node {
  switch (inline.kind) {
    case 'text':
      return fragment(showWithBars(inline.text));
    case 'break':
      return element('br', {});
    case 'bold':
      return element('strong', {}, ...showInlines(inline.children, workspace));
    case 'italic':
      return element('em', {}, ...showInlines(inline.children, workspace));
    case 'strike':
      return element('s', {}, ...showInlines(inline.children, workspace));
    case 'code':
      return element('code', {}, ...showWithBars(inline.text));
    case 'link':
      return showLink(inline.url, workspace, inline.label);
    case 'user':
      return showUser(inline.id, workspace);
    case 'channel':
      return showChannel(inline.id, inline.label, workspace);
    case 'group':
      return showGroup(inline.id, inline.label, workspace);
    case 'everyone':
      return mention(inline.label);
    case 'date':
      return showDate(inline, workspace);
  }
}

function fragment(nodes: readonly Node[]): DocumentFragment {
  const made = document.createDocumentFragment();
  made.append(...nodes);
  return made;
}

function showLink(url: string, { me }: Workspace, label: Node | string): HTMLElement {
  const target = URL.parse(url);
  if (target?.origin !== location.origin || target.pathname !== '/') {
    const attributes = { href: url, target: '_blank', rel: 'noopener noreferrer' };
    return element('a', { attributes }, label);
  }
  target.searchParams.set('as', me.id);
  return element('a', { class: 'here', attributes: { href: target.href } }, label);
}

function showUser(id: string, workspace: Workspace): HTMLElement {
  const node = mention(`@${nameOf(workspace, id)}`);
  if (id === workspace.me.id) node.classList.add('mention-me');
  return node;
}

function showGroup(id: string, label: string | undefined, workspace: Workspace): HTMLElement {
  const group = findUsergroup(workspace, id);
  const node = mention(group ? `@${group.handle}` : (label ?? `@${id}`));
  if (group?.members.includes(workspace.me.id)) node.classList.add('mention-me');
  if (group) node.title = group.name;
  return node;
}

function showChannel(id: string, label: string | undefined, workspace: Workspace): HTMLElement {
  const channel = findChannel(workspace, id);
  if (channel) return mention(channelTitle(channel));
  return mention(label === undefined ? 'a private channel' : `#${label}`);
}

function mention(text: string): HTMLElement {
  return element('span', { class: 'mention' }, text);
}

function showDate(date: DateInline, workspace: Workspace): HTMLElement {
  const words = dateWords(date.unix, date.format) ?? date.fallback;
  const full = dateWords(date.unix, '{date_long} at {time_secs}');
  const node = element(
    'time',
    {
      attributes: {
        datetime: isoOf(date.unix),
        title: full,
        'data-unix': date.unix,
        'data-format': date.format,
      },
    },
    words,
  );
  return date.link === undefined ? node : showLink(date.link, workspace, node);
}

function isoOf(unix: number): string | undefined {
  const moment = new Date(unix * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

const HOUR_12 = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? true;

/** A moment (seconds) in the viewer's zone and clock, by a format of Slack's date tokens; nothing when it is no moment. */
export function dateWords(unix: number, format: string): string | undefined {
  return formatDate(unix, format, { now: Date.now(), hour12: HOUR_12 });
}

/** Says `3 minutes ago`, `today` and the like anew, for everything under `root`. Call it now and then. */
export function refreshDates(root: ParentNode): void {
  for (const node of root.querySelectorAll<HTMLElement>('time[data-format]')) {
    const words = dateWords(Number(node.dataset.unix), node.dataset.format ?? '');
    if (words !== undefined && node.textContent !== words) node.textContent = words;
  }
}
