/** Ten thousand forged commands, suggestions, clicks in the Move Out modal, and submissions of each form. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { FUZZ_TIMEOUT_MS, openRange, type Range } from './fuzz.ts';
import { formPayloads, type Kind } from './sources.ts';

const NAMES = [
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

describe.each(NAMES)('A payload of the kind %s', (name) => {
  const kind = () => kinds.find((one) => one.name === name) ?? { name, sources: [] };

  it('does what it is for', () => range.plain(kind()));

  it('that was changed does nothing that its sender may not do', () => range.fuzz(kind()), FUZZ_TIMEOUT_MS);
});
