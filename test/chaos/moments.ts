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

/** Most sights are rare, so several are looked out for at once. */
const SIGHTS_AT_ONCE = 10;

const CALL: readonly Phase[] = ['arrives', 'answered', 'told'];
const FILE: readonly Phase[] = ['appears'];

/** Each with all its phases; what is named more often matters more. */
const NAMED: readonly (readonly [phases: readonly Phase[], whats: readonly string[]])[] = [
  [
    CALL,
    [
      ...['Slack chat.postMessage', 'Slack chat.postMessage', 'Slack chat.update'],
      ...Array<string>(3).fill('Slack files.completeUploadExternal'),
      ...['Slack files.getUploadURLExternal', 'Slack upload', 'Slack conversations.open'],
      ...['Slack conversations.replies', 'Slack conversations.history', 'Slack chat.getPermalink'],
      ...['Slack views.open', 'Slack views.update', 'Slack auth.test', 'Slack apps.connections.open'],
      ...Array<string>(6).fill('OCP moveOut'),
      ...['OCP export', 'OCP export', 'OCP export', 'OCP tasks'],
      ...['OCP one task', 'OCP clusters', 'OCP one cluster', 'OCP retry', 'OCP skip', 'OCP rollback'],
      ...['socket command', 'socket submission', 'socket submission', 'socket click', 'socket click'],
    ],
  ],
  [
    FILE,
    [
      ...['file active', 'file active', 'file active (temporary)', 'file active (temporary)'],
      ...['file sealed', 'file sealed', 'file exports', 'file exports', 'file archive'],
    ],
  ],
];
const SIGHTS: readonly Sight[] = NAMED.flatMap(([phases, whats]) =>
  whats.flatMap((what) => phases.map((phase) => ({ what, phase }))),
);

/** A life of the bot is short as a rule; every fifth lets a run come on. */
export function drawMoment(random: () => number): Moment {
  const pause = random() < 0.2 ? 1_500 + random() * 2_000 : random() * 600;
  const kind = random();
  if (kind < 0.06) return { kind: 'in the start', afterMs: random() * 900 };
  if (kind < 0.16) return { kind: 'any', pause };
  const fromStart = random() < 0.25;
  const sights = Array.from({ length: SIGHTS_AT_ONCE }, () => among(random, SIGHTS));
  return { kind: 'named', pause: fromStart ? undefined : pause, sights };
}

function among<T>(random: () => number, list: readonly T[]): T {
  const drawn = list[Math.floor(random() * list.length)];
  if (drawn === undefined) throw new Error('Nothing can be drawn from an empty list.');
  return drawn;
}
