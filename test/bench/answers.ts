/** How long people wait for what they ask, with many clusters, many open requests and a long past. */
import { messageText } from '../flatten-blocks.ts';
import { Person } from '../person.ts';
import { answerTimes, memoryOf, spreadOf } from './measure.ts';
import { withMoveout } from './scene.ts';

const CLUSTERS = 500;
const OPEN = 200;
const ENDED = 100_000;
const TYPED = 20;
const COMMANDS = [
  '/moveout list',
  '/moveout list cluster4 page 2',
  '/moveout status',
  '/moveout status cluster7',
  '/moveout history',
  '/moveout history cluster7 7d',
];

/** Measures each answer from the typing to its sight, and prints it with the length of the answer. */
export async function benchAnswers(): Promise<void> {
  await withMoveout(
    { inFlight: OPEN, ended: ENDED, clusters: CLUSTERS },
    async ({ bot, slackUrl, start }) => {
      const person = new Person(slackUrl, 'U0ADA');
      const rows: string[] = [];
      for (const command of COMMANDS) {
        const { times, last } = await answerTimes(person, command, TYPED);
        const { median, p99 } = spreadOf(times);
        const cells = [median.toFixed(0), p99.toFixed(0), String(messageText(last).split('\n').length)];
        rows.push(`| ${command.padEnd(44)} |${cells.map((cell) => `${cell.padStart(13)} |`).join('')}`);
      }
      console.log(
        [
          '',
          `| ${`${CLUSTERS} clusters, ${OPEN} in flight, ${ENDED} ended`.padEnd(44)} |   median, ms |      p99, ms |        lines |`,
          `| ${'-'.repeat(44)} | -----------: | -----------: | -----------: |`,
          ...rows,
          '',
          `Start to ready ${start.toFixed(0)} ms, memory ${(await memoryOf(bot.pid)).toFixed(0)} MB.`,
        ].join('\n'),
      );
    },
  );
}
