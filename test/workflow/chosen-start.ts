import type { Calendar } from '../../src/domain/calendar.ts';
import { chooseStart, type StartChoice } from '../../src/domain/start-time.ts';

/** A start as a story draws it: a moment counts from when it is chosen. */
export type DrawnStart =
  | Exclude<StartChoice, { readonly kind: 'at' }>
  | { readonly kind: 'at'; readonly inMs: number };

export function choiceAt(chosen: DrawnStart, now: Date): StartChoice {
  return chosen.kind === 'at' ? { kind: 'at', at: new Date(now.getTime() + chosen.inMs) } : chosen;
}

/** The terms that the form makes of a start; undefined where that start cannot be chosen. */
export function termsOfForm(calendar: Calendar, first: DrawnStart, quorum: number, now: Date) {
  const chosen = chooseStart(choiceAt(first, now), calendar, now);
  if ('why' in chosen) return undefined;
  const { start, outsideWindows } = chosen;
  return outsideWindows
    ? ({ start, quorum: quorum + 1, outsideWindows } as const)
    : ({ start, quorum } as const);
}
