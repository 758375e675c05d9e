/** Every line about a call to OCP bears the request for which it was made, and the trace id that OCP gave. */
import { expect, it } from 'vitest';
import { readConfig } from '../src/config/config.ts';
import { aboutRequest, createLog } from '../src/log.ts';
import { createMonitor } from '../src/monitor/monitor.ts';
import { openOcps } from '../src/open-ocps.ts';
import { temporaryFolder } from './journal/temporary-folder.ts';
import { ACCESS_KEY, openServer, USER } from './ocp/server/open-server.ts';
import { smallInventory } from './small-inventory.ts';

const ID = 'MO-AAAAAA';

it('What is read, what is changed and what is not answered: each line has the request and the trace id', async () => {
  const open = await openServer(smallInventory());
  const lines: { message: string; method?: string; path?: string; request?: string; traceId?: string }[] = [];
  const log = createLog('debug', (line) => lines.push(JSON.parse(line)));
  const clock = { now: () => new Date() };
  const config = readConfig({
    OCP_NAMES: 'hz',
    OCP_HZ_URL: open.server.url,
    OCP_HZ_USERNAME: USER.username,
    OCP_HZ_PASSWORD: USER.password,
  });
  const opened = await openOcps(config, log, { dataDir: await temporaryFolder(), clock });
  const [ocp] = createMonitor({ log, clock }).ocps(opened.ocps);
  open.server.plan.add({
    method: 'POST',
    path: '/api/v2/tasks/instances/*/retry',
    times: 1,
    fault: { kind: 'refuse', status: 500, code: '1', message: 'Unexpected error' },
  });
  await aboutRequest(ID, async () => {
    await ocp?.listClusters();
    await ocp?.retryTask(99).catch(() => undefined);
  });
  await opened.stop();
  await open.stop();

  const calls = lines.filter(({ message }) => message === 'OCP call');
  expect(calls.map(({ method }) => method)).toEqual(expect.arrayContaining(['GET', 'POST']));
  const silent = lines.filter(({ message }) => message === 'an OCP does not answer');
  expect(silent).toHaveLength(1);
  for (const line of [...calls, ...silent])
    expect(line).toMatchObject({ request: ID, traceId: expect.stringMatching(/^\w+$/) });
});

it('The doctor reads how far the clock of an OCP is off, and that it is too far for an access key', async () => {
  const open = await openServer(smallInventory());
  const log = createLog('error', () => undefined);
  const config = readConfig({
    OCP_NAMES: 'hz',
    OCP_HZ_URL: open.server.url,
    OCP_HZ_ACCESS_KEY_ID: ACCESS_KEY.id,
    OCP_HZ_ACCESS_KEY_SECRET: ACCESS_KEY.secret,
  });
  const opened = await openOcps(config, log, {
    dataDir: await temporaryFolder(),
    clock: { now: () => new Date() },
  });
  const found = async (ms: number) => {
    open.server.shiftClock(ms);
    return opened.probes?.get('hz')?.();
  };
  expect(await found(10 * 60_000)).toMatchObject({
    says: expect.stringMatching(
      /^it answers, version 4\.3\.5.*, and its clock differs by (5\d\d|600) s; its user/,
    ),
  });
  expect(await found(-20 * 60_000)).toEqual({
    fault:
      'OCP hz will not accept the login: its clock is 20 minutes behind that of this machine, and OCP takes 15 at most. Set the clock that is wrong; OCP hz says what it has at /api/v2/time.',
  });
  await opened.stop();
  await open.stop();
});

it.each([
  { what: ['password'], env: { OCP_HZ_USERNAME: 'u', OCP_HZ_PASSWORD: 'p' } },
  {
    what: ['password', 'encryption key'],
    env: { OCP_HZ_USERNAME: 'u', OCP_HZ_PASSWORD: 'p', OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/export' },
  },
  {
    what: ['encryption key'],
    env: {
      OCP_HZ_ACCESS_KEY_ID: 'i',
      OCP_HZ_ACCESS_KEY_SECRET: 's',
      OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/export',
    },
  },
  { what: [], env: { OCP_HZ_ACCESS_KEY_ID: 'i', OCP_HZ_ACCESS_KEY_SECRET: 's' } },
])('A start says what travels in clear to an OCP over http: $what', async ({ what, env }) => {
  const lines: string[] = [];
  const log = createLog('warn', (line) => lines.push(line));
  // Behind a proxy that is not there, so that nothing leaves this machine.
  const http = { OCP_HZ_URL: 'http://ocp.example.com:8080', OCP_HZ_PROXY: 'http://127.0.0.1:9' };
  const config = readConfig({
    OCP_NAMES: 'hz',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    ...http,
    ...env,
  });
  const opened = await openOcps(config, log, { dataDir: '', clock: { now: () => new Date() } });
  opened.start();
  await opened.stop();
  const inClear = lines.map((line) => JSON.parse(line)).filter(({ message }) => message.includes('in clear'));
  expect(inClear).toEqual(
    what.map((secret) =>
      expect.objectContaining({
        message: `an OCP is reached over http, so that the ${secret} travels in clear`,
        ocp: 'hz',
      }),
    ),
  );
});
