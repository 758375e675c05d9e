import { describe, expect, it } from 'vitest';
import type { FailedSubtask, HostRef } from '../../../src/domain/events.ts';
import { parseZoneChoice } from '../../../src/slack/views/host-blocks.ts';
import { hostsView } from '../../../src/slack/views/hosts-view.ts';
import { keyView, parseGivenKey } from '../../../src/slack/views/key-view.ts';
import { lines } from '../../../src/slack/views/lines.ts';
import { loadingView } from '../../../src/slack/views/loading-view.ts';
import { noticeView } from '../../../src/slack/views/notice-view.ts';
import { parseRejection, rejectView } from '../../../src/slack/views/reject-view.ts';
import { parseSkip, skipView } from '../../../src/slack/views/skip-view.ts';
import { problemsOf, stateOf, textOf } from '../check-view.ts';

const ID = 'MO-7K3F2A';
const submitted = (values: unknown, id: string = ID) => ({ private_metadata: id, state: { values } });

describe('loading', () => {
  it('is one block that says Loading, without a button to submit', () => {
    const view = loadingView();
    expect(problemsOf(view)).toEqual([]);
    expect(view.blocks).toHaveLength(1);
    expect(view.submit).toBeUndefined();
    expect(textOf(view)).toContain('Loading');
    expect(view.title.text).toBe('Move Out Cluster');
  });
});

describe('a notice', () => {
  it.each([
    ['OCP did not answer within 10 seconds.', 'OCP did not answer within 10 seconds.'],
    ['<!channel>\n\n*b*', '&lt;!channel&gt; ∗b∗'],
    [['No.\n✅ Done.', 'Yes.'], 'No. ✅ Done.\nYes.'],
    ['', 'Something went wrong.'],
    ['x'.repeat(9000), 'xxx…'],
  ])('says %j', (text, shown) => {
    const view = noticeView({ text, tryAgain: { value: 'ocp-a/7/shop:1001' } });
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toContain(shown);
    expect(textOf(view)).toContain('Try Again');
  });

  it('has only Close when nothing can be tried again', () => {
    const view = noticeView({ title: 'A title that is much too long', text: 'No.' });
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toBe('A title that is much to…\nClose\nNo.');
  });
});

describe('a rejection', () => {
  const values = (reason: string) => stateOf(rejectView(ID), { reason });
  it('carries the request and the reason', () => {
    expect(problemsOf(rejectView(ID))).toEqual([]);
    expect(parseRejection(submitted(values(' not tonight ')))).toEqual({
      requestId: ID,
      reason: 'not tonight',
    });
  });
  it('needs a reason', () => {
    expect(parseRejection(submitted(values('  ')))).toEqual({
      errors: { reason: 'Say why, in a few words.' },
    });
  });
  it.each([submitted({}, '../etc'), {}, undefined, submitted('secret')])('%j is refused', (view) => {
    expect(() => parseRejection(view)).toThrow(/^What Slack sent (?!.*secret)/);
  });
});

describe('the choice of subtasks to skip', () => {
  const subtask = (id: number, name = `Delete host ${id}`): FailedSubtask => ({ id, name, host: `ob-${id}` });
  it.each([
    [1, [1]],
    [2, []],
    [11, []],
    [1200, []],
  ])('of %i ticks %j at first', (count, expected) => {
    const failed = Array.from({ length: count }, (_, index) => subtask(index + 1));
    const view = skipView(ID, failed);
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('on host ob-1, subtask 1');
    expect(textOf(view).includes('… and 220 more')).toBe(count === 1200);
    const parsed = parseSkip(submitted(stateOf(view)), failed);
    if ('errors' in parsed)
      expect([expected.length, parsed.errors]).toEqual([0, { 'subtasks:0': expect.any(String) }]);
    else expect(parsed).toEqual({ requestId: ID, subtaskIds: expected });
  });
  it('shows hostile names as text', () => {
    const view = skipView(ID, [subtask(1, `<!channel>\n${'x'.repeat(300)}`), { id: 2, name: '' }]);
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('on no single host, subtask 2');
  });
  it('refuses what is not failed any more', () => {
    const values = stateOf(skipView(ID, [subtask(1)]));
    expect(parseSkip(submitted(values), [subtask(2)])).toEqual({
      errors: { 'subtasks:0': expect.stringContaining('not failed any more') },
    });
  });
});

describe('the key, entered again', () => {
  const view = keyView(ID, 'The key was lost at a restart <!here>.');
  it('tells why, and checks the key', () => {
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('The key was lost at a restart &lt;!here&gt;.');
    const given = (key: string) => parseGivenKey(submitted(stateOf(view, { 'encryption-key': key })));
    expect(given('Aa1!Aa1!')).toEqual({ requestId: ID, key: 'Aa1!Aa1!' });
    expect(given('Zz')).toEqual({ errors: { 'encryption-key': expect.not.stringContaining('Zz') } });
  });
});

describe('All Hosts', () => {
  const hosts = (count: number, name = 'ob-host'): HostRef[] =>
    Array.from({ length: count }, (_, id) => ({
      id,
      name: `${name}-${id}`,
      address: `10.0.0.${id}`,
      zone: 'zone1',
    }));
  const terms = (deleteHosts: HostRef[]) => ({
    cluster: { ocp: 'ocp-a', id: 7, name: 'shop', obClusterId: 1001, type: 'PRIMARY', status: 'RUNNING' },
    deleteHosts,
    keepHosts: [],
    skipHosts: hosts(1, 'off'),
  });

  it.each([1, 64, 300, 700, 3000])('lists all %i hosts', (count) => {
    const view = hostsView(terms(hosts(count)));
    expect(problemsOf(view)).toEqual([]);
    const text = textOf(view);
    expect(text.match(/`ob-host-\d+`/g)).toHaveLength(count);
    expect(text).toContain('*To keep:* none');
    expect(text).toContain('*Operations skipped (1)*\n• `off-0` (`10.0.0.0`) in `zone1`');
  });

  it('counts what Slack has no room for', () => {
    const view = hostsView(terms(hosts(8000, '數'.repeat(30))));
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toMatch(/… and [\d,]+ more/);
  });
});

it('lines without any room say how many there are', () => {
  expect(lines(['a', 'b'], { blocks: 1, bytes: 0 })).toMatchObject([{ text: { text: '… and 2 more' } }]);
  expect(lines([], { blocks: 1 })).toEqual([]);
});

it.each([
  [
    { action_id: 'choose-all', value: '2', type: 'button' },
    { group: 2, chosen: 'all' },
  ],
  [
    { action_id: 'choose-none', value: '0' },
    { group: 0, chosen: 'none' },
  ],
  [{ action_id: 'choose-all', value: '-1' }, undefined],
  [{ action_id: 'approve', value: '1' }, undefined],
  [undefined, undefined],
])('a click %j is read as %j', (action, choice) => {
  expect(parseZoneChoice(action)).toEqual(choice);
});
