import { expect, it } from 'vitest';
import { type Figures, outOfProportion } from './proportion.ts';

const ack = { median: 1, p99: 10 };
const BARE: Figures = { start: 800, memory: 150, helpAck: ack, statusAck: ack, modalAck: ack, append: 6 };

it.each<[string, Partial<Figures>]>([
  ['the same', {}],
  ['what README shows of 200 in flight', { start: 1159, memory: 192, helpAck: { median: 1.4, p99: 167 } }],
  ['what README shows of 10,000 ended', { start: 1305, memory: 161, statusAck: { median: 1.3, p99: 13 } }],
  [
    'the last that is in proportion',
    { start: 2400, memory: 300, helpAck: { median: 100, p99: 1500 }, append: 28 },
  ],
])('%s is in proportion', (_what, figures) => {
  expect(outOfProportion(BARE, { ...BARE, ...figures }, 'much')).toEqual([]);
});

it.each<[string, Partial<Figures>, string]>([
  [
    'a start',
    { start: 2401 },
    'The start to ready is out of proportion with 200 in flight: 2401 ms, with nothing 800 ms, at most 2400 ms. ',
  ],
  [
    'memory',
    { memory: 301 },
    'Memory is out of proportion with 200 in flight: 301 MB, with nothing 150 MB, at most 300 MB. ',
  ],
  [
    'a median',
    { helpAck: { median: 101, p99: 120 } },
    'The median acknowledgement of /moveout help is out of',
  ],
  [
    'a median of another command',
    { statusAck: { median: 101, p99: 120 } },
    'The median acknowledgement of /moveout status is out of',
  ],
  [
    'a slow end',
    { modalAck: { median: 1, p99: 1501 } },
    'The slowest acknowledgement in a hundred of /moveout is out of',
  ],
  [
    'an append',
    { append: 28.1 },
    'An append to the journal is out of proportion with 200 in flight: 28 ms, with nothing 6.0 ms, at most 28 ms. ',
  ],
  ['what was never measured', { append: Number.NaN }, 'An append to the journal is out of proportion'],
])('%s beyond its bound is not, and is said in one sentence', (_what, figures, sentence) => {
  const said = outOfProportion(BARE, { ...BARE, ...figures }, '200 in flight');
  expect(said).toEqual([expect.stringContaining(sentence)]);
});

it('a slow machine is measured by itself: only the time that Slack waits is the same everywhere', () => {
  const slow = { median: 60, p99: 900 };
  const bare = { ...BARE, start: 8_000, helpAck: slow };
  expect(
    outOfProportion(bare, { ...bare, start: 20_000, helpAck: { median: 170, p99: 1_400 } }, 'much'),
  ).toEqual([]);
});
