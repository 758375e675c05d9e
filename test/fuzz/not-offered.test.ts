/** The forms that decide, and View Task, with what nobody can send who only uses them: nothing is decided, and one line is logged. */
import type { ModalView } from '@slack/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { offeredFields } from '../../src/slack/offered-fields.ts';
import type { OpenView } from '../../src/slack/open-views.ts';
import { skipView } from '../../src/slack/views/skip-view.ts';
import { noted } from '../e2e/forgery.ts';
import type { Payload } from '../payloads.ts';
import { recordShapes } from './shapes.ts';
import { formPayloads, type OpenModals, openModals, requestClicks } from './sources.ts';
import { openTarget, type Target } from './target.ts';

let target: Target;
let modals: OpenModals;
let payloads: ReadonlyMap<string, Payload>;
let opened: ReadonlyMap<string, OpenView | undefined>;
beforeAll(async () => {
  const shapes = await recordShapes();
  target = await openTarget();
  modals = await openModals(target, shapes);
  const kinds = [...formPayloads(shapes, modals), ...requestClicks(shapes, modals)];
  payloads = new Map(kinds.map(({ name, sources }) => [name, sources[0]?.payload ?? {}]));
  opened = new Map(Object.values(modals).map(({ id }) => [id, target.bot.views.of(id)]));
});
afterAll(() => target.stop());
beforeEach(() => {
  target.forgetModals();
  for (const [id, view] of opened) if (view !== undefined) target.bot.views.add(id, view);
});

/** The modal as if it had been opened so. */
function openedAs(id: string, view: ModalView): void {
  const before = target.bot.views.of(id);
  if (before === undefined) throw new Error('No such modal was opened.');
  target.bot.views.add(id, { ...before, fields: offeredFields(view) });
}

/** The payload as it is sent, with other values in the form, by block id. */
function filled(name: string, values: Readonly<Record<string, object | undefined>>): Payload {
  const payload = structuredClone(payloads.get(name) ?? {});
  // The window that the request was to start in is not offered, so nothing is chosen at first.
  const chosen = name === 'change-start' ? { start: started('when approved') } : {};
  Object.assign(payload.view.state.values, chosen, values);
  return JSON.parse(JSON.stringify(payload));
}

async function sent(payload: Payload) {
  const { attempts, acks, calls, logged } = await target.send(payload);
  const lines = logged.map((line): Record<string, unknown> => JSON.parse(line));
  return { attempts, acks, calls, logged: lines.map(({ at, ...line }) => line) };
}

const ticked = (value: string) => ({ subtasks: { selected_options: [{ value }] } });
const started = (value: string) => ({ start: { selected_option: { value } } });
const picked = (part: string, value: string) => ({ [part]: value });
const NOT_OFFERED = /^Nothing was done: Moveout did not offer this here\./;

describe('A form that decides is refused and noted', () => {
  it.each([
    ['skip', 'another subtask', 'subtasks:0', { 'subtasks:0': ticked('999') }],
    ['skip', 'no subtask', 'subtasks:0', { 'subtasks:0': ticked('../12') }],
    ['skip', 'boxes that it does not have', 'subtasks:0', { 'subtasks:1': ticked('12') }],
    ['skip', 'nothing ticked, which Slack does not let pass', 'subtasks:0', { 'subtasks:0': undefined }],
    ['change-start', 'a window where there is none', 'start', { start: started('off-peak') }],
    ['change-start', 'a start of no kind', 'start', { start: started('whenever') }],
    ['change-start', 'no start', 'start', { start: undefined }],
    [
      'change-start',
      'a day that is none',
      'start-date',
      { 'start-date': { 'start-date': picked('selected_date', '2026-13-01') } },
    ],
    [
      'change-start',
      'a time that is none',
      'start-time',
      { 'start-time': { 'start-time': picked('selected_time', '25:00') } },
    ],
    ['change-start', 'a field of another form', 'start', { reason: { reason: { value: 'now' } } }],
    ['give-key', 'no key', 'encryption-key', { 'encryption-key': { 'encryption-key': { value: null } } }],
    [
      'give-key',
      'a key that is chosen',
      'encryption-key',
      { 'encryption-key': { 'encryption-key': { selected_option: { value: 'Aa1!Aa1!' } } } },
    ],
    [
      'give-key',
      'a key in another element',
      'encryption-key',
      { 'encryption-key': { key: { value: 'Aa1!Aa1!' } } },
    ],
    ['give-key', 'a field of another form', 'encryption-key', { phrase: { phrase: { value: 'move out' } } }],
    ['reject', 'no reason', 'reason', { reason: undefined }],
    ['reject', 'a longer reason than fits', 'reason', { reason: { reason: { value: 'x'.repeat(501) } } }],
    ['reject', 'a field of another form', 'reason', { start: started('off-peak') }],
  ])('%s: %s', async (name, _what, field, values) => {
    const payload = filled(name, values);
    const { attempts, acks, logged } = await sent(payload);
    expect(attempts).toEqual([]);
    expect(acks).toEqual([
      { response_action: 'errors', errors: { [field]: expect.stringMatching(/^[A-Z].*\.$/) } },
    ]);
    expect(logged).toEqual([
      noted({
        person: payload.user.id,
        request: payload.view.private_metadata,
        wrong: `a submitted form (${name}) with what it did not offer`,
      }),
    ]);
  });

  it('says so where the form itself finds nothing wrong', async () => {
    const { acks } = await sent(filled('reject', { start: started('off-peak') }));
    expect(acks).toMatchObject([{ errors: { reason: expect.stringMatching(NOT_OFFERED) } }]);
  });
});

