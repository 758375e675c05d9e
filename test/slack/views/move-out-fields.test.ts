import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/domain/cluster.ts';
import { hostChoices } from '../../../src/domain/host-choices.ts';
import { moveOutView } from '../../../src/slack/views/move-out-view.ts';
import { calendarOf } from '../../calendar-of.ts';
import { inputsOf, problemsOf, textOf } from '../check-view.ts';
import { exampleCluster, exampleForm, exampleHost, WINDOWS } from './example-form.ts';

describe('the fields', () => {
  const form = exampleForm(exampleCluster(3), { calendar: WINDOWS });
  const inputs = inputsOf(moveOutView(form)).map((block) => ({
    id: String(block.block_id),
    texts: JSON.stringify([block.label, block.hint]),
  }));

  it.each([
    [/key/i, 'encryption-key'],
    [/move out/i, 'phrase'],
    [/reason/i, 'reason'],
  ])('only one field says %s', (word, id) => {
    expect(inputs.filter(({ texts }) => word.test(texts)).map((input) => input.id)).toEqual([id]);
  });

  it('offers the window with its time in the configured zone, and none where none is configured', () => {
    expect(textOf(moveOutView(form))).toContain(
      'As soon as it is approved\nOutside the off-peak hours: one more approval is needed\nIn the next off-peak window, Mon 23 Nov 22:00\nAsia/Shanghai time, until Tue 24 Nov 06:00',
    );
    const without = textOf(moveOutView(exampleForm(exampleCluster(3))));
    expect(without).toContain('As soon as it is approved\nAt a date and time');
    expect(without).not.toContain('window');
    expect(without).toContain('ℹ *Note:* OCP advises to do this in off-peak hours');
  });

  it('says so when the window is open now', () => {
    const openedAt = new Date('2026-11-23T15:00:00Z');
    expect(textOf(moveOutView({ ...form, openedAt }))).toContain(
      'In the off-peak window that is open now, until Tue 24 Nov 06:00\nAsia/Shanghai time',
    );
  });

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'America/Argentina/ComodRivadavia'])(
    'says until when a freeze period lasts, whole, in a zone of any name: %s',
    (timezone) => {
      const calendar = calendarOf('', '2026-11-20..2026-11-29', timezone);
      expect(textOf(moveOutView({ ...form, calendar }))).toContain(
        `At a date and time\nFrozen until Mon 30 Nov 00:00, ${timezone} time`,
      );
    },
  );

  it('never asks Slack to send a field while somebody types, and keeps nothing but an id', () => {
    const json = JSON.stringify(
      moveOutView({
        ...form,
        typed: { reason: 'typed before', start: { kind: 'off-peak', date: undefined, time: undefined } },
      }),
    );
    expect(json).not.toContain('dispatch_action');
    expect(json).toContain('"private_metadata":"draft-1"');
    expect(json).toContain('"initial_value":"typed before"');
  });

  it.each([
    [86_400_000, '24 hours'],
    [5_400_000, '90 minutes'],
    [172_800_000, '2 days'],
    [30_000, '30 seconds'],
    [3_600_000, '1 hour'],
  ])('says when the request expires: %i ms', (approvalTtlMs, words) => {
    expect(textOf(moveOutView({ ...form, approvalTtlMs, quorum: 2 }))).toContain(
      `this asks for 2 approvals in <#C0ONCALL>, and one more for a start outside the off-peak hours. The request expires when it is not approved within ${words}.`,
    );
  });
});

describe('a blocking precheck', () => {
  it.each([
    [{ status: 'OPERATING' }, '✕ *Blocked:* The cluster is OPERATING'],
    [{ metaDb: true }, "✕ *Blocked:* This is OCP's own metadata cluster"],
  ])('%o: no submit button and no field, the reason and a way to look again', (change, reason) => {
    const view = moveOutView(exampleForm(exampleCluster(3, 3, change)));
    expect(problemsOf(view)).toEqual([]);
    expect(view.submit).toBeUndefined();
    expect(inputsOf(view)).toEqual([]);
    expect(textOf(view)).toContain(reason);
    expect(textOf(view)).toContain('This cluster cannot be moved now.');
    expect(JSON.stringify(view)).toContain('"action_id":"try-again","value":"draft-1"');
  });
});

describe('hostile names', () => {
  const names = [
    '<!channel>',
    '<img onerror=alert(1)>',
    'x'.repeat(300),
    'a\nb\r\n*bold* ```',
    '',
    '@here :white_check_mark:',
  ];
  const hosts = names.flatMap((name, index): Host[] => [
    exampleHost(index, name, { name, address: name, services: [] }),
    exampleHost(100 + index, name, { name, address: name, services: [{ type: name, name }] }),
  ]);
  const cluster = exampleCluster(0, 0, {
    name: '<@U0ADA>`',
    ocp: '<!here>',
    status: 'RUNNING',
    type: '*<!everyone>*',
    zones: names,
    hosts,
    serversWithoutHost: names,
    standbys: [],
  });

  it('is shown as text: mentions nobody, formats nothing, breaks no line', () => {
    const view = moveOutView(exampleForm(cluster, { notices: ['<!channel> `'] }));
    expect(problemsOf(view)).toEqual([]);
    expect(hostChoices(cluster).deletable).toHaveLength(6);
    const marked = marksOf(view);
    expect(marked.join('\n')).not.toMatch(/<(?!#C0ONCALL>)/);
    expect(marked.join('\n')).not.toMatch(/\*bold\*(?!\s'''`)|```|:white_check_mark:(?!`)/);
    for (const text of marked) expect((text.match(/`/g) ?? []).length % 2).toBe(0);
  });
});

/** The texts in which Slack reads marks. */
function marksOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(marksOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(marksOf);
}
