/** A local Slack that is called without a network, under a clock of the test's: nothing in it waits for real time. */
import { readFile } from 'node:fs/promises';
import { LogLevel } from '@slack/logger';
import { WebClient } from '@slack/web-api';
import { parseAppManifest } from '../../src/sandbox/app-manifest.ts';
import { createWorld } from '../../src/sandbox/create-world.ts';
import { exampleWorkspace } from '../../src/sandbox/example-workspace.ts';
import { Refusal } from '../../src/sandbox/refusal.ts';
import { answerCall } from '../../src/sandbox/web-api/answer-call.ts';
import { readArgs } from '../../src/sandbox/web-api/args.ts';
import type { SlackClients } from '../../src/slack/clients.ts';
import type { Clock } from '../../src/workflow/ports.ts';

/** `isLost` says of which calls, by their method, Slack does what is asked and the answer never comes. */
export async function slackInProcess(clock: Clock, isLost: (method: string) => boolean = () => false) {
  const world = createWorld({
    seed: exampleWorkspace,
    manifest: parseAppManifest(await readFile('manifest.yml', 'utf8')),
    now: () => clock.now().getTime(),
  });
  world.url = 'http://127.0.0.1/';

  function answer(url: string, body: string): Response {
    const method = url.replace(/^.*\/api\//, '');
    const read = readArgs('application/x-www-form-urlencoded', body);
    if (read === undefined) throw new Error('The call cannot be read.');
    const given = answerCall(world, method, read.args, world.botToken);
    world.log.add(method, read.args.given, given);
    if (isLost(method)) throw new TypeError('fetch failed');
    return Response.json(given instanceof Refusal ? given.body() : { ok: true, ...given });
  }

  const client = new WebClient(world.botToken, {
    slackApiUrl: `${world.url}api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: async (url, init) => answer(String(url), String(init?.body ?? '')),
  });
  const clients: SlackClients = { interactive: client, patient: client, background: client };
  return { world, clients };
}
