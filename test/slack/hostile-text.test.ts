/** No text from outside mentions somebody, breaks a block or forges a line, wherever Moveout shows it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Task } from '../../src/domain/cluster.ts';
import type { RecordedEvent } from '../../src/domain/events.ts';
import { fold } from '../../src/domain/fold.ts';
import type { Request } from '../../src/domain/request.ts';
import { card } from '../../src/slack/views/card.ts';
import { helpMessage } from '../../src/slack/views/help.ts';
import { historyMessage } from '../../src/slack/views/history.ts';
import { hostsView } from '../../src/slack/views/hosts-view.ts';
import { keyView } from '../../src/slack/views/key-view.ts';
import { clusterList } from '../../src/slack/views/list.ts';
import type { Message } from '../../src/slack/views/message.ts';
import { postsFor } from '../../src/slack/views/milestones.ts';
import { moveOutView } from '../../src/slack/views/move-out-view.ts';
import { noticeView } from '../../src/slack/views/notice-view.ts';
import { clusterOptions, pickerView } from '../../src/slack/views/picker-view.ts';
import { skipView } from '../../src/slack/views/skip-view.ts';
import { clusterStatus, requestStatus, statusOverview } from '../../src/slack/views/status.ts';
import { taskView } from '../../src/slack/views/task-view.ts';
import { busyText, movedOutText, unknownClusterText, unknownRequestText } from '../../src/slack/wording.ts';
import { eventsOf, exampleTask, hosts, NOW, REQUEST, SITUATION_NAMES, type Situation } from '../requests.ts';
import { messageProblems } from './check-message.ts';
import { problemsOf } from './check-view.ts';
import { forgeries, type Outside, outside } from './hostile-text.ts';
import { exampleCluster, exampleForm, WINDOWS } from './views/example-form.ts';

/** From Slack itself, and from Moveout itself. */
const LINK = 'https://slack.example/archives/C0ONCALL/p1?a=1&b=2';
const NOTICE = 'The OCP is an embedded one: no real cluster is touched.';
const PEOPLE = ['U0ADA', 'U0GRACE', 'U0LINUS'];
const RUNS = { numRuns: 20 };
/** The names of fields whose texts come from outside, in the events of a request. */
const FROM_OUTSIDE =
  /^(message|code|traceId|why|name|host|reason|address|zone|status|obVersion|ocp|configAddress)$/;

/** Every text from outside in the events is a hostile one. */
function hostile<T>(value: T, say: Outside, name?: string): T;
function hostile(value: unknown, say: Outside, name = ''): unknown {
  if (typeof value === 'string') return FROM_OUTSIDE.test(name) ? say() : value;
  if (Array.isArray(value)) return value.map((one: unknown) => hostile(one, say, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, hostile(child, say, key)]));
}

function hostileEvents(situation: Situation, say: Outside): RecordedEvent[] {
  const some = hosts(12);
  const change = { deleteHosts: some, keepHosts: some, skipHosts: some, configAddress: 'http://10.0.0.7' };
  const [first, ...more] = hostile(eventsOf(situation, change), say);
  if (first?.type !== 'requested') throw new Error('A request begins with the request.');
  const cluster = { ...first.terms.cluster, type: say() };
  const warnings = Array.from({ length: 20 }, say);
  const terms = { ...first.terms, cluster, warnings, reason: `${say()}\n${say()}` };
  // What is asked anew is about the same cluster, which may be of another type and state, with other words of its rules.
  const asked = more.map((event) =>
    event.type === 'changed' || event.type === 'moved'
      ? {
          ...event,
          terms: { ...event.terms, cluster: { ...cluster, type: say(), status: say() }, blocking: [say()] },
        }
      : event,
  );
  return [{ ...first, terms }, ...asked];
}

const hostileRequest = (situation: Situation, say: Outside): Request =>
  fold(REQUEST, hostileEvents(situation, say));

function hostileCluster(say: Outside): Cluster {
  const cluster = exampleCluster(14, 3, {
    name: say(),
    type: say(),
    status: say(),
    obVersion: say(),
    standbys: Array.from({ length: 5 }, () => ({ name: say(), obClusterId: 3 })),
    serversWithoutHost: [say(), say()],
    proxyClusters: [say(), say()],
  });
  const zones = [say(), `${say()}2`, `${say()}3`];
  const named = cluster.hosts.map((host, index) => ({
    ...host,
    name: say(),
    address: say(),
    zone: zones[index % 3] ?? '',
    status: index % 4 === 0 ? 'OFFLINE' : say(),
    services: index % 5 === 0 ? [{ type: say(), name: say() }] : host.services,
  }));
  return { ...cluster, zones, hosts: named };
}

function hostileTask(say: Outside): Task {
  const task = exampleTask(12, 4, 'FAILED');
  const subtasks = task.subtasks.map((subtask, index) => ({
    ...subtask,
    name: say(),
    host: say(),
    status: index % 3 === 0 ? say() : subtask.status,
  }));
  return { ...task, name: say(), status: say(), operation: say(), traceId: say(), subtasks };
}

const unread = (say: Outside) => ({ ocp: say(), unreadable: say() });

function expectHarmless(shown: Message | ReturnType<typeof noticeView>): void {
  expect('type' in shown ? problemsOf(shown) : messageProblems(shown)).toEqual([]);
  expect(forgeries(shown, PEOPLE)).toEqual([]);
}

