import { describe, expect, it } from 'vitest';
import { withTicked, withZoneChoice } from '../../../src/slack/views/move-out-form.ts';
import { parseSubmission } from '../../../src/slack/views/move-out-submission.ts';
import { moveOutView } from '../../../src/slack/views/move-out-view.ts';
import { calendarOf } from '../../calendar-of.ts';
import { inputsOf, problemsOf, stateOf, textOf } from '../check-view.ts';
import { exampleCluster, exampleForm, exampleHost, WINDOWS, withHosts } from './example-form.ts';

const PROXY = { type: 'OBPROXY', name: 'proxy-1' };

describe('every cluster that fits', () => {
  it.each([
    [1, 1],
    [3, 3],
    [64, 3],
    [300, 3],
    [300, 40],
    [200, 200],
    [700, 3],
    [700, 70],
    [64, 1],
  ])('%i hosts in %i zones: each host is offered once and chosen', (hosts, zones) => {
    const form = exampleForm(exampleCluster(hosts, zones), { calendar: WINDOWS, notices: ['A notice.'] });
    const view = moveOutView(form);
    expect(problemsOf(view)).toEqual([]);
    expect(view).toMatchObject({ title: { text: 'Move Out Cluster' }, submit: { text: 'Move Out' } });
    const { deleteHostIds } = parseSubmission(stateOf(view));
    expect(deleteHostIds.toSorted()).toEqual(form.cluster.hosts.map((host) => host.id).toSorted());
    expect(textOf(view).split('\n')).toEqual(
      expect.arrayContaining(form.cluster.hosts.map((host) => expect.stringContaining(host.address))),
    );
  });

  it.each([
    ['', false],
    ['Mon-Fri 22:00-06:00', true],
    ['Mon-Sun 00:00-24:00', false],
  ])('names one more approval only where there are other hours: %j', (hours, isNamed) => {
    const form = exampleForm(exampleCluster(3), { calendar: calendarOf(hours) });
    const asks = textOf(moveOutView(form)).includes(', and one more for a start outside the off-peak hours');
    expect(asks).toBe(isNamed);
  });

  it('groups by zone, at most ten a set, and says the zone of each set', () => {
    const labels = inputsOf(moveOutView(exampleForm(exampleCluster(64)))).map((block) => block.label);
    expect(labels.slice(0, 7)).toMatchObject([
      { text: 'Delete in zone1, 1 to 10 of 22' },
      { text: 'Delete in zone1, 11 to 20 of 22' },
      { text: 'Delete in zone1, 21 to 22 of 22' },
      { text: 'Delete in zone2, 1 to 10 of 21' },
      { text: 'Delete in zone2, 11 to 20 of 21' },
      { text: 'Delete in zone2, 21 to 21 of 21' },
      { text: 'Delete in zone3, 1 to 10 of 21' },
    ]);
  });

  it('puts small zones together when they do not fit, and names the zone at each host', () => {
    const cluster = exampleCluster(90, 40);
    const big = Array.from({ length: 30 }, (_, index) => exampleHost(5000 + index, 'zone1'));
    const text = textOf(moveOutView(exampleForm({ ...cluster, hosts: [...cluster.hosts, ...big] })));
    expect(text).toContain('*Zone* `zone1`: 33 hosts can be deleted');
    expect(text).toContain('*Small zones* `zone');
    expect(text).toMatch(/^zone32 · 10\.1\.0\.31$/m);
  });

  it('says how many hosts Moveout can handle when there are too many', () => {
    const view = moveOutView(exampleForm(exampleCluster(1200)));
    expect(problemsOf(view)).toEqual([]);
    expect(inputsOf(view)).toEqual([]);
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toContain(
      '1,200 hosts can be deleted, and Moveout can handle at most 700 in one modal.',
    );
  });

  it('stays within the size of a view when names are long, whatever is ticked', () => {
    const cluster = exampleCluster(650);
    const long = {
      ...cluster,
      hosts: cluster.hosts.map((host) => ({ ...host, name: `${'數'.repeat(70)}${host.id}` })),
    };
    const form = exampleForm(long);
    const none = [0, 1, 2].reduce((changed, zone) => withZoneChoice(changed, zone, 'none'), form);
    for (const view of [moveOutView(form), moveOutView(none)]) expect(problemsOf(view)).toEqual([]);
    const blocked = [moveOutView(form), moveOutView(none)].map((view) => view.submit === undefined);
    expect(blocked[0]).toBe(blocked[1]);
  });
});

