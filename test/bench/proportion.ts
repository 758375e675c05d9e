/** Whether Moveout with much to do, or with a long past, costs more than in proportion to Moveout with neither. */
import type { Spread } from './measure.ts';

/** What was measured of one Moveout: milliseconds, and megabytes of memory. */
export interface Figures {
  readonly start: number;
  readonly memory: number;
  readonly helpAck: Spread;
  readonly statusAck: Spread;
  readonly modalAck: Spread;
  /** The mean. */
  readonly append: number;
}

interface Bound {
  readonly what: string;
  readonly unit: 'ms' | 'MB';
  readonly of: (figures: Figures) => number;
  /** The most that is in proportion to the figure of Moveout with nothing. */
  readonly most: (bare: number) => number;
  readonly because: string;
}

/** Slack takes an acknowledgement for 3 s; half of them is for the way there and back. */
const ACK_MS = 1_500;
/** A delay that people begin to notice; below it the factor says nothing, since it is a factor of about a millisecond. */
const NOTICED_MS = 100;
/** For a disk that others use at the same time. */
const DISK_JITTER_MS = 10;

const ACKS = [
  ['/moveout help', ({ helpAck }: Figures) => helpAck],
  ['/moveout status', ({ statusAck }: Figures) => statusAck],
  ['/moveout', ({ modalAck }: Figures) => modalAck],
] as const;

/** Factors of 2 and 3 leave room for a machine that is shared; what grows with every request of a long past goes far beyond them. */
const BOUNDS: readonly Bound[] = [
  {
    what: 'The start to ready',
    unit: 'ms',
    of: ({ start }) => start,
    most: (bare) => bare * 3,
    because: 'Of the past only the index may be read, and of each open request one file.',
  },
  {
    what: 'Memory',
    unit: 'MB',
    of: ({ memory }) => memory,
    most: (bare) => bare * 2,
    because: 'Ended requests stay on the disk, and an open one takes no megabyte.',
  },
  ...ACKS.flatMap(([command, of]): Bound[] => [
    {
      what: `The median acknowledgement of ${command}`,
      unit: 'ms',
      of: (figures) => of(figures).median,
      most: (bare) => Math.max(bare * 3, NOTICED_MS),
      because: 'A command is acknowledged before anything is looked up.',
    },
    {
      what: `The slowest acknowledgement in a hundred of ${command}`,
      unit: 'ms',
      of: (figures) => of(figures).p99,
      most: () => ACK_MS,
      because: 'Slack waits 3 s, the way there and back included.',
    },
  ]),
  {
    what: 'An append to the journal',
    unit: 'ms',
    of: ({ append }) => append,
    most: (bare) => bare * 3 + DISK_JITTER_MS,
    because: 'It writes the file of its own request, and no other.',
  },
];

/** A sentence for each figure that is out of proportion; none when all are in it. `name` says what Moveout had ("200 in flight"). */
export function outOfProportion(bare: Figures, loaded: Figures, name: string): string[] {
  return BOUNDS.flatMap(({ what, unit, of, most, because }) => {
    const limit = most(of(bare));
    // What was not measured is in no proportion either.
    if (of(loaded) <= limit) return [];
    const [is, was, may] = [of(loaded), of(bare), limit].map(
      (value) => `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`,
    );
    return [
      `${what} is out of proportion with ${name}: ${is}, with nothing ${was}, at most ${may}. ${because}`,
    ];
  });
}
