import { describe, expect, it } from 'vitest';
import { withZoneChoice } from '../../../src/slack/views/move-out-form.ts';
import { checkSubmission, parseSubmission } from '../../../src/slack/views/move-out-submission.ts';
import { moveOutView } from '../../../src/slack/views/move-out-view.ts';
import { inputsOf, stateOf } from '../check-view.ts';
import { exampleCluster, exampleForm, GOOD, NOW, WINDOWS, withHosts } from './example-form.ts';

const cluster = withHosts(exampleCluster(5), {
  0: { status: 'OFFLINE' },
  1: { services: [{ type: 'OMS', name: 'oms' }] },
});
const form = exampleForm(cluster, { calendar: WINDOWS });

function stateWith(change: Record<string, unknown> = {}) {
  return { ...stateOf(moveOutView(form), GOOD), ...change };
}
const ticked = (...ids: string[]) => ({ x: { selected_options: ids.map((value) => ({ value })) } });
const chosen = (value: string | null) => ({ x: { selected_option: value === null ? null : { value } } });
const typed = (value: string | null) => ({ x: { value } });
const names = (hosts: readonly { id: number }[]) => hosts.map((host) => host.id);

describe('an accepted submission', () => {
  it('deletes what is ticked, keeps the rest, skips the offline hosts', () => {
    const checked = checkSubmission(form, parseSubmission(stateWith()), NOW);
    if ('errors' in checked) throw new Error(JSON.stringify(checked));
    const { deleteHosts, keepHosts, skipHosts, ...rest } = checked.accepted;
    expect([names(deleteHosts), names(keepHosts), names(skipHosts)]).toEqual([
      [1003, 1004, 1002],
      [1000, 1001],
      [1000],
    ]);
    expect(rest).toEqual({
      key: GOOD['encryption-key'],
      reason: 'new OCP',
      start: { start: { kind: 'when approved' }, outsideWindows: true },
    });
    expect(deleteHosts[0]).toEqual({
      id: 1003,
      name: 'ob-shop-3.db.example.com',
      address: '10.1.0.3',
      zone: 'zone1',
    });
  });

  it('may start in the window that was shown, also while it is open', () => {
    const submission = parseSubmission(stateWith({ start: chosen('off-peak') }));
    const start = { kind: 'window', at: '2026-11-23T14:00:00.000Z', until: '2026-11-23T22:00:00.000Z' };
    for (const now of [NOW, new Date('2026-11-23T15:00:00Z')])
      expect(checkSubmission(form, submission, now)).toMatchObject({
        accepted: { start: { start, outsideWindows: false } },
      });
  });

  it('counts whatever zone was chosen last, and starts when it is approved unless told', () => {
    const plain = withZoneChoice(exampleForm(cluster), 0, 'none');
    const submission = parseSubmission(stateOf(moveOutView(plain), { ...GOOD, phrase: '  move out ' }));
    expect(submission.deleteHostIds).toEqual([1004, 1002]);
    expect(checkSubmission(plain, submission, NOW)).toMatchObject({
      accepted: { start: { start: { kind: 'when approved' }, outsideWindows: false } },
    });
  });

  it('takes the key exactly as it was typed', () => {
    expect(parseSubmission(stateWith({ 'encryption-key': typed(' Aa1! ') })).key).toBe(' Aa1! ');
  });
});

describe('every mistake at its field', () => {
  const first = String(inputsOf(moveOutView(form))[0]?.block_id);
  it.each([
    ['a key with a fault', { 'encryption-key': typed('Ab1—') }, 'encryption-key', /shorter than 8.*em dash/],
    ['no key', { 'encryption-key': typed(null) }, 'encryption-key', /shorter than 8/],
    ['a wrong phrase', { phrase: typed('Move Out') }, 'phrase', /lower case/],
    ['no phrase', { phrase: typed(null) }, 'phrase', /Type the two words/],
    ['an empty reason', { reason: typed(' \n ') }, 'reason', /Say why/],
    ['a long reason', { reason: typed('x'.repeat(501)) }, 'reason', /at most 500/],
    [
      'a config server that repeats the key',
      { 'config-address': typed(`http://${GOOD['encryption-key']}`) },
      'config-address',
      /repeats the secret/,
    ],
    ['no start', { start: chosen(null) }, 'start', /Choose when/],
    ['an unknown start', { start: chosen('now!') }, 'start', /Choose when/],
    ['a host that is held', { [first]: ticked('1001') }, first, /cannot be deleted/],
    ['an unknown host', { [first]: ticked('4711') }, first, /cannot be deleted/],
    ['a host that is no number', { [first]: ticked('1e3') }, first, /cannot be deleted/],
    ['a skip of a host that is online', { 'skip-hosts:0': ticked('1003') }, 'skip-hosts:0', /not offline/],
  ])('%s', (_, change, block, sentence) => {
    const checked = checkSubmission(form, parseSubmission(stateWith(change)), NOW);
    expect(checked).toEqual({ errors: { [block]: expect.stringMatching(sentence) } });
  });

  it('all at once, and no sentence says the key', () => {
    const key = 'Qz—';
    const state = stateWith({ 'encryption-key': typed(key), phrase: typed('x'), reason: typed('') });
    const checked = checkSubmission(form, parseSubmission(state), NOW);
    if ('accepted' in checked) throw new Error('accepted');
    expect(Object.keys(checked.errors)).toEqual(['encryption-key', 'reason', 'phrase']);
    expect(JSON.stringify(checked)).not.toContain('Qz');
  });

  it('a window that is over', () => {
    const submission = parseSubmission(stateWith({ start: chosen('off-peak') }));
    const checked = checkSubmission(form, submission, new Date('2026-11-23T22:00:00Z'));
    expect(checked).toEqual({ errors: { start: expect.stringContaining('This window is over') } });
  });

  it('a window that was not offered, and hosts where none were, at a field that exists', () => {
    const bare = exampleForm(exampleCluster(0, 0));
    const state = {
      ...stateOf(moveOutView(bare), GOOD),
      start: chosen('off-peak'),
      'delete-hosts:0:0:0': ticked('1'),
    };
    expect(checkSubmission(bare, parseSubmission(state), NOW)).toEqual({
      errors: { phrase: expect.any(String), start: expect.stringContaining('Choose when') },
    });
  });

  it('a form that is blocked accepts nothing', () => {
    const blocked = exampleForm(exampleCluster(3, 3, { status: 'OPERATING' }));
    const submission = parseSubmission(stateOf(moveOutView(form), GOOD));
    expect(checkSubmission(blocked, submission, NOW)).toHaveProperty('errors');
  });
});

it.each([undefined, null, 'secret', [], { a: 'secret' }, { a: { b: { value: 7, secret: 'secret' } } }])(
  'state that Slack never sends (%j) is refused without repeating it',
  (values) => {
    const read = () => parseSubmission(values);
    if (Array.isArray(values)) return expect(read).toThrow();
    expect(read).toThrow(
      /^What Slack sent with this view cannot be read\. Open it again and try once more\.$/,
    );
  },
);