describe('What the form offered and people may type is no forgery', () => {
  it('a subtask that failed when the form was opened, and does not any more', async () => {
    const { id } = modals.skip;
    const view = skipView('MO-FFFFFF', [
      { id: 12, name: 'Delete host' },
      { id: 99, name: 'Stop monitoring' },
    ]);
    openedAs(id, view);
    const { attempts, acks, logged } = await sent(filled('skip', { 'subtasks:0': ticked('99') }));
    expect({ attempts, logged }).toEqual({ attempts: [], logged: [] });
    expect(acks).toMatchObject([
      { errors: { 'subtasks:0': expect.stringContaining('not failed any more') } },
    ]);
  });

  it.each([
    ['reject', 'reason', 'Say why, in a few words.', { reason: { reason: { value: '   ' } } }],
    [
      'give-key',
      'encryption-key',
      /^The key/,
      { 'encryption-key': { 'encryption-key': { value: 'short' } } },
    ],
    ['change-start', 'start-date', 'Choose the date of the start.', { start: started('at') }],
    [
      'change-start',
      'start-time',
      /^Choose "At a date and time"/,
      { 'start-time': { 'start-time': picked('selected_time', '22:30') } },
    ],
  ])('%s: a mistake at %s', async (name, field, answer, values) => {
    const { attempts, acks, logged } = await sent(filled(name, values));
    expect({ attempts, logged }).toEqual({ attempts: [], logged: [] });
    expect(acks).toEqual([{ response_action: 'errors', errors: { [field]: expect.stringMatching(answer) } }]);
  });
});

describe('A Log button of View Task', () => {
  /** After a restart, when no modal is known any more. */
  const clicked = (value: unknown): Payload => {
    const payload = structuredClone(payloads.get('task.log') ?? {});
    Object.assign(payload.view, { id: 'V0ANEW', private_metadata: 'MO-DDDDDD' });
    payload.container.view_id = 'V0ANEW';
    payload.actions[0].value = value;
    return payload;
  };

  it.each([
    [undefined, 'a Log value that Moveout does not write'],
    ['everything', 'a Log value that Moveout does not write'],
    ['../12', 'a Log value that Moveout does not write'],
    ['1e3', 'a Log value that Moveout does not write'],
    ['999', 'a Log button of a subtask that the task does not have'],
  ])('with the value %j is noted, and shows no log', async (value, wrong) => {
    const { logged, calls } = await sent(clicked(value));
    expect(logged).toEqual([noted({ person: 'U0ADA', request: 'MO-DDDDDD', wrong })]);
    expect(JSON.stringify(calls)).not.toContain('a line of the log');
  });

  it('with the subtask that it is for shows its log', async () => {
    const { logged, calls } = await sent(clicked('12'));
    expect(logged).toEqual([]);
    expect(JSON.stringify(calls)).toContain('a line of the log');
  });
});