describe('hosts', () => {
  const cluster = withHosts(exampleCluster(6), {
    0: { status: 'OFFLINE' },
    1: { services: [PROXY, { type: 'OB_CLUSTER', name: 'other:5' }] },
    2: { services: [PROXY], status: 'OFFLINE' },
  });
  const view = moveOutView(exampleForm(cluster));
  const submitted = parseSubmission(stateOf(view));

  it('chooses every host that can be deleted but offline ones, and skips these', () => {
    expect(problemsOf(view)).toEqual([]);
    expect(submitted.deleteHostIds).toEqual([1003, 1004, 1005]);
    expect(submitted.skipHostIds).toEqual([1000, 1002]);
    expect(textOf(view)).toContain('offline: OCP cannot reach it · 10.1.0.0');
    expect(textOf(view)).toContain(
      'Offline hosts are not ticked at first: deleting one fails while OCP cannot reach it.',
    );
    expect(textOf(view)).toContain('Skip operations on offline hosts');
  });

  it('lists what holds the others, and does not offer them', () => {
    expect(textOf(view)).toContain('Hosts that cannot be deleted (2)');
    expect(textOf(view)).toContain(
      '• `ob-shop-1.db.example.com` (`10.1.0.1`): `OBPROXY` `proxy-1`, `OB_CLUSTER` `other:5`',
    );
    expect(JSON.stringify(view.blocks.filter((block) => block.block_id?.startsWith('delete')))).not.toContain(
      '1001',
    );
  });

  it('shows the risk of keeping a host right before the choice', () => {
    const risk = view.blocks.findIndex((block) => JSON.stringify(block).includes('Risk of keeping'));
    const first = view.blocks.findIndex((block) => block.block_id?.startsWith('delete-hosts:'));
    expect(first - risk).toBe(3);
  });

  it('cuts a long list of held hosts with their number', () => {
    const held = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [index, { services: [PROXY] }]));
    const all = moveOutView(exampleForm(withHosts(exampleCluster(64), held)));
    expect(problemsOf(all)).toEqual([]);
    expect(textOf(all)).toContain('… and 44 more');
    expect(textOf(all)).toContain('no host of this cluster can be deleted');
    expect(parseSubmission(stateOf(all)).deleteHostIds).toEqual([]);
  });
});

describe('Choose All and Choose None', () => {
  const form = exampleForm(withHosts(exampleCluster(6), { 0: { status: 'OFFLINE' } }));
  const before = moveOutView(form);
  const idsOf = (view: typeof before) => inputsOf(view).map((block) => String(block.block_id));

  it('changes the ids of that zone only, so that Slack shows the new ticks and keeps the rest', () => {
    const after = moveOutView(withZoneChoice(form, 1, 'none'));
    const kept = idsOf(before).filter((id) => idsOf(after).includes(id));
    expect(idsOf(before).length - kept.length).toBe(1);
    expect(idsOf(after).length).toBe(idsOf(before).length);
    expect(kept).toEqual(expect.arrayContaining(['encryption-key', 'reason', 'phrase', 'skip-hosts:0']));
  });

  it.each([
    [0, 'all', [1001, 1002, 1003, 1004, 1005, 1000]],
    [0, 'none', [1001, 1002, 1004, 1005]],
    [2, 'none', [1001, 1003, 1004]],
    [9, 'none', [1001, 1002, 1003, 1004, 1005]],
  ] as const)('zone %i, %s', (zone, chosen, expected) => {
    const view = moveOutView(withZoneChoice(form, zone, chosen));
    expect(problemsOf(view)).toEqual([]);
    expect(new Set(parseSubmission(stateOf(view)).deleteHostIds)).toEqual(new Set(expected));
  });

  it('keeps what was ticked in the other zones, and never what was not offered', () => {
    const ticked = (ids: number[]) => ({ x: { selected_options: ids.map((id) => ({ value: String(id) })) } });
    const state = {
      'delete-hosts:0:0:0': ticked([1000]),
      'delete-hosts:1:0:0': ticked([4711]),
      'skip-hosts:0': ticked([]),
    };
    const changed = withZoneChoice(withTicked(form, state), 2, 'all');
    expect(changed.choice).toEqual({ deleteHostIds: [1000, 1002, 1005], skipHostIds: [] });
  });
});
