/** 200 runs at once in one channel, on a clock that tests move: Slack's rates are kept, and everything is told. */
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Task } from '../../src/domain/cluster.ts';
import type { MoveOutOrder } from '../../src/domain/move-out-options.ts';
import { createLanes, type Lanes } from '../../src/jobs/lanes.ts';
import { createCardLinks } from '../../src/slack/card-links.ts';
import { createPacer } from '../../src/slack/pacer.ts';
import { createPublish } from '../../src/slack/publish.ts';
import { createAdvance } from '../../src/workflow/advance.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import type { World } from '../../src/workflow/world.ts';
import { inventoryOf } from '../e2e/inventory-of.ts';
import { fakeTimers } from '../fake-time.ts';
import { createWorld } from '../world.ts';
import { worstByChannel, worstOverall } from './rates.ts';
import { slackInProcess } from './slack-in-process.ts';

const RUNS = 200;
/** Timers between two looks at all messages, which take longer than a timer. */
const LOOK_EVERY = 50;
const CHANNEL = 'C0ONCALL';
const REQUESTERS = ['U0ADA', 'U0LINUS'];

/** The embedded OCP works while the clock stands still, one task after the other; and it remembers more than its last tasks. */
function unhurried(ocp: Ocp): Ocp {
  const done = new Map<number, Task>();
  let before: Promise<unknown> = Promise.resolve();

  async function carriedOut(id: number, order: MoveOutOrder): Promise<Task> {
    const submitted = await ocp.moveOut(id, order);
    for (let task: Task | undefined = submitted; task?.status === 'RUNNING'; ) {
      await setImmediate();
      task = await ocp.readTask(submitted.id);
      if (task !== undefined) done.set(task.id, task);
    }
    return submitted;
  }

  return {
    ...ocp,
    moveOut: (id, order) => {
      const task = before.then(() => carriedOut(id, order));
      before = task;
      return task;
    },
    readTask: async (id) => (await ocp.readTask(id)) ?? done.get(id),
  };
}

/** Moveout without its listeners: the lanes, the run and the publishing, on fake time and a Slack without a network. */
async function openCrowd() {
  const sketches = Array.from({ length: RUNS }, (_, index) => ({
    name: `shop${index + 1}`,
    obClusterId: 1001 + index,
  }));
  const base = await createWorld({ inventory: inventoryOf(sketches), wrapOcp: unhurried });
  const time = fakeTimers(base.clock, base.wait);
  const slack = await slackInProcess(base.clock);
  const faults: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const { clock } = base;
  const pacer = createPacer({ clock, timers: time.timers, wake: (id) => lanes.publish(id) });
  const world: World = {
    ...base.world,
    jobs: { wake: (id) => lanes.wake(id), publish: (id) => lanes.publish(id) },
  };
  const lanes: Lanes = createLanes({
    advance: createAdvance(world),
    publish: createPublish({
      ...world,
      approversListed: false,
      subscribersOf: async () => [],
      clients: slack.clients,
      cardLinks: createCardLinks(slack.clients.background),
      log,
      pacer,
    }),
    clock,
    timers: time.timers,
    onFault: (lane, id, error) => faults.push(`${lane} ${id}: ${String(error)}`),
  });

  /** Lets time go by, timer by timer, until it is so. */
  async function until(isSo: () => boolean, lookEvery = 1): Promise<void> {
    for (let count = 0; count < 1_000_000; count += 1) {
      await lanes.idle();
      if (count % lookEvery === 0 && isSo()) return;
      if (time.next()) continue;
      if (isSo()) return;
      throw new Error('Nothing is going to happen any more.');
    }
    throw new Error('It never came true.');
  }

  async function ask(cluster: number): Promise<string> {
    const requester = REQUESTERS[cluster % REQUESTERS.length] ?? 'U0ADA';
    const id = await base.open({ cluster, requester, terms: { channel: CHANNEL } });
    lanes.wake(id);
    return id;
  }

  async function approve(id: string): Promise<void> {
    await base.approve(id, 'U0GRACE');
    lanes.wake(id);
  }

  const messages = () => slack.world.messages.of(CHANNEL);
  return { base, slack, lanes, faults, until, ask, approve, messages };
}

/** What the thread of every card reads, by its beginnings. */
const THREAD = [
  '👍 Approved by',
  '▶️ Started',
  'The rules were checked again',
  'The credentials are exported',
  'The move-out is submitted',
  'The OCP task is completed',
  '<@U',
];

it('200 runs stay within a message a second and 50 edits a minute, and every thread and card ends right', {
  timeout: 120_000,
}, async () => {
  const crowd = await openCrowd();
  const ids = await Promise.all(Array.from({ length: RUNS }, (_, index) => crowd.ask(index + 1)));
  const cards = () => crowd.messages().filter(({ threadTs }) => threadTs === undefined);
  await crowd.until(() => cards().length === RUNS);
  for (const id of ids) await crowd.approve(id);
  const isEnd = ({ text }: { readonly text: string }) => /✅ \*.* is moved out/.test(text);
  await crowd.until(
    () =>
      cards().every(({ text }) => text.startsWith('✅ Completed')) &&
      crowd.messages().filter(isEnd).length === RUNS,
    LOOK_EVERY,
  );

  expect(crowd.faults).toEqual([]);
  for (const { ts } of cards()) {
    const thread = crowd.messages().filter(({ threadTs }) => threadTs === ts);
    expect(thread.map(({ text }, at) => text.startsWith(THREAD[at] ?? '-'))).toEqual(THREAD.map(() => true));
  }
  const calls = crowd.slack.world.log.list();
  expect(calls.filter(({ ok }) => !ok)).toEqual([]);
  expect(worstByChannel(calls, 'chat.postMessage', 1_000)).toBe(1);
  expect(worstByChannel(calls, 'chat.postMessage', 60_000)).toBeLessThanOrEqual(60);
  expect(worstOverall(calls, 'chat.update', 60_000)).toBeLessThanOrEqual(50);
  await crowd.base.stop();
});
