import { afterAll } from 'vitest';
import type { BotProcess } from './bot-process.ts';

interface LeftRunning {
  /** Gives the process back, which is killed after the last test of the file. */
  process<Process extends BotProcess>(process: Process): Process;
  /** Gives the Slack back, which is stopped after that. */
  slack<Slack extends { stop(): Promise<void> }>(slack: Slack): Slack;
}

/** Ends what the tests of a file leave running. */
export function leftRunning(): LeftRunning {
  const processes: BotProcess[] = [];
  const slacks: { stop(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const one of processes) one.kill('SIGKILL');
    for (const slack of slacks) await slack.stop();
  });
  return {
    process: (one) => {
      processes.push(one);
      return one;
    },
    slack: (slack) => {
      slacks.push(slack);
      return slack;
    },
  };
}
