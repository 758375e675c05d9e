/** Thousands of forged clicks on each button about a request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION } from '../../src/slack/views/card-buttons.ts';
import { FUZZ_TIMEOUT_MS, openRange, type Range } from './fuzz.ts';
import { type Kind, requestClicks } from './sources.ts';

const NAMES = [...Object.values(ACTION), 'task.refresh', 'task.log'];

let range: Range;
let kinds: readonly Kind[];
beforeAll(async () => {
  range = await openRange();
  kinds = requestClicks(range.shapes, range.modals);
});
afterAll(() => range.stop());

it('There is a payload for every button', () => {
  expect(kinds.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('A click on %s', (name) => {
  const kind = () => kinds.find((one) => one.name === name) ?? { name, sources: [] };

  it('does what it is for', () => range.plain(kind()));

  it('that was changed does nothing that its sender may not do', () => range.fuzz(kind()), FUZZ_TIMEOUT_MS);
});
