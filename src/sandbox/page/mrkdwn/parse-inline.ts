import { parseToken } from './parse-token.ts';
import { readableText, unescapeEntities } from './plain-text.ts';
import type { Inline } from './tree.ts';

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

interface Found {
  readonly node: Inline;
  /** Where the text goes on behind the node. */
  readonly end: number;
}

/** The lines of one paragraph, as nodes: bold, italic, strike, code, links, mentions, dates. Never throws: what is no mark is text. */
export function parseInline(source: string): readonly Inline[] {
  const nodes: Inline[] = [];
  let plainFrom = 0;
  let at = 0;
  while (at < source.length) {
    const found = findNode(source, at);
    if (!found) {
      at += 1;
      continue;
    }
    nodes.push(...plainNodes(source.slice(plainFrom, at)), found.node);
    at = found.end;
    plainFrom = at;
  }
  nodes.push(...plainNodes(source.slice(plainFrom)));
  return nodes;
}

function findNode(source: string, at: number): Found | undefined {
  const character = source[at];
  if (character === '\n') return { node: { kind: 'break' }, end: at + 1 };
  if (character === '`') return findCode(source, at);
  if (character === '<') return findToken(source, at);
  if (character === '*' || character === '_' || character === '~') return findMarked(source, at, character);
  return undefined;
}

function findCode(source: string, at: number): Found | undefined {
  const match = /^`([^`\n]+)`(?!`)/.exec(source.slice(at));
  if (!match?.[1] || source[at - 1] === '`') return undefined;
  return { node: { kind: 'code', text: unescapeEntities(match[1]) }, end: at + match[0].length };
}

function findToken(source: string, at: number): Found | undefined {
  const match = /^<([^<>\n]+)>/.exec(source.slice(at));
  const node = match?.[1] === undefined ? undefined : parseToken(match[1]);
  if (!match || !node) return undefined;
  return { node, end: at + match[0].length };
}

function findMarked(source: string, at: number, mark: keyof typeof MARKS): Found | undefined {
  if (!opens(source, at, mark)) return undefined;
  const close = findClose(source, at, mark);
  if (close === undefined) return undefined;
  return {
    node: { kind: MARKS[mark], children: parseInline(source.slice(at + 1, close)) },
    end: close + 1,
  };
}

/** A mark opens where no word stands before it and something stands behind it: `*bold*`, but not `2*3*4` nor `snake_case`. */
function opens(source: string, at: number, mark: string): boolean {
  const next = source[at + 1];
  return (
    !isWord(source[at - 1]) &&
    source[at - 1] !== mark &&
    next !== undefined &&
    !isSpace(next) &&
    next !== mark
  );
}

function findClose(source: string, from: number, mark: string): number | undefined {
  for (let at = from + 1; at < source.length && source[at] !== '\n'; at += 1) {
    const atom =
      source[at] === '`' ? findCode(source, at) : source[at] === '<' ? findToken(source, at) : undefined;
    if (atom) at = atom.end - 1;
    else if (source[at] === mark && at > from + 1 && closes(source, at, mark)) return at;
  }
  return undefined;
}

function closes(source: string, at: number, mark: string): boolean {
  return !isSpace(source[at - 1]) && !isWord(source[at + 1]) && source[at + 1] !== mark;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

/** Plain characters, in which bare web addresses become links as in Slack. */
function plainNodes(source: string): Inline[] {
  const nodes: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(/\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/g)) {
    pushText(nodes, source.slice(from, match.index));
    const url = unescapeEntities(match[0]);
    nodes.push({ kind: 'link', url, label: url });
    from = match.index + match[0].length;
  }
  pushText(nodes, source.slice(from));
  return nodes;
}

function pushText(nodes: Inline[], source: string): void {
  if (source !== '') nodes.push({ kind: 'text', text: readableText(source) });
}
