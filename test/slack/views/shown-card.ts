/** A card as a test shows it: in a night, when its hours are, unless told. */
import type { Terms } from '../../../src/domain/events.ts';
import { card } from '../../../src/slack/views/card.ts';
import { calendarOf } from '../../calendar-of.ts';
import { NOW, requestIn, type Situation } from '../../requests.ts';

/** It is night now, and so is the planned start. */
export const NIGHTS = calendarOf('Mon-Sun 22:00-06:00');

export function shown(
  situation: Situation,
  change: Partial<Terms> = {},
  more: Partial<Parameters<typeof card>[1]> = {},
) {
  return card(requestIn(situation, change), { now: NOW, calendar: NIGHTS, ...more });
}
