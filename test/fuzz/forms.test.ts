/** Thousands of forged commands, suggestions, events, clicks in and to the Move Out modal, and submissions of each form. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLICKS, EVENTS, FORMS } from '../../src/slack/payload.ts';
import { FUZZ_TIMEOUT_MS, openRange, type Range } from './fuzz.ts';
import { formPayloads, type Kind, requestClicks } from './sources.ts';

const NAMES = [
  'app_home_opened',
  'app_mention',
  'request-primary',
  'command',
  'suggestion',
  'pick-cluster',
  'try-again',
  'choose-all',
  'choose-none',
  'move-out',
  'change-start',
  'reject',
  'skip',
  'give-key',
];

let range: Range;
let kinds: readonly Kind[];
beforeAll(async () => {
  range = await openRange();
  kinds = formPayloads(range.shapes, range.modals);
});
afterAll(() => range.stop());

it('With the buttons about a request there is a payload of everything that Moveout reads', () => {
  const all = [...kinds, ...requestClicks(range.shapes, range.modals)].map(({ name }) => name);
  const read = ['command', 'suggestion', ...CLICKS, ...FORMS, ...Object.values(EVENTS)];
  expect([...new Set(all)].sort()).toEqual([...new Set(read)].sort());
});

describe.each(NAMES)('A payload of the kind %s', (name) => {
  const kind = () => kinds.find((one) => one.name === name) ?? { name, sources: [] };

  it('does what it is for', () => range.plain(kind()));

  it('that was changed does nothing that its sender may not do', () => range.fuzz(kind()), FUZZ_TIMEOUT_MS);
});
