import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RequestEvent } from '../../src/domain/events.ts';
import { hasEnded } from '../../src/domain/request.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import type { Journal } from '../../src/workflow/ports.ts';
import { memoryJournal } from '../memory-journal.ts';
import { approved, cancelled, minute, requested } from './sample-events.ts';
import { temporaryFolder } from './temporary-folder.ts';

const IDS = ['MO-AAAAAA', 'MO-BBBBBB', 'MO-CCCCCC', 'MO-DDDDDD', 'MO-EEEEEE'] as const;
const CLUSTERS = ['cl1', 'cl2'] as const;
const EVENTS: Readonly<Record<string, (seq: number) => readonly RequestEvent[]>> = {
  'an approval': (seq) => [approved(`U${seq}`)],
  'two approvals': (seq) => [approved(`U${seq}`), approved(`W${seq}`)],
  'an end': () => [cancelled()],
  'an end in the next month': () => [cancelled('2026-12-01T00:00:00Z')],
  'what cannot be': () => [approved(), { type: 'completed', at: minute(3), actor: 'moveout' }],
  nothing: () => [],
};

const id = fc.constantFrom(...IDS);
const events = fc.constantFrom(...Object.keys(EVENTS));
const move = fc.oneof(
  fc.record({ kind: fc.constant('open' as const), id, cluster: fc.constantFrom(...CLUSTERS), at: fc.nat(3) }),
  fc.record({ kind: fc.constant('append' as const), id, late: fc.nat(1), events }),
  fc.record({ kind: fc.constant('append twice at once' as const), id, events: fc.tuple(events, events) }),
  fc.record({ kind: fc.constant('end' as const), id }),
  fc.record({ kind: fc.constant('save cursor' as const), id, toldSeq: fc.nat(5) }),
  fc.record({ kind: fc.constant('archive' as const), id }),
  fc.record({ kind: fc.constant('restart' as const) }),
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

function eventsOf(name: string, seq: number): readonly RequestEvent[] {
  return EVENTS[name]?.(seq) ?? [];
}

/** What a move answers, faults included. */
async function answer(journal: Journal, move: Exclude<Move, { kind: 'restart' }>): Promise<unknown> {
  const seq = (await journal.read(move.id))?.request.seq ?? 1;
  switch (move.kind) {
    case 'open':
      return outcome(journal.open(move.id, [requested({ name: move.cluster }, minute(move.at))]));
    case 'append':
      return outcome(journal.append(move.id, seq - move.late, eventsOf(move.events, seq)));
    case 'append twice at once':
      return Promise.all(
        move.events.map((name) => outcome(journal.append(move.id, seq, eventsOf(name, seq)))),
      );
    case 'end':
      return outcome(journal.append(move.id, seq, [cancelled()]));
    case 'save cursor':
      return outcome(journal.saveCursor(move.id, { toldSeq: move.toldSeq }));
    case 'archive':
      return outcome(journal.archive(move.id));
  }
}

async function outcome(answer: Promise<unknown>): Promise<unknown> {
  return answer.catch((error: unknown) => String(error));
}

/** All that can be seen of a journal. */
async function sight(journal: Journal): Promise<unknown> {
  return {
    active: await journal.active(),
    ofCluster: await Promise.all(['cl1', 'cl2:1'].map((name) => journal.ofCluster(name, 3))),
    requests: await Promise.all(IDS.map((each) => journal.read(each))),
    cursors: await Promise.all(IDS.map((each) => outcome(journal.cursor(each)))),
  };
}

async function openClusters(journal: Journal): Promise<readonly string[]> {
  const open = (await journal.active()).filter(({ request }) => !hasEnded(request));
  return open.map(({ request }) => request.terms.cluster.name);
}

async function play(moves: readonly Move[], folder: string): Promise<void> {
  const twin = memoryJournal();
  let journal = await openJournal(folder);
  for (const each of moves) {
    if (each.kind === 'restart') {
      await journal.close();
      journal = await openJournal(folder);
      expect(await sight(journal)).toEqual(await sight(twin));
    } else {
      expect(await answer(journal, each)).toEqual(await answer(twin, each));
    }
    const clusters = await openClusters(journal);
    expect(new Set(clusters).size).toBe(clusters.length);
  }
  expect(await sight(journal)).toEqual(await sight(twin));
  await journal.close();
  expect(await sight(await openJournal(folder))).toEqual(await sight(twin));
}

it('the journal on lowdb and its twin in memory agree on whatever happens, also after a restart', async () => {
  const property = fc.asyncProperty(
    fc.array(move, { minLength: 5, maxLength: 40, size: 'max' }),
    async (moves) => {
      await play(moves, await temporaryFolder());
    },
  );
  await fc.assert(property, { numRuns: 60 });
});
