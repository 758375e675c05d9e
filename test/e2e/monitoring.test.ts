/** What whoever watches over Moveout sees: the report of its health, its metrics and its log. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { askMoveOut, CHANNEL } from '../ask-move-out.ts';
import { createFaults, unanswered } from '../faults.ts';
import { waitUntil } from '../wait-until.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

const logLine = z.looseObject({ level: z.string(), at: z.iso.datetime(), message: z.string() });
const check = z.looseObject({ ok: z.boolean(), fault: z.string().optional() });
const report = z.object({
  status: z.string(),
  process: check,
  slack: check.extend({ connections: z.number() }),
  store: check,
  ocps: z.record(z.string(), check),
  publishing: check.extend({ oldestUnpublishedSeconds: z.number() }),
});

let stage: Stage;
let expected: readonly string[] = [];
afterEach(() => stage.close(expected));

async function open(options: StageOptions = {}): Promise<Stage> {
  expected = [];
  stage = await openStage({ ...options, env: { MOVEOUT_METRICS_PORT: '0', ...options.env } });
  return stage;
}

const lines = () => stage.log.map((line) => logLine.parse(JSON.parse(line)));

function get(path: string): Promise<Response> {
  const served = lines().findLast(({ message }) => message === 'health and metrics are served');
  return fetch(new URL(path, String(served?.url)));
}

async function health() {
  const response = await get('/healthz');
  return { code: response.status, ...report.parse(await response.json()) };
}

/** Waits for a report of that status. */
function healthOf(status: string) {
  return waitUntil(
    async () => {
      const found = await health();
      return found.status === status ? found : undefined;
    },
    async () => `The health is ${JSON.stringify(await health())}.`,
  );
}

/** The values of a metric by what stands in its braces. */
async function metric(name: string): Promise<Map<string, number>> {
  const text = await (await get('/metrics')).text();
  const found = [...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))];
  return new Map(found.map(([, labels = '', value]) => [labels, Number(value)]));
}

async function moveOut(cluster: string): Promise<void> {
  const card = await askMoveOut(stage.ada, cluster);
  await stage.grace.clickButton(card, 'Approve');
  await stage.ada.waitForReply(card, /is moved out of OCP/);
}

it('A run is in the metrics and in the log, and the health is good all the time', async () => {
  await open();
  const before = await health();
  expect(before).toMatchObject({
    code: 200,
    status: 'ok',
    store: { ok: true },
    ocps: { embedded: { ok: true } },
  });
  expect(before.slack.connections).toBeGreaterThan(0);
  await moveOut('payments');

  const steps = await metric('moveout_step_seconds_count');
  for (const step of ['recheck', 'export', 'deliver', 'submit', 'follow', 'confirm'])
    expect(steps.get(`step="${step}"`), step).toBe(1);
  expect(await metric('moveout_requests_ended_total')).toEqual(new Map([['status="completed"', 1]]));
  const calls = await metric('moveout_ocp_call_seconds_count');
  expect(calls.get('ocp="embedded",operation="moveOut",result="ok"')).toBe(1);
  const slack = await metric('moveout_slack_call_seconds_count');
  expect(slack.get('method="views.open",result="ok"')).toBe(1);
  expect(slack.get('method="files.completeUploadExternal",result="ok"')).toBe(1);
  const acks = await metric('moveout_ack_seconds_count');
  expect([...acks.keys()].sort()).toEqual(
    ['block_actions', 'command', 'view_submission'].map((payload) => `payload="${payload}"`),
  );
  const [file] = lines().filter(({ event }) => event === 'requested');
  const events = lines().filter(({ message }) => message === 'recorded');
  expect(events.map(({ event, request, cluster }) => [event, request, cluster])).toEqual(
    [
      'requested',
      'approved',
      'started',
      'rechecked',
      'exported',
      'delivered',
      'submit intended',
      'task submitted',
      'task succeeded',
      'completed',
    ].map((event) => [event, file?.request, 'payments:1001']),
  );
  const appended = await metric('moveout_journal_append_seconds_count');
  expect(appended.get('result="recorded"')).toBe(events.length);
  const published = await metric('moveout_publish_lag_seconds_count');
  await waitUntil(
    async () =>
      (await metric('moveout_publish_lag_seconds_count')).get('') === events.length ? true : undefined,
    () => `Slack was told of ${published.get('')} events.`,
  );
  expect(await healthOf('ok')).toMatchObject({ code: 200, publishing: { oldestUnpublishedSeconds: 0 } });
});

