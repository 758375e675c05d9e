import { expect, it } from 'vitest';
import type { SeenCall } from '../../../src/ocp/http/api.ts';
import { traceIdOf } from '../../../src/ocp/http/envelope.ts';
import { openHttpOcp } from '../../../src/ocp/http/http-ocp.ts';
import { smallInventory } from '../../small-inventory.ts';
import { openServer, QUICK } from '../server/open-server.ts';

it('Every call is told with its path, its status and the trace id that OCP gave, and with nothing that was sent', async () => {
  const open = await openServer(smallInventory());
  const seen: SeenCall[] = [];
  const { ocp, close } = openHttpOcp(open.connection(), {
    clock: { now: () => new Date() },
    limits: QUICK,
    seen: (call) => seen.push(call),
  });
  const [cluster] = await ocp.listClusters();
  const failure = await ocp.retryTask(99).catch((error: unknown) => error);
  await open.stop();
  await ocp.readTask(1).catch(() => undefined);
  await close();

  expect(cluster).toBeDefined();
  const list = seen.find(({ path }) => path === '/api/v2/ob/clusters');
  expect(list).toMatchObject({
    ocp: 'hz',
    method: 'GET',
    status: 200,
    traceId: expect.stringMatching(/^\w+$/),
  });
  const retry = seen.find(({ method }) => method === 'POST');
  expect(retry?.status).toBe(404);
  expect(failure).toMatchObject({ failure: { traceId: retry?.traceId } });
  expect(seen.at(-1)?.status).toBeUndefined();
  for (const call of seen)
    expect(Object.keys(call).sort()).toEqual(expect.not.arrayContaining(['query', 'body']));
});

it.each([
  ['{"successful":true,"traceId":"a1b2","data":{}}', 'a1b2'],
  [`{"data":"${'x'.repeat(20_000)}","traceId" : "c3-d4.e"}`, 'c3-d4.e'],
  ['{"traceId":"<script>"}', undefined],
  ['{"traceId":null}', undefined],
  ['', undefined],
])('The trace id is found at either end of an answer: %#', (body, traceId) => {
  expect(traceIdOf(Buffer.from(body))).toBe(traceId);
});
