import type { Config } from './config/config.ts';
import type { Log } from './log.ts';
import type { OpenedOcps } from './start.ts';
import type { Clock } from './workflow/ports.ts';

/**
 * Opens the OCPs that are configured, or the embedded one. Only the code of that kind is loaded: most of a start is the loading of
 * modules.
 */
export async function openOcps(
  config: Config,
  log: Log,
  at: { readonly dataDir: string; readonly clock: Clock },
): Promise<OpenedOcps> {
  if (config.ocps.length === 0) {
    const { openEmbedded } = await import('./open-embedded-ocp.ts');
    return openEmbedded(config, log, at);
  }
  const { openHttpOcps } = await import('./open-http-ocps.ts');
  return openHttpOcps(config, log, at.clock);
}
