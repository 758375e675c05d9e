import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type BotProcess, watched } from './bot-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const access = z.object({
  url: z.string(),
  apiUrl: z.string(),
  botToken: z.string(),
  appToken: z.string(),
  signingSecret: z.string(),
});

/** How a bot and a person reach a local Slack. */
export type SlackAccess = z.infer<typeof access>;

/** Starts a local Slack in a process of its own, which can be stopped (SIGSTOP) or measured without the bot's or the test's. */
export async function startSlackProcess(): Promise<SlackAccess & { readonly process: BotProcess }> {
  const script = fileURLToPath(new URL('local-slack-fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = watched(child);
  const line = await started.says(/^\{.*\}$/m);
  return { ...access.parse(JSON.parse(line)), process: started };
}
