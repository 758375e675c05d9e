import { CUT_MARK } from '../limits.ts';

/** OCP keeps every run of a subtask in one log, each begun by a line like `############{RETRY}{<ISO time>}############`. */
const RUN_START = /^(?=#{6,}.*#{6,}\s*$)/m;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The end of a subtask's log for a code block in mrkdwn: the newest run first, of each run its end, at most `limit`
 * characters of the result. Escaped, and unable to end the code block.
 */
export function logExcerpt(log: string, limit: number): string {
  const runs = readable(log)
    .split(RUN_START)
    .map((run) => run.trimEnd())
    .filter((run) => run !== '')
    .reverse();
  const shown: string[] = [];
  let room = limit;
  for (const run of runs) {
    const end = endOf(run, room);
    if (end === '') break;
    shown.push(end);
    room -= end.length + 1;
    if (end.startsWith(CUT_MARK)) break;
  }
  return shown.join('\n');
}

/** Without control characters, what reverses the reading direction, and back quotes, which would end a code block. */
function readable(log: string): string {
  return log
    .replaceAll('\r\n', '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/\p{Bidi_Control}/gu, '')
    .replaceAll('`', "'");
}

/** As much of the end as fits, escaped, with a mark when something before it was cut. */
function endOf(run: string, room: number): string {
  const pieces = Array.from(run, (point) => ENTITIES[point] ?? point);
  let total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (total <= room) return pieces.join('');
  let from = 0;
  while (from < pieces.length && total > room - CUT_MARK.length) {
    total -= pieces[from]?.length ?? 0;
    from += 1;
  }
  return from === pieces.length ? '' : CUT_MARK + pieces.slice(from).join('');
}
