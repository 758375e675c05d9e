/** The modal as the version of an OCP lets it be. */
import { describe, expect, it } from 'vitest';
import { EVERY_OPTION, type MoveOutOptions } from '../../../src/domain/move-out-options.ts';
import { precheck } from '../../../src/domain/precheck.ts';
import { card } from '../../../src/slack/views/card.ts';
import { isFormBlocked, newForm } from '../../../src/slack/views/move-out-form.ts';
import { checkSubmission, parseSubmission } from '../../../src/slack/views/move-out-submission.ts';
import { moveOutView } from '../../../src/slack/views/move-out-view.ts';
import { requestIn, NOW as SHOWN } from '../../requests.ts';
import { messageProblems, readable } from '../check-message.ts';
import { inputsOf, problemsOf, stateOf, textOf } from '../check-view.ts';
import { exampleCluster, exampleForm, GOOD, NOW, withHosts } from './example-form.ts';

const NOTHING: MoveOutOptions = {
  deleteHosts: 'none',
  skipHosts: false,
  keepClusterInfo: false,
  configAddress: false,
};
const ALL_OR_NONE: MoveOutOptions = { ...NOTHING, deleteHosts: 'all or none', configAddress: true };
const FREE = exampleCluster(3);
const HELD = withHosts(FREE, { 1: { services: [{ type: 'OMS', name: 'oms' }] } });
const OFFLINE = withHosts(FREE, { 1: { status: 'OFFLINE' } });

function formFor(options: MoveOutOptions, cluster = FREE) {
  const listings = [{ ocp: cluster.ocp, clusters: [cluster] }];
  return exampleForm(cluster, { options, checks: precheck({ cluster, listings, now: NOW, options }) });
}

function submitted(options: MoveOutOptions, cluster = FREE, change: object = {}) {
  const form = formFor(options, cluster);
  const state = { ...stateOf(moveOutView(form), GOOD), ...change };
  return checkSubmission(form, parseSubmission(state), NOW);
}

const ids = (hosts: readonly { readonly id: number }[]) => hosts.map(({ id }) => id).toSorted();
const ticked = (...values: string[]) => ({ x: { selected_options: values.map((value) => ({ value })) } });
const typed = (value: string) => ({ x: { value } });

describe.each<[string, MoveOutOptions]>([
  ['everything', EVERY_OPTION],
  ['all hosts or none', ALL_OR_NONE],
  ['nothing', NOTHING],
])('an OCP that knows %s', (_, options) => {
  it.each([
    ['free', FREE],
    ['held', HELD],
    ['offline', OFFLINE],
    ['none', exampleCluster(0, 0)],
    ['800 of them', exampleCluster(800)],
  ])('gets a modal that Slack takes, with its fields and no other: hosts %s', (_hosts, cluster) => {
    const form = formFor(options, cluster);
    const view = moveOutView(form);
    expect(problemsOf(view)).toEqual([]);
    if (isFormBlocked(form)) return expect([options, cluster.hosts.length]).toEqual([EVERY_OPTION, 800]);
    const fields = inputsOf(view).map((block) => String(block.block_id).replace(/:.*/, ''));
    expect(fields.includes('config-address')).toBe(options.configAddress);
    expect(fields.includes('keep-cluster-info')).toBe(options.keepClusterInfo);
    expect(fields.includes('skip-hosts')).toBe(options.skipHosts && cluster === OFFLINE);
    expect(fields.includes('delete-hosts')).toBe(options.deleteHosts === 'each' && cluster.hosts.length > 0);
    return undefined;
  });
});

