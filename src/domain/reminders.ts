/** When people are reminded of a request that awaits their approval. */
import { DateTime } from 'luxon';
import type { Calendar } from './calendar.ts';
import type { InStatus } from './request.ts';
import { votesUntil } from './request-times.ts';

const MINUTE_MS = 60_000;
/** How long after it was asked for, in milliseconds. There are no more. */
const REMIND_AFTER_MS = [30 * MINUTE_MS, 120 * MINUTE_MS, 360 * MINUTE_MS];
/** Reminders that a quiet night put off do not come together. */
const APART_MS = 30 * MINUTE_MS;
/** Nobody is reminded from that hour on the clock of the calendar's zone... */
const QUIET_FROM = 22;
/** ...to that one. */
const QUIET_TO = 7;

/** How many people a reminder mentions at most. */
export const MOST_MENTIONED = 3;

/**
 * When the next reminder is due, at `now` the earliest; undefined when there is none before the time to vote is over. Between 22:00 and 07:00 of the calendar's
 * zone nobody is reminded, unless the request came or is to start in those hours; that votes are missing anew since some night is no reason.
 */
export function nextReminder(
  request: InStatus<'awaiting approval'>,
  calendar: Calendar,
  now: Date,
): Date | undefined {
  const { requestedAt, askedAt, reminders, terms } = request;
  const after = REMIND_AFTER_MS[reminders.length];
  if (after === undefined) return undefined;
  const last = reminders.at(-1);
  const apart = last === undefined ? 0 : Date.parse(last) + APART_MS;
  const usual = Math.max(Date.parse(askedAt) + after, apart, now.getTime());
  const starts = terms.start.kind === 'when approved' ? [] : [terms.start.at];
  const isNightWork = [requestedAt, ...starts].some((time) => isQuiet(new Date(time), calendar));
  const due = isNightWork ? new Date(usual) : afterQuiet(new Date(usual), calendar);
  return due.getTime() < Date.parse(votesUntil(request)) ? due : undefined;
}

function isQuiet(time: Date, { timezone }: Calendar): boolean {
  const { hour } = DateTime.fromJSDate(time, { zone: timezone });
  return hour >= QUIET_FROM || hour < QUIET_TO;
}

function afterQuiet(time: Date, calendar: Calendar): Date {
  if (!isQuiet(time, calendar)) return time;
  const local = DateTime.fromJSDate(time, { zone: calendar.timezone });
  const morning = local.set({ hour: QUIET_TO, minute: 0, second: 0, millisecond: 0 });
  return (local.hour >= QUIET_FROM ? morning.plus({ days: 1 }) : morning).toJSDate();
}
