import type { Config } from './config/config.ts';
import { isLoopback } from './config/environment.ts';
import type { Log } from './log.ts';
import type { SeenCall } from './ocp/http/api.ts';
import type { OcpConnection } from './ocp/http/connection.ts';
import { type HttpOcp, openHttpOcp } from './ocp/http/http-ocp.ts';
import { seenHealth } from './seen-health.ts';
import type { OcpHealth } from './slack/checkup.ts';
import type { OpenedOcps } from './start.ts';
import { steadyClock } from './timers.ts';
import type { Clock } from './workflow/ports.ts';

/** Opens the OCPs that are configured. An OCP that does not answer stops no start: the log says what is wrong. */
export function openHttpOcps(config: Pick<Config, 'ocps'>, log: Log, clock: Clock): OpenedOcps {
  const seen = (call: SeenCall) => logCall(call, log);
  const clocks = { clock, steady: steadyClock };
  const opened = config.ocps.map((connection) => openHttpOcp(connection, { ...clocks, seen }));
  return {
    ocps: opened.map(({ ocp }) => ocp),
    probes: new Map(opened.map((one) => [one.ocp.name, () => probeWords(one)])),
    start: () => {
      for (const connection of config.ocps)
        for (const what of sentInClear(connection))
          log.warn(`an OCP is reached over http, so that the ${what} travels in clear`, {
            ocp: connection.name,
          });
      for (const one of opened) void logProbe(one, log);
    },
    stop: async () => {
      await Promise.all(opened.map(({ close }) => close()));
    },
  };
}

/** With an access key pair no login travels; a password does in every call, and an encryption key where Moveout exports. */
function sentInClear({ url, login, credentialExport }: OcpConnection): string[] {
  if (url.protocol !== 'http:' || isLoopback(url.hostname)) return [];
  return [
    ...(login.kind === 'user' ? ['password'] : []),
    ...(credentialExport === 'console' ? [] : ['encryption key']),
  ];
}

/** What changes something in OCP is always in the log; reads come every second, and are there for whoever looks closely. */
function logCall(call: SeenCall, log: Log): void {
  const level = call.method === 'POST' ? 'info' : 'debug';
  log[level]('OCP call', { ...call });
}

/** Version, list and clock of an OCP in a clause, or what is wrong. */
async function probeWords({ probe }: HttpOcp): Promise<OcpHealth> {
  const found = await probe();
  if ('fault' in found) return found;
  const { version, clusters, clockDifferenceMs } = found;
  const seconds = clockDifferenceMs === undefined ? undefined : Math.round(clockDifferenceMs / 1_000);
  const clock = seconds === undefined ? 'it does not tell its time' : `its clock differs by ${seconds} s`;
  return seenHealth(clusters, `it answers, version ${version ?? 'unknown'}, and ${clock}`);
}

async function logProbe({ ocp, probe }: HttpOcp, log: Log): Promise<void> {
  const found = await probe();
  if ('fault' in found) log.warn('an OCP cannot be worked with now', { ocp: ocp.name, fault: found.fault });
  else log.info('an OCP answers', { ocp: ocp.name, ...found });
}