it('Requests are counted by status, and what is neither health nor metrics is not there', async () => {
  await open();
  const counted = async () => [...(await metric('moveout_requests'))].filter(([, count]) => count > 0);
  expect(await counted()).toEqual([]);
  expect((await metric('moveout_requests')).get('status="awaiting approval"')).toBe(0);
  const card = await askMoveOut(stage.ada, 'payments');
  expect(await counted()).toEqual([['status="awaiting approval"', 1]]);
  await stage.ada.clickButton(card, 'Cancel');
  await waitUntil(
    async () =>
      (await metric('moveout_requests')).get('status="awaiting approval"') === 0 ? true : undefined,
    async () => `There are ${JSON.stringify(await counted())}.`,
  );
  expect((await get('/')).status).toBe(404);
  expect((await get('/healthz?full')).status).toBe(200);
});

it('Without a port nothing is served', async () => {
  await open({ env: { MOVEOUT_METRICS_PORT: '' } });
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  const without = listening();
  expect(stage.log.join('\n')).not.toContain('are served');
  await stage.close();
  await open();
  expect(listening()).toBe(without + 1);
});

it('An OCP that does not answer degrades the health; the log says it once, and once that it is over', async () => {
  const ocp = createFaults();
  await open({ wrapOcp: (real) => ocp.around('ocp', real) });
  await healthOf('ok');
  ocp.next('ocp.listClusters', unanswered, 5);
  for (let asked = 0; asked < 3; asked += 1) await stage.ada.command('/moveout list', CHANNEL);
  const found = await healthOf('degraded');
  expect(found.code).toBe(200);
  expect(found.ocps).toMatchObject({ embedded: { ok: false, fault: 'OCP did not answer within 10 s.' } });
  ocp.clear();
  await stage.ada.command('/moveout list', CHANNEL);
  await healthOf('ok');
  const told = lines().filter(({ ocp: name }) => name === 'embedded');
  expect(told.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warn: an OCP does not answer',
    'info: an OCP answers again',
  ]);
});

it('A data directory that cannot be written fails the health', async () => {
  await open();
  const exports = join(stage.dataDir, 'exports');
  await rename(exports, `${exports}.away`);
  await writeFile(exports, 'a file where a folder was');
  const found = await healthOf('failing');
  expect(found.code).toBe(503);
  expect(found.store.fault).toMatch(/^The data directory cannot be written: ENOTDIR/);
});

it('No connection to Slack fails the health until one stands again', async () => {
  await open();
  await stage.fault({ method: 'apps.connections.open', kind: 'fail', error: 'internal_error', times: 4 });
  await stage.controls.refreshSockets('cut');
  const found = await healthOf('failing');
  expect(found).toMatchObject({ code: 503, slack: { ok: false, connections: 0 } });
  expected = ['internal_error'];
  await healthOf('ok');
});

it('A token that Slack does not take any more fails the health until it is taken again', async () => {
  await open();
  await healthOf('ok');
  await stage.controls.setApp({ bot_token: 'token_revoked' });
  expected = ['token_revoked'];
  await stage.ada.command('/moveout payments', CHANNEL);
  const found = await healthOf('failing');
  expect(found).toMatchObject({ code: 503, slack: { ok: false } });
  expect(found.slack.fault).toContain('Slack does not take SLACK_BOT_TOKEN any more (token_revoked).');
  await stage.controls.setApp({ bot_token: 'valid' });
  await stage.ada.command('/moveout payments', CHANNEL);
  await healthOf('ok');
});
