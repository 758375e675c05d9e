import { parseInline } from './parse-inline.ts';
import { unescapeEntities } from './plain-text.ts';
import type { Inline, Piece } from './tree.ts';

const PRE = /```\n?([\s\S]+?)\n?```/g;
const QUOTE = /^(?:>|&gt;) ?(.*)$/;
const QUOTE_REST = /^(?:>>>|&gt;&gt;&gt;) ?/;
const BULLET = /^\s*[•◦-]\s+(.+)$/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.+)$/;

/**
 * A text of Slack's mrkdwn as a small tree: paragraphs, quotes, lists and preformatted text. Takes any text, gives at least an
 * empty list, never throws; what Slack would not understand stays as the characters that were written.
 */
export function parseMrkdwn(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of source.matchAll(PRE)) {
    pieces.push(...parseLines(source.slice(from, match.index).replace(/\n$/, '')));
    pieces.push({ kind: 'pre', text: unescapeEntities(match[1] ?? '') });
    from = match.index + match[0].length;
  }
  const rest = from === 0 ? source : source.slice(from).replace(/^\n/, '');
  pieces.push(...parseLines(rest));
  return pieces;
}

function parseLines(source: string): readonly Piece[] {
  const lines = source.split('\n');
  const pieces: Piece[] = [];
  for (let at = 0; at < lines.length; ) {
    const taken = takePiece(lines.slice(at));
    if (taken.piece) pieces.push(taken.piece);
    at += taken.lines;
  }
  return pieces;
}

interface Taken {
  readonly piece?: Piece;
  readonly lines: number;
}

function takePiece(lines: readonly string[]): Taken {
  const first = lines[0] ?? '';
  if (first.trim() === '') return { lines: 1 };
  if (QUOTE_REST.test(first)) return takeRest(lines);
  if (QUOTE.test(first)) return takeQuote(lines);
  if (BULLET.test(first)) return takeList(lines, BULLET, false);
  if (NUMBER.test(first)) return takeList(lines, NUMBER, true);
  return takeParagraph(lines);
}

function takeRest(lines: readonly string[]): Taken {
  const pieces = parseLines(lines.join('\n').replace(QUOTE_REST, ''));
  return { piece: { kind: 'quote', pieces }, lines: lines.length };
}

function takeQuote(lines: readonly string[]): Taken {
  const quoted = takeWhile(lines, (line) => QUOTE.test(line));
  const pieces = parseLines(quoted.map((line) => QUOTE.exec(line)?.[1] ?? '').join('\n'));
  return { piece: { kind: 'quote', pieces }, lines: quoted.length };
}

function takeList(lines: readonly string[], mark: RegExp, ordered: boolean): Taken {
  const listed = takeWhile(lines, (line) => mark.test(line));
  const items = listed.map((line): readonly Inline[] => parseInline(mark.exec(line)?.at(-1) ?? ''));
  const start = ordered ? Number(mark.exec(listed[0] ?? '')?.[1] ?? 1) : 1;
  return { piece: { kind: 'list', ordered, start, items }, lines: listed.length };
}

function takeParagraph(lines: readonly string[]): Taken {
  const taken = takeWhile(
    lines,
    (line) => line.trim() !== '' && ![QUOTE, BULLET, NUMBER].some((mark) => mark.test(line)),
  );
  return { piece: { kind: 'paragraph', children: parseInline(taken.join('\n')) }, lines: taken.length };
}

function takeWhile(lines: readonly string[], test: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line) => !test(line));
  return end < 0 ? lines : lines.slice(0, end);
}
