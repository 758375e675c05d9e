/** The settings that rule who may do what, and when. */
import { z } from 'zod';
import { type Calendar, parseFreeze } from '../domain/calendar.ts';
import { parseOffPeak, timezoneFault } from '../domain/off-peak.ts';
import type { Roster } from '../domain/standing.ts';
import { type EnvironmentFault, wholeNumber } from './environment.ts';

export interface Procedure {
  /** Id of the channel for every card; the channel of the command when absent. */
  readonly channel: string | undefined;
  /** How many people must approve. */
  readonly approvals: number;
  readonly approvalTtlMs: number;
  /** How long after its planned start an approved run may still start. */
  readonly startTtlMs: number;
  /** Those who may request; every full member of the channel when absent. */
  readonly requesters: Roster | undefined;
  /** Those who may approve; every full member of the channel when absent. */
  readonly approvers: Roster | undefined;
  /** User ids of those who may ask for the doctor, which everybody may when absent, and who can end every request but one that OCP is working on. */
  readonly admins: readonly string[] | undefined;
  readonly calendar: Calendar;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = 'must be a duration from 10s to 30d, such as 24h, 90m or 2d';
const PEOPLE = 'must list Slack user ids such as U0123456789, separated by commas or spaces';
const ROSTER =
  'must list Slack ids of users (such as U0123456789) and user groups (such as S0123456789), separated by commas or spaces';

const duration = z
  .string()
  .regex(/^\d{1,8}[smhd]$/, DURATION)
  .transform((text) => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0))
  .pipe(z.number().min(10_000, DURATION).max(2_592_000_000, DURATION));

function idList(pattern: RegExp, fault: string) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter((id) => id !== ''))])
    .refine((ids) => ids.length > 0 && ids.every((id) => pattern.test(id)), fault);
}

const roster = idList(/^[UWS][A-Z0-9]+$/, ROSTER).transform(
  (ids): Roster => ({
    people: ids.filter((id) => !id.startsWith('S')),
    groups: ids.filter((id) => id.startsWith('S')),
  }),
);

/** The variables, as they are read. */
export const procedureVariables = {
  MOVEOUT_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'must be the id of a channel such as C0123456789, not its name')
    .optional(),
  MOVEOUT_REQUESTERS: roster.optional(),
  MOVEOUT_APPROVERS: roster.optional(),
  MOVEOUT_ADMINS: idList(/^[UW][A-Z0-9]+$/, PEOPLE).optional(),
  MOVEOUT_APPROVALS: wholeNumber(1, 20).default(1),
  MOVEOUT_APPROVAL_TTL: duration.default(86_400_000),
  MOVEOUT_START_TTL: duration.default(21_600_000),
};

export function procedureOf(
  variables: z.infer<z.ZodObject<typeof procedureVariables>>,
): Omit<Procedure, 'calendar'> {
  return {
    channel: variables.MOVEOUT_CHANNEL,
    approvals: variables.MOVEOUT_APPROVALS,
    approvalTtlMs: variables.MOVEOUT_APPROVAL_TTL,
    startTtlMs: variables.MOVEOUT_START_TTL,
    requesters: variables.MOVEOUT_REQUESTERS,
    approvers: variables.MOVEOUT_APPROVERS,
    admins: variables.MOVEOUT_ADMINS,
  };
}

/** Off-peak hours and freeze periods on the clock of the zone, or everything that is wrong with them. */
export function readCalendar(
  set: Record<string, string>,
): { calendar: Calendar } | { faults: EnvironmentFault[] } {
  const timezone = set.MOVEOUT_TIMEZONE ?? 'UTC';
  const zoneFault = timezoneFault(timezone);
  const zone = zoneFault === undefined ? timezone : 'UTC';
  const { MOVEOUT_OFF_PEAK: hours, MOVEOUT_FREEZE: dates } = set;
  const offPeak = hours === undefined ? { offPeak: undefined } : parseOffPeak(hours, zone);
  const freeze = dates === undefined ? { freeze: [] } : parseFreeze(dates, zone);
  const faults = [
    ...wrong('MOVEOUT_TIMEZONE', zoneFault),
    ...wrong('MOVEOUT_OFF_PEAK', 'fault' in offPeak ? offPeak.fault : undefined),
    ...wrong('MOVEOUT_FREEZE', 'fault' in freeze ? freeze.fault : undefined),
  ];
  if (faults.length > 0 || 'fault' in offPeak || 'fault' in freeze) return { faults };
  return { calendar: { timezone, ...offPeak, ...freeze } };
}

function wrong(name: string, fault: string | undefined): EnvironmentFault[] {
  return fault === undefined ? [] : [{ name, fault: `is wrong: ${fault}` }];
}
