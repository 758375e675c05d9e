import fc from 'fast-check';
import { expect } from 'vitest';
import { mutated, mutations } from './mutate.ts';
import { wrongs } from './rules.ts';
import { recordShapes, type Shapes } from './shapes.ts';
import { type Kind, knownValues, type OpenModals, openModals } from './sources.ts';
import { openTarget } from './target.ts';

/** How many mutated payloads of each kind are sent: `npm run fuzz` sends 10,000. The seed is another one each time. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2_500);
/** They take some seconds; on a machine that is busy with other tests, many more. */
export const FUZZ_TIMEOUT_MS = 300_000;

/** The kinds that write to the journal when nothing is wrong. */
const WRITE =
  /^(request\.(approve|withdraw|start|cancel|give-up)|task\.(retry|roll-back)|question\.(check|submit)-again|move-out|change-start|reject|skip|give-key)$/;

/** Where every hour is as good as another nobody is asked for an earlier start. */
const REFUSED = 'request.approve-earlier';

export type Range = Awaited<ReturnType<typeof openRange>>;

/** The listeners with a modal of each sort open, and payloads to send to them. */
export async function openRange() {
  const shapes: Shapes = await recordShapes();
  const target = await openTarget();
  const modals: OpenModals = await openModals(target, shapes);
  const { drafts, views } = target.bot;
  const kept = Object.values(modals).map(({ id }) => ({ id, draft: drafts.get(id), view: views.of(id) }));
  const arbitrary = mutations(knownValues(modals));

  /** Each payload finds the modals as they were opened, and no other. */
  function restore(): void {
    target.forgetModals();
    for (const { id, draft, view } of kept) {
      if (draft !== undefined) drafts.set(id, draft);
      if (view !== undefined) views.add(id, view);
    }
  }

  /** The payloads as they are, without a change: each does what it is for. */
  async function plain({ name, sources }: Kind): Promise<void> {
    for (const { payload } of sources) {
      restore();
      const outcome = await target.send(payload);
      expect(wrongs(target, modals, payload, outcome)).toEqual([]);
      expect(outcome.logged).toHaveLength(name === REFUSED ? 1 : 0);
      expect(outcome.attempts).toHaveLength(WRITE.test(name) ? 1 : 0);
    }
  }

  /** Throws with the seed and the smallest change that did what no rule allows. */
  async function fuzz({ sources }: Kind): Promise<void> {
    const property = fc.asyncProperty(fc.nat(), arbitrary, async (which, changes) => {
      const from = sources[which % sources.length];
      if (from === undefined) return;
      restore();
      const payload = mutated(from, changes);
      const outcome = await target.send(payload);
      const found = wrongs(target, modals, payload, outcome);
      if (found.length > 0) throw new Error(found.join('\n'));
    });
    await fc.assert(property, { numRuns: RUNS });
  }

  return { shapes, modals, plain, fuzz, stop: target.stop };
}
