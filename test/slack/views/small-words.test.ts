/** What buttons carry, the small words of cards, and how a command is written. */
import { describe, expect, it } from 'vitest';
import { buttonValue, parseButtonValue } from '../../../src/slack/button-value.ts';
import { sinceTheRequest } from '../../../src/slack/views/approval-lines.ts';
import { card } from '../../../src/slack/views/card.ts';
import { ACTION } from '../../../src/slack/views/card-buttons.ts';
import { elapsed } from '../../../src/slack/views/elapsed.ts';
import { helpMessage } from '../../../src/slack/views/help.ts';
import { progressBar, taskProgress } from '../../../src/slack/views/progress-bar.ts';
import { statusText } from '../../../src/slack/views/status-words.ts';
import { exampleTask, exampleTerms, NOW, REQUEST, requestIn, SITUATION_NAMES } from '../../requests.ts';
import { buttonsOf, readable } from '../check-message.ts';

describe('the value of a button', () => {
  it('comes back as it was written', () => {
    const request = requestIn('awaiting approval');
    expect(parseButtonValue(buttonValue(request))).toEqual({ id: REQUEST, fingerprint: 'f0e1d2c3b4a59687' });
    const values = buttonsOf(card(request, { now: NOW }).blocks).map(({ value }) => value);
    expect(new Set(values)).toEqual(new Set([buttonValue(request)]));
  });

  it.each([
    undefined,
    null,
    7,
    {},
    '',
    'MO-7K3F2A',
    'MO-7K3F2A|',
    '|f0e1',
    'mo-7k3f2a|f0e1',
    'MO-7K3F2A|f0e1|more',
    '../../etc|f0e1',
    'MO-7K3F2A\n|f0e1',
    `MO-7K3F2A|${'f'.repeat(200)}`,
  ])('is refused when it is none of ours: %j', (value) => {
    expect(parseButtonValue(value)).toBeUndefined();
  });

  it('belongs to action ids that are all different', () => {
    const ids = Object.values(ACTION);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the small words', () => {
  it('names every status with an emoji and different words', () => {
    const texts = new Set(SITUATION_NAMES.map((name) => statusText(requestIn(name))));
    expect(texts.size).toBe(15);
  });

  it.each([
    [0, 0, '░░░░░░░░ 0/0'],
    [0, 12, '░░░░░░░░ 0/12'],
    [1, 600, '▓░░░░░░░ 1/600'],
    [5, 12, '▓▓▓▓░░░░ 5/12'],
    [599, 600, '▓▓▓▓▓▓▓░ 599/600'],
    [12, 12, '▓▓▓▓▓▓▓▓ 12/12'],
  ])('draws %i of %i', (done, total, bar) => {
    expect(progressBar(done, total)).toBe(bar);
  });

  it('counts what a rollback has undone', () => {
    expect(taskProgress({ ...exampleTask(4, 1), operation: 'ROLLBACK' })).toContain('2/4');
  });

  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [3905, '1 h 5 min'],
    [3605, '1 h'],
    [90_000, '1 d 1 h'],
  ])('says %i seconds as %s', (seconds, words) => {
    expect(elapsed(NOW, new Date(NOW.getTime() + seconds * 1000))).toBe(words);
  });
});

describe('a command of ours that is not written as it must be', () => {
  it.each([
    ['why', '/moveout why &lt;cluster or request&gt;'],
    ['Cancel MO-7K3F2A now', '/moveout cancel &lt;cluster or request&gt;'],
    ['notify maybe', '/moveout notify on|off'],
    ['status page 0', '/moveout status [page N]'],
  ])('is answered by how it is written: %s', (typed, written) => {
    const text = readable(helpMessage(typed).blocks);
    expect(text).toContain(`Moveout cannot read \`/moveout ${typed}\`. It is written so:`);
    expect(text).toContain(`\`${written}\``);
    expect(text).toContain('`/moveout help` shows every command.');
    expect(text).not.toContain('doctor');
  });
});

describe('another start', () => {
  it('is told without what each of the two needs, which the card says of the one that counts', () => {
    const first = exampleTerms({ outsideWindows: true });
    const start = { kind: 'at', at: '2026-11-24T14:00:00.000Z' } as const;
    const told = sinceTheRequest(first, { ...first, start });
    expect(told).toEqual([
      expect.stringMatching(/^The start was as soon as it is approved, and is <!date\^[^>]*>\.$/),
    ]);
  });
});
