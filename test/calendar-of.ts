import { type Calendar, parseFreeze } from '../src/domain/calendar.ts';
import { parseOffPeak } from '../src/domain/off-peak.ts';

/** A calendar with these off-peak hours and freeze dates, each as an administrator writes them; none where they are empty. Throws when they are wrong. */
export function calendarOf(hours: string, dates = '', timezone = 'UTC'): Calendar {
  const offPeak = hours === '' ? { offPeak: undefined } : parseOffPeak(hours, timezone);
  const freeze = dates === '' ? { freeze: [] } : parseFreeze(dates, timezone);
  if ('fault' in offPeak) throw new Error(offPeak.fault);
  if ('fault' in freeze) throw new Error(freeze.fault);
  return { timezone, ...offPeak, ...freeze };
}
