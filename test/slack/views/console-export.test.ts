/** What Slack shows of a request whose credentials the requester exports in the console of OCP. */
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/domain/fold.ts';
import { refusalText } from '../../../src/slack/refusal-words.ts';
import { card } from '../../../src/slack/views/card.ts';
import { postsFor } from '../../../src/slack/views/milestones.ts';
import { checkSubmission, parseSubmission } from '../../../src/slack/views/move-out-submission.ts';
import { moveOutView } from '../../../src/slack/views/move-out-view.ts';
import { taskView } from '../../../src/slack/views/task-view.ts';
import { CONSOLE_SITUATIONS, eventsOf, NOW, REQUEST, requestIn, type Situation } from '../../requests.ts';
import { messageProblems, readable } from '../check-message.ts';
import { inputsOf, problemsOf, stateOf, textOf } from '../check-view.ts';
import { exampleCluster, exampleForm, NOW as FILLED, GOOD, WINDOWS, withHosts } from './example-form.ts';

const TERMS = { exportedInConsole: true } as const;
const WHERE = 'In the console of OCP `hz`: *System Management*, *Credential Management*, *Export*.';
const CONTEXT = { howToOpen: 'Import it under *Credential Management*.', head: '9f'.repeat(32) };
const BOX = 'exported-in-console';
const ticked = { [BOX]: { [BOX]: { selected_options: [{ value: 'yes' }] } } };

describe('the modal', () => {
  const form = exampleForm(exampleCluster(3), { exportInConsole: WHERE });
  const view = moveOutView(form);
  const filled = stateOf(view, GOOD);

  it('says where to export, wants a tick for it, and has no field for a key', () => {
    expect(problemsOf(view)).toEqual([]);
    expect(textOf(view)).toContain(
      `*Credentials*\nExport them now: after the move-out they are gone from this OCP.\n${WHERE}`,
    );
    expect(textOf(view)).not.toContain('Encryption key');
    const box = inputsOf(view).find((block) => block.block_id === BOX);
    expect(box).toMatchObject({ optional: false, element: { type: 'checkboxes' } });
    expect(box?.element).not.toHaveProperty('initial_options');
  });

  it('is taken with the tick, without a key, whatever a forged submission says', () => {
    const key = { 'encryption-key': { 'encryption-key': { value: GOOD['encryption-key'] } } };
    for (const more of [{}, key]) {
      const checked = checkSubmission(form, parseSubmission({ ...filled, ...more, ...ticked }), FILLED);
      expect(checked).toMatchObject({ accepted: { exportedInConsole: true, key: undefined } });
    }
  });

  it('is refused without the tick, at the box', () => {
    expect(checkSubmission(form, parseSubmission(filled), FILLED)).toEqual({
      errors: { [BOX]: expect.stringMatching(/^Export the credentials in the OCP console first/) },
    });
  });

  it('where Moveout exports, a tick is no key', () => {
    const plain = exampleForm(exampleCluster(3));
    const state = { ...stateOf(moveOutView(plain), { ...GOOD, 'encryption-key': '' }), ...ticked };
    expect(checkSubmission(plain, parseSubmission(state), FILLED)).toEqual({
      errors: { 'encryption-key': expect.any(String) },
    });
  });
});

it.each([
  [60, 27],
  [300, 40],
  [690, 25],
])('the modal has room for everything at once: %i hosts in %i zones', (count, zones) => {
  const held = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      index * 2,
      { services: [1, 2, 3].map((n) => ({ type: 'OMS', name: `${n}`.repeat(60) })), name: 'h'.repeat(90) },
    ]),
  );
  const cluster = withHosts(exampleCluster(count, zones), { ...held, 1: { status: 'OFFLINE' } });
  const text = 'A long sentence that a rule says. '.repeat(20);
  const checks = Array.from({ length: 16 }, () => ({ rule: 'hosts', verdict: 'warned', text }) as const);
  const view = moveOutView(
    exampleForm(cluster, { checks, calendar: WINDOWS, notices: [text], exportInConsole: WHERE }),
  );
  expect(problemsOf(view)).toEqual([]);
  expect(view.submit).toBeDefined();
  // One more may come: that no real cluster is touched.
  expect(view.blocks.length).toBeLessThan(100);
});

describe('the card and View Task', () => {
  it.each(CONSOLE_SITUATIONS)('%s', (situation) => {
    const request = requestIn(situation, TERMS);
    const message = card(request, { now: NOW });
    expect(messageProblems(message)).toEqual([]);
    expect(readable(message.blocks)).toContain(
      '*Credentials* exported in the OCP console by <@U0ADA>, who keeps the file and its key',
    );
    expect(readable(message.blocks)).not.toMatch(/encryption key|file that was sent|Enter Key/i);
    const modal = taskView(request, { now: NOW });
    expect(problemsOf(modal)).toEqual([]);
    if (/\d\. /.test(readable(modal.blocks)))
      expect(readable(modal.blocks)).toContain(
        '✅ 2. credentials exported in the OCP console by <@U0ADA>: done\n' +
          '✅ 3. credential file and key kept by <@U0ADA>: done',
      );
  });

  it('say nothing of it where Moveout exports', () => {
    const request = requestIn('running: follow');
    expect(readable(card(request, { now: NOW }).blocks)).not.toContain('*Credentials*');
    expect(readable(taskView(request, { now: NOW }).blocks)).toContain('✅ 2. export the credentials: done');
  });
});

describe('the thread', () => {
  function said(situation: Situation): string {
    const events = eventsOf(situation, TERMS);
    const request = fold(REQUEST, events);
    const posts = events.flatMap((event) => postsFor(event, request, CONTEXT));
    for (const { message } of posts) expect(messageProblems(message)).toEqual([]);
    return posts.map(({ message }) => readable(message.blocks)).join('\n');
  }

  it.each<[Situation, string]>([
    [
      'running: submit',
      'The credentials were exported in the OCP console by <@U0ADA>, who keeps the file and its key.',
    ],
    ['completed', '2. Import it under *Credential Management*. <@U0ADA> has both.'],
    ['rolled back', 'For a new request, export the credentials again: the old file can be deleted.'],
    ['step failed: recheck', 'Moveout has changed nothing. Fix the cause, then Retry.'],
    ['expired: stopped run', 'did not go on in time: its approval was valid until'],
  ])('%s', (situation, words) => {
    expect(said(situation)).toContain(words);
  });

  it.each(CONSOLE_SITUATIONS)('never speaks of a key or a file of Moveout’s: %s', (situation) => {
    expect(said(situation)).not.toMatch(/encryption key|was sent to|file that was sent/i);
  });
});

it('a click that comes after its approval is refused without a word of a key', () => {
  const late = { why: 'approval over' } as const;
  expect(refusalText(late, requestIn('step failed: recheck', TERMS))).toBe(
    'This approval is no longer valid. Give Up, then request it again with `/moveout`. Nothing was done.',
  );
  expect(refusalText(late, requestIn('step failed: recheck'))).toBe(
    'This approval, and the encryption key that was kept for it, are no longer valid. Give Up, then request it again with `/moveout`. Nothing was done.',
  );
});