describe('hosts, all or none', () => {
  it('is one choice, ticked at first, and deletes all or keeps all', () => {
    const view = moveOutView(formFor(ALL_OR_NONE));
    expect(textOf(view)).toContain('Delete all 3 hosts with the move-out');
    expect(textOf(view)).not.toContain('Choose All');
    const all = submitted(ALL_OR_NONE);
    if ('errors' in all) throw new Error(JSON.stringify(all));
    expect([ids(all.accepted.deleteHosts), ids(all.accepted.keepHosts)]).toEqual([[1000, 1001, 1002], []]);
    expect(all.accepted.hostsLeftToConsole).toBeUndefined();
    const none = submitted(ALL_OR_NONE, FREE, { 'all-hosts': ticked() });
    if ('errors' in none) throw new Error(JSON.stringify(none));
    expect([ids(none.accepted.deleteHosts), ids(none.accepted.keepHosts)]).toEqual([[], [1000, 1001, 1002]]);
  });

  it('is not offered when another service holds a host, and that is said', () => {
    const text = textOf(moveOutView(formFor(ALL_OR_NONE, HELD)));
    expect(text).not.toContain('Delete all');
    expect(text).toContain('deletes all hosts or none, and other services are deployed on some.');
    expect(text).toContain('Risk of keeping a host');
    expect(text).toContain('none is deleted with the move-out');
    expect(text).not.toContain('can be deleted');
    expect(submitted(ALL_OR_NONE, HELD)).toMatchObject({
      accepted: { deleteHosts: [], hostsLeftToConsole: true },
    });
  });

  it('is not ticked at first when a host is offline, where the task would fail', () => {
    const text = textOf(moveOutView(formFor(ALL_OR_NONE, OFFLINE)));
    expect(text).toContain(
      '1 host is offline, and this OCP cannot skip operations there, so its task will fail',
    );
    expect(text).toContain('It is not ticked at first: with a host offline, deleting them fails.');
    expect(text).not.toContain('Skip operations');
    expect(submitted(ALL_OR_NONE, OFFLINE)).toMatchObject({ accepted: { deleteHosts: [], skipHosts: [] } });
  });

  it('is as it was after the modal had to be made anew', () => {
    for (const allHosts of [true, false]) {
      const { choice: _choice, generations: _generations, ...facts } = formFor(ALL_OR_NONE);
      const form = newForm({ ...facts, typed: { allHosts } }, { deleteHostIds: [], skipHostIds: [] });
      const { options } = parseSubmission(stateOf(moveOutView(form), GOOD));
      expect(options.allHosts).toBe(allHosts);
    }
  });
});

it('an OCP that deletes none says what to do instead, and the risk', () => {
  const text = textOf(moveOutView(formFor(NOTHING)));
  expect(text).toContain(
    'None: this OCP’s version deletes no host with a move-out. Delete the hosts in the OCP console afterwards, which is recommended.',
  );
  expect(text).toContain('Risk of keeping a host');
  expect(submitted(NOTHING)).toMatchObject({ accepted: { deleteHosts: [], skipHosts: [] } });
});

describe('what was chosen', () => {
  it('is part of the terms', () => {
    const chosen = { 'config-address': typed(' http://10.9.9.9:8080/ '), 'keep-cluster-info': ticked('yes') };
    expect(submitted(EVERY_OPTION, FREE, chosen)).toMatchObject({
      accepted: { keepClusterInfo: true, configAddress: 'http://10.9.9.9:8080' },
    });
  });

  it('is not, when nothing was', () => {
    const plain = submitted(EVERY_OPTION);
    for (const field of ['keepClusterInfo', 'configAddress', 'exportedInConsole'])
      expect(plain).not.toHaveProperty(`accepted.${field}`);
  });

  it('is refused at its field when the address is none', () => {
    expect(submitted(EVERY_OPTION, FREE, { 'config-address': typed('10.9.9.9') })).toEqual({
      errors: { 'config-address': expect.stringMatching(/^Write it as http:\/\/10\.0\.0\.7:8080/) },
    });
  });

  it.each([
    ['all hosts, one by one', EVERY_OPTION, FREE, { 'all-hosts': ticked('yes') }],
    ['all hosts, one of which is held', ALL_OR_NONE, HELD, { 'all-hosts': ticked('yes') }],
    ['all hosts, of an OCP that deletes none', NOTHING, FREE, { 'all-hosts': ticked('yes') }],
    ['a host by itself, all or none', ALL_OR_NONE, FREE, { 'delete-hosts:0:0:0': ticked('1000') }],
    ['a host by itself, where none is deleted', NOTHING, FREE, { 'delete-hosts:0:0:0': ticked('1000') }],
    ['a skipped host', NOTHING, OFFLINE, { 'skip-hosts:0': ticked('1001') }],
    ['kept information', NOTHING, FREE, { 'keep-cluster-info': ticked('yes') }],
    ['a config server', NOTHING, FREE, { 'config-address': typed('http://10.9.9.9:8080') }],
  ])('is refused when it was not offered: %s', (_, options, cluster, forged) => {
    expect(submitted(options, cluster, forged)).toEqual({
      errors: { phrase: expect.stringMatching(/Open this form again\.$/) },
    });
  });
});

describe('the card', () => {
  it('names the options that were chosen', () => {
    const chosen = { keepClusterInfo: true, configAddress: 'http://10.9.9.9:8080' } as const;
    const message = card(requestIn('awaiting approval', chosen), { now: SHOWN });
    expect(messageProblems(message)).toEqual([]);
    expect(readable(message.blocks)).toContain(
      '*New config server* `http://10.9.9.9:8080`\n*Cluster information* is kept: this OCP’s config server goes on answering',
    );
  });

  it('says nothing of an option that was not', () => {
    const text = readable(card(requestIn('awaiting approval'), { now: SHOWN }).blocks);
    expect(text).not.toMatch(/config server|Cluster information/);
  });
});
