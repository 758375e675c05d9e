/** The figures of a run as a table. */
import type { RoundResult } from './round.ts';
import type { Phase } from './sight.ts';

const PHASES: readonly (readonly [Phase, string])[] = [
  ['arrives', 'as it arrives'],
  ['answered', 'answer withheld'],
  ['told', 'after the answer'],
  ['appears', 'as it is named'],
];

export function report(rounds: readonly RoundResult[]): string {
  const starts = rounds.flatMap((round) => round.starts).sort((a, b) => a.toReady - b.toReady);
  const at = (share: number) => {
    const start = starts[Math.min(starts.length - 1, Math.floor(starts.length * share))];
    return `${start?.toReady.toFixed(0)} ms (its first call after ${start?.toFirstCall.toFixed(0)} ms)`;
  };
  const sum = (of: (round: RoundResult) => number) => rounds.reduce((all, round) => all + of(round), 0);
  const doubles = (['cards', 'thread', 'direct', 'files'] as const).map(
    (kind) => `${kind} ${sum((round) => round.doubles[kind])}`,
  );
  return [
    killTable(rounds),
    '',
    `Kills: ${sum(({ kills }) => kills.length)} in ${rounds.length} rounds. Starts: ${starts.length}, ready, in the middle, after ${at(0.5)}; of a hundred the slowest after ${at(0.99)}; the slowest of all after ${at(1)}.`,
    `Requests: ${endsOf(rounds)}.`,
    `Doubles: ${doubles.join(', ')}.`,
    `Move-outs whose answer was lost and whose task was found: ${sum(({ adopted }) => adopted)}; sent again after nothing was found twice: ${sum(({ sentAgain }) => sentAgain)}; questions to people: ${sum(({ asked }) => asked)}.`,
  ].join('\n');
}

function killTable(rounds: readonly RoundResult[]): string {
  const kills = rounds.flatMap((round) => round.kills);
  const whats = [...new Set(kills.map(({ what }) => what))].sort();
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const line = (what: string) => {
    const here = kills.filter((kill) => kill.what === what);
    const counts = PHASES.map(([phase]) => here.filter((kill) => kill.phase === phase).length);
    return row([what, ...counts.map((count) => (count === 0 ? '' : String(count))), String(here.length)]);
  };
  return [
    row(['killed at', ...PHASES.map(([, words]) => words), 'in all']),
    row(['---', ...PHASES.map(() => '--:'), '--:']),
    ...whats.map(line),
  ].join('\n');
}

function endsOf(rounds: readonly RoundResult[]): string {
  const counts = new Map<string, number>();
  for (const end of rounds.flatMap((round) => round.ends)) counts.set(end, (counts.get(end) ?? 0) + 1);
  const named = [...counts].map(([end, count]) => `${count} ${end}`);
  return `${rounds.reduce((all, { ends }) => all + ends.length, 0)}, of which ${named.join(', ')}`;
}