describe.each(SITUATION_NAMES)('%s', (situation) => {
  it('the card, its status and every message about it', () => {
    fc.assert(
      fc.property(outside, (say) => {
        const events = hostileEvents(situation, say);
        const request = fold(REQUEST, events);
        const since = '2026-11-22T21:50:00.000Z';
        const fault = { since, message: say() };
        const sighting = { task: hostileTask(say), fault, noAnswerSince: since, noAnswerWhy: say() };
        const shown = { now: NOW, sighting, notice: NOTICE, severalOcps: true };
        const links = new Map([[REQUEST, LINK]]);
        expectHarmless(card(request, { ...shown, earlierThread: LINK }));
        expectHarmless(requestStatus(request, { ...shown, link: LINK }));
        const sightings = new Map([[REQUEST, sighting]]);
        expectHarmless(statusOverview(Array(12).fill(request), { ...shown, sightings, links }));
        const ended = { requests: [request], isAll: false, cluster: say() };
        expectHarmless(historyMessage({ ...shown, ...ended, links }));
        for (const event of events)
          for (const { message } of postsFor(event, request, {
            howToOpen: 'Open it.',
            head: say(),
            notice: NOTICE,
            severalOcps: true,
            cardLink: LINK,
          }))
            expectHarmless(message);
      }),
      RUNS,
    );
  });

  it('View Task and All Hosts', () => {
    fc.assert(
      fc.property(outside, (say) => {
        const request = hostileRequest(situation, say);
        const shown = { now: NOW, severalOcps: true, notice: NOTICE };
        const log = { subtask: say(), text: say() };
        expectHarmless(taskView(request, { ...shown, task: hostileTask(say), log }));
        expectHarmless(taskView(request, { ...shown, unreadable: say() }));
        expectHarmless(hostsView(request.terms));
      }),
      RUNS,
    );
  });
});

describe('Views and messages about clusters', () => {
  const check = (look: (say: Outside) => void) => fc.assert(fc.property(outside, look), { numRuns: 60 });

  it('the Move Out form, open and blocked', () => {
    check((say) => {
      const cluster = hostileCluster(say);
      const typed = { reason: say(), configAddress: say() };
      const more = { notices: [say(), say()], typed, calendar: WINDOWS, exportInConsole: 'In the console.' };
      expectHarmless(moveOutView(exampleForm({ ...cluster, standbys: [] }, { ...more, checks: [] })));
      const checks = [{ rule: 'state', verdict: 'blocking', text: say() } as const];
      expectHarmless(moveOutView(exampleForm(cluster, { ...more, checks })));
      expectHarmless(moveOutView(exampleForm(cluster, more)));
    });
  });

  it('the picker and its suggestions', () => {
    check((say) => {
      const candidates = [say(), say()];
      expectHarmless(
        pickerView(
          { text: say(), problem: 'ambiguous', candidates },
          Array.from({ length: 12 }, () => `OCP ${say()} cannot be read: ${say()}`),
        ),
      );
      expectHarmless(pickerView({ text: say(), problem: 'unknown' }));
      const options = clusterOptions([hostileCluster(say), hostileCluster(say)], '');
      for (const { text, value, description } of options) {
        expect(text.text.length).toBeGreaterThan(0);
        expect(Array.from(text.text).length).toBeLessThanOrEqual(75);
        expect(Array.from(value ?? '').length).toBeLessThanOrEqual(150);
        expect(Array.from(description?.text ?? '').length).toBeLessThanOrEqual(75);
      }
      expect(forgeries(options, [])).toEqual([]);
    });
  });

  it('the list, and the status of a cluster', () => {
    check((say) => {
      const clusters = Array.from({ length: 5 }, () => hostileCluster(say));
      const listings = [{ ocp: say(), clusters }, unread(say), unread(say)];
      const open = [hostileRequest('running: follow', say)];
      expectHarmless(clusterList({ listings, open, now: NOW, notice: NOTICE }));
      const [first] = clusters;
      const reference = { name: first?.name ?? '', obClusterId: 1001, ocp: say() };
      const shown = { now: NOW, sightings: new Map(), links: new Map(), severalOcps: true, notice: NOTICE };
      expectHarmless(clusterStatus({ name: reference.name }, { ...shown, listings, requests: open }));
      expectHarmless(clusterStatus(reference, { ...shown, listings, requests: [] }));
    });
  });

  it('notices, help, and the modals of decisions', () => {
    check((say) => {
      const request = hostileRequest('completed', say);
      const told = [
        movedOutText(request),
        unknownClusterText(say(), { someUnread: true }),
        `OCP said ${say()}`,
      ];
      expectHarmless(noticeView({ text: told, channel: 'C0ONCALL', tryAgain: { value: say() } }));
      expectHarmless(noticeView({ text: `This could not be loaded: ${say()}` }));
      expectHarmless(noticeView({ text: busyText(request), title: say() }));
      expectHarmless(helpMessage(say()));
      expectHarmless(keyView(REQUEST, `The key is lost: ${say()}`));
      const failed = Array.from({ length: 25 }, (_, id) => ({ id, name: say(), host: say() }));
      expectHarmless(skipView(REQUEST, failed));
      expect(forgeries({ text: unknownRequestText(say()) }, [])).toEqual([]);
    });
  });
});
