/** Where health and metrics are served, and what they say of calls to an OCP that did not end well. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createMonitor } from '../../src/monitor/monitor.ts';
import { type Ocp, OcpFault } from '../../src/workflow/ports.ts';
import { bareOcp } from '../bare-ocp.ts';
import { memoryJournal } from '../memory-journal.ts';

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

async function served() {
  const monitor = createMonitor({ log, clock: { now: () => new Date() } });
  const { url, close } = await monitor.serve(0, {
    journal: memoryJournal(),
    connections: () => 2,
    tokenFault: silent,
    probeStore: async () => undefined,
  });
  onTestFinished(close);
  return { monitor, url };
}

/** `answers`, or why not. */
async function knock(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return 'answers';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

it('only 127.0.0.1 is listened on: no other address of this machine answers', async () => {
  const { url } = await served();
  const { hostname, port } = new URL(url);
  expect(hostname).toBe('127.0.0.1');
  expect(await knock('127.0.0.1', Number(port))).toBe('answers');
  // Whoever listens on every address listens on these, too.
  for (const other of ['127.0.0.2', '::1']) expect(await knock(other, Number(port))).not.toBe('answers');
});

const refusal = new OcpFault({ message: 'OCP refused.' }, { unanswered: false });
const silence = new OcpFault({ message: 'OCP did not answer.' }, { unanswered: true });

it.each<[string, Ocp['listClusters'], string]>([
  ['is answered', async () => [], 'ok'],
  ['OCP refuses', () => Promise.reject(refusal), 'refused'],
  ['OCP does not answer', () => Promise.reject(silence), 'unanswered'],
  ['ends in nobody knows what', () => Promise.reject(new TypeError('no version')), 'unanswered'],
])('a call that %s is counted', async (_what, listClusters, result) => {
  const { monitor, url } = await served();
  const [ocp] = monitor.ocps([bareOcp('hz', { listClusters })]);
  await ocp?.listClusters().catch(silent);
  const text = await (await fetch(`${url}/metrics`)).text();
  const counted = text.split('\n').filter((line) => line.startsWith('moveout_ocp_call_seconds_count'));
  expect(counted).toEqual([
    `moveout_ocp_call_seconds_count{ocp="hz",operation="listClusters",result="${result}"} 1`,
  ]);
});
