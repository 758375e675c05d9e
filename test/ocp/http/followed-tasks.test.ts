/** Running tasks of one OCP are read together: the calls grow less than the tasks. */
import { afterEach, describe, expect, it } from 'vitest';
import { averaged, lookPace } from '../../../src/ocp/http/look-pace.ts';
import { type Answer, data, list, type OddServer, oddServer, refusal } from './odd-server.ts';

let server: OddServer;
afterEach(() => server?.stop());

interface Shown {
  status: string;
  operation: string;
}

/** An OCP with so many running tasks, numbered from 1; `change` is what is no longer as it was. */
async function ocpWith(count: number, change: Map<number, Shown> = new Map()) {
  const task = (id: number) => ({
    id,
    name: 'move',
    status: 'RUNNING',
    operation: 'EXECUTE',
    ...change.get(id),
  });
  const answer: Answer = (response, request) => {
    const id = Number(/instances\/(\d+)$/.exec(request.url ?? '')?.[1]);
    if (!Number.isNaN(id)) return data({ ...task(id), subtasks: [] })(response, request);
    const running = Array.from({ length: count }, (_, at) => task(at + 1)).filter(
      ({ status }) => status === 'RUNNING',
    );
    return list(running)(response, request);
  };
  let now = Date.parse('2026-11-25T10:00:00Z');
  server = await oddServer(answer);
  const { ocp } = server.client({}, { callMs: 10_000 }, () => new Date(now));
  return {
    ocp,
    wait: (ms: number) => {
      now += ms;
    },
    /** Every task is looked at once, all at about the same moment. */
    look: () => Promise.all(Array.from({ length: count }, (_, at) => ocp.readTask(at + 1, 'lately'))),
  };
}

describe('tasks that are followed', () => {
  it.each([1, 2, 5, 20, 100])('%i of them for a minute', async (count) => {
    const { ocp, look, wait } = await ocpWith(count);
    await look();
    const before = server.asked.length;
    let looks = 0;
    for (let elapsed = 0; elapsed < 60_000; looks += 1) {
      const step = Math.max(1_000, ocp.lookEveryMs);
      wait(step);
      elapsed += step;
      await look();
    }
    const calls = server.asked.length - before;
    const oneByOne = looks * count;
    // One list a look, and about one detail a second, whatever the number; one or two tasks are simply read.
    expect(calls).toBeLessThanOrEqual(count <= 2 ? oneByOne : looks + 61 + count);
    if (count >= 20) expect(calls).toBeLessThan(oneByOne / 2);
  });

  it('are told as soon as they end, fail or turn round', async () => {
    const change = new Map<number, Shown>();
    const { ocp, look, wait } = await ocpWith(5, change);
    await look();
    change.set(2, { status: 'FAILED', operation: 'EXECUTE' });
    change.set(3, { status: 'SUCCESSFUL', operation: 'EXECUTE' });
    change.set(4, { status: 'RUNNING', operation: 'ROLLBACK' });
    wait(1_000);
    expect((await look()).map((task) => `${task?.status} ${task?.operation}`)).toEqual([
      'RUNNING EXECUTE',
      'FAILED EXECUTE',
      'SUCCESSFUL EXECUTE',
      'RUNNING ROLLBACK',
      'RUNNING EXECUTE',
    ]);
    expect(ocp.lookEveryMs).toBeGreaterThanOrEqual(0);
  });

  it('are read one by one from an OCP that refuses the list', async () => {
    let now = Date.parse('2026-11-25T10:00:00Z');
    server = await oddServer((response, request) => {
      const id = Number(/instances\/(\d+)$/.exec(request.url ?? '')?.[1]);
      if (Number.isNaN(id)) return refusal(403, 30014, 'no')(response, request);
      return data({ id, name: 'move', status: 'RUNNING', operation: 'EXECUTE', subtasks: [] })(
        response,
        request,
      );
    });
    const { ocp } = server.client({}, { callMs: 10_000 }, () => new Date(now));
    for (let look = 0; look < 2; look += 1) {
      const tasks = await Promise.all([1, 2, 3, 4].map((id) => ocp.readTask(id, 'lately')));
      expect(tasks.map((task) => task?.id)).toEqual([1, 2, 3, 4]);
      now += 1_000;
    }
  });

  it('are read anew by whoever acts on them', async () => {
    const change = new Map<number, Shown>();
    const { ocp, look } = await ocpWith(5, change);
    await look();
    await look();
    change.set(1, { status: 'FAILED', operation: 'EXECUTE' });
    expect((await ocp.readTask(1, 'now'))?.status).toBe('FAILED');
    expect((await ocp.readTask(1))?.status).toBe('FAILED');
  });
});

describe('the pace of looks', () => {
  it.each([
    { tasks: 0, answerMs: 0, every: 0 },
    { tasks: 1, answerMs: 10, every: 200 },
    { tasks: 1, answerMs: 500, every: 2_000 },
    { tasks: 5, answerMs: 50, every: 1_000 },
    { tasks: 20, answerMs: 50, every: 4_000 },
    { tasks: 20, answerMs: 2_000, every: 8_000 },
    { tasks: 500, answerMs: 0, every: 15_000 },
    { tasks: 1, answerMs: 60_000, every: 15_000 },
  ])('$tasks tasks, answered in $answerMs ms: every $every ms', ({ tasks, answerMs, every }) => {
    expect(lookPace(tasks, answerMs)).toBe(every);
  });

  it('follows how fast OCP answers, without jumping', () => {
    expect(averaged(undefined, 100)).toBe(100);
    expect(averaged(100, 600)).toBe(200);
    expect(averaged(100, 100)).toBe(100);
  });
});
