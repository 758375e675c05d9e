/** The moments at which the bot is killed, drawn from a seed. */
import type { Phase, Sight } from './sight.ts';

/**
 * When a life of the bot ends. `any`: so many milliseconds after it was ready. `named`: at the first of the sights, which are looked
 * out for from the start (`pause` undefined) or so many milliseconds after it was ready.
 */
export type Moment =
  | { readonly kind: 'in the start'; readonly afterMs: number }
  | { readonly kind: 'any'; readonly pause: number }
  | { readonly kind: 'named'; readonly pause: number | undefined; readonly sights: readonly Sight[] };

const CALL: readonly Phase[] = ['arrives', 'answered', 'told'];
const FILE: readonly Phase[] = ['appears'];

type Watched = readonly (readonly [what: string, phases: readonly Phase[]])[];

const SUBMIT: Watched = [['OCP moveOut', CALL]];
const DELIVER: Watched = [
  ['Slack files.getUploadURLExternal', CALL],
  ['Slack upload', CALL],
  ['Slack files.completeUploadExternal', CALL],
];
const SENT: Watched = [['Slack files.completeUploadExternal', CALL]];
const EXPORT: Watched = [['file exports', FILE]];
const STEER: Watched = [
  ['OCP retry', CALL],
  ['OCP skip', CALL],
  ['OCP rollback', CALL],
];
const ASK: Watched = [
  ['submission', CALL],
  ['file sealed', FILE],
];
const ARCHIVE: Watched = [['file archive', FILE]];
/**
 * What happens once or never in a request: a life looks out for one group, each of it in a phase that is drawn. The move-out together
 * with what follows it, since not every life sees one.
 */
const RARE: readonly Watched[] = [
  ...[SUBMIT, SUBMIT, SUBMIT, SUBMIT],
  ...[[...SUBMIT, ...STEER], [...SUBMIT, ...STEER], STEER],
  ...[DELIVER, DELIVER, SENT, SENT, EXPORT, ASK, ASK, ARCHIVE],
];
/** What happens all the time. A life looks out for a few of them. */
const COMMON: Watched = [
  ['Slack chat.postMessage', CALL],
  ['Slack chat.postMessage', CALL],
  ['Slack chat.postMessage', CALL],
  ['Slack chat.update', CALL],
  ['Slack conversations.replies', CALL],
  ['Slack conversations.open', CALL],
  ['Slack chat.getPermalink', CALL],
  ['Slack views.open', CALL],
  ['Slack views.update', CALL],
  ['Slack auth.test', CALL],
  ['Slack apps.connections.open', CALL],
  ['OCP export', CALL],
  ['OCP tasks', CALL],
  ['OCP one task', CALL],
  ['OCP clusters', CALL],
  ['OCP one cluster', CALL],
  ['click', CALL],
  ['click', CALL],
  ['command', CALL],
  ['file active', FILE],
  ['file active (temporary)', FILE],
];
const COMMON_AT_ONCE = 3;

/** A life of the bot is short as a rule; every fifth lets a run come on. */
export function drawMoment(random: () => number): Moment {
  const pause = random() < 0.2 ? 1_500 + random() * 2_000 : random() * 600;
  const kind = random();
  if (kind < 0.06) return { kind: 'in the start', afterMs: random() * 900 };
  if (kind < 0.16) return { kind: 'any', pause };
  if (kind < 0.45) {
    const drawn = Array.from({ length: COMMON_AT_ONCE }, () => among(random, COMMON));
    return { kind: 'named', pause: random() < 0.3 ? undefined : pause, sights: drawn.map(sight) };
  }
  return { kind: 'named', pause: undefined, sights: among(random, RARE).map(sight) };

  function sight([what, phases]: Watched[number]): Sight {
    return { what, phase: among(random, phases) };
  }
}

function among<T>(random: () => number, list: readonly T[]): T {
  const drawn = list[Math.floor(random() * list.length)];
  if (drawn === undefined) throw new Error('Nothing can be drawn from an empty list.');
  return drawn;
}
