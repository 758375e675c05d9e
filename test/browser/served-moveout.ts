/** Moveout with its local Slack in a process of its own, as `npm start` starts it, for whoever opens the page in a browser. */
import { LocalControls } from '../local-controls.ts';
import { startBot } from '../process/bot-process.ts';

export interface ServedMoveout {
  /** The address that was printed at the start. */
  readonly url: string;
  readonly controls: LocalControls;
  stop(): Promise<void>;
}

/** Starts the built program on a free port. `env` holds the settings that are not as usual. */
export async function serveMoveout(env: Readonly<Record<string, string>> = {}): Promise<ServedMoveout> {
  const bot = startBot({ MOVEOUT_LOCAL_PORT: '0', MOVEOUT_OCP_PACE_MS: '50', ...env });
  const url = await bot.says(/http:\/\/127\.0\.0\.1:\d+\//);
  return {
    url,
    controls: new LocalControls(url),
    async stop() {
      bot.kill('SIGTERM');
      await bot.exited;
    },
  };
}
