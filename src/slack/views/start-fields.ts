/** The fields in which somebody chooses when a run starts, and what comes back from them. */
import type { InputBlock } from '@slack/types';
import { DateTime } from 'luxon';
import type { Calendar } from '../../domain/calendar.ts';
import type { Terms } from '../../domain/events.ts';
import { timeIn } from '../../domain/off-peak.ts';
import { chooseStart, FARTHEST_START_MS, type StartFault, startOffers } from '../../domain/start-time.ts';
import { field, option } from './elements.ts';
import { chosenOption, pickedDate, pickedTime, type ViewState } from './view-state.ts';

export const START_BLOCK = 'start';
const START_DATE_BLOCK = 'start-date';
const START_TIME_BLOCK = 'start-time';

const CHOICES = ['when approved', 'off-peak', 'at'] as const;
type StartKind = (typeof CHOICES)[number];

/** What a form about the start is made of. */
export interface StartForm {
  readonly calendar: Calendar;
  /** When the form was made; it offers what comes next from then on. */
  readonly openedAt: Date;
}

/** What was chosen, as it came. */
export interface SubmittedStart {
  readonly kind: StartKind | undefined;
  /** `2026-12-01`, or nothing. */
  readonly date: string | undefined;
  /** `22:30`, or nothing. */
  readonly time: string | undefined;
}

export type ChosenStart = Exclude<ReturnType<typeof chooseStart>, StartFault>;

/**
 * When the run begins: now, in an off-peak window where they are configured, or at a moment of one's own. What was chosen before is chosen again; where that is
 * no longer offered nothing is, so that nobody submits another start than they saw.
 */
export function startFields(form: StartForm, typed?: SubmittedStart): InputBlock[] {
  const choices = startOptions(form);
  const initial = typed === undefined ? choices[0] : choices.find(({ value }) => value === typed.kind);
  const only = 'Only for “At a date and time”';
  return [
    field(
      { id: START_BLOCK, label: 'Start' },
      {
        type: 'radio_buttons',
        action_id: START_BLOCK,
        options: choices,
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    ),
    field(
      { id: START_DATE_BLOCK, label: 'Date', hint: only, optional: true },
      {
        type: 'datepicker',
        action_id: START_DATE_BLOCK,
        ...(typed?.date === undefined ? {} : { initial_date: typed.date }),
      },
    ),
    field(
      {
        id: START_TIME_BLOCK,
        label: 'Time',
        hint: `${only}, on the clock of ${form.calendar.timezone}`,
        optional: true,
      },
      {
        type: 'timepicker',
        action_id: START_TIME_BLOCK,
        ...(typed?.time === undefined ? {} : { initial_time: typed.time }),
      },
    ),
  ];
}

/** In a freeze period there is no start as soon as it is approved. */
function startOptions({ calendar, openedAt }: StartForm) {
  const { frozenUntil, outsideWindows, window, isWindowOpen } = startOffers(calendar, openedAt);
  const zone = `${calendar.timezone} time`;
  // Options are plain text, which Slack shows to everybody alike: the clock is that of the configured zone.
  const clock = (time: Date) => timeIn(calendar.timezone, time);
  const more = outsideWindows ? 'Outside the off-peak hours: one more approval is needed' : undefined;
  const approved = option('As soon as it is approved', 'when approved', more);
  const inWindow =
    window &&
    (isWindowOpen
      ? option(`In the off-peak window that is open now, until ${clock(window.to)}`, 'off-peak', zone)
      : option(
          `In the next off-peak window, ${clock(window.from)}`,
          'off-peak',
          `${zone}, until ${clock(window.to)}`,
        ));
  const frozen = frozenUntil && `Frozen until ${clock(frozenUntil)}, ${zone}`;
  return [
    ...(frozenUntil === undefined ? [approved] : []),
    ...(inWindow === undefined ? [] : [inWindow]),
    option('At a date and time', 'at', frozen ?? 'Choose both below'),
  ];
}

/** Reads the fields. Throws nothing: what is missing or strange is found by {@link startOf}. */
export function parseStart(state: ViewState): SubmittedStart {
  const kind = CHOICES.find((choice) => choice === chosenOption(state, START_BLOCK));
  return { kind, date: pickedDate(state, START_DATE_BLOCK), time: pickedTime(state, START_TIME_BLOCK) };
}

/** The start of a request as the form offers it; no kind where its window is not the one that the form shows. */
export function presentStart({ calendar, openedAt }: StartForm, start: Terms['start']): SubmittedStart {
  if (start.kind === 'at') {
    const local = DateTime.fromISO(start.at, { zone: calendar.timezone });
    return { kind: 'at', date: local.toFormat('yyyy-MM-dd'), time: local.toFormat('HH:mm') };
  }
  const nothingTyped = { date: undefined, time: undefined };
  if (start.kind === 'when approved') return { kind: start.kind, ...nothingTyped };
  const shown = startOffers(calendar, openedAt).window;
  return { kind: shown?.to.toISOString() === start.until ? 'off-peak' : undefined, ...nothingTyped };
}

/** Whether what was chosen means something else by now than when the form was made: another window, or another number of approvals. */
export function isOutdated({ calendar, openedAt }: StartForm, { kind }: SubmittedStart, now: Date): boolean {
  const [before, after] = [startOffers(calendar, openedAt), startOffers(calendar, now)];
  if (kind === 'off-peak') return before.window?.to.getTime() !== after.window?.to.getTime();
  if (kind !== 'when approved') return false;
  return before.outsideWindows !== after.outsideWindows || after.frozenUntil !== undefined;
}

/** Whether the form offered that kind of start. */
export function isStartOffered(form: StartForm, { kind }: SubmittedStart): boolean {
  return kind === undefined || startOptions(form).some(({ value }) => value === kind);
}

/** The start as the terms have it, or the sentence for the field where it is wrong. */
export function startOf(
  form: StartForm,
  submitted: SubmittedStart,
  now: Date,
): ChosenStart | { readonly block: string; readonly fault: string } {
  const { calendar } = form;
  if (submitted.kind === undefined || !isStartOffered(form, submitted))
    return { block: START_BLOCK, fault: 'Choose when it is to start.' };
  const forgotten = forgottenMoment(submitted);
  if (forgotten !== undefined) return forgotten;
  if (submitted.kind === 'when approved')
    return orFault(chooseStart({ kind: 'when approved' }, calendar, now), calendar, START_BLOCK);
  if (submitted.kind === 'off-peak') {
    const shown = startOffers(calendar, form.openedAt).window;
    if (shown === undefined || shown.to <= now)
      return {
        block: START_BLOCK,
        fault: 'This window is over. Choose another start, or open this form again.',
      };
    return orFault(chooseStart({ kind: 'window' }, calendar, now), calendar, START_BLOCK);
  }
  const at = momentOf(submitted, calendar);
  if ('fault' in at) return at;
  return orFault(chooseStart({ kind: 'at', at: at.at }, calendar, now), calendar, START_DATE_BLOCK);
}

/** Whoever filled in a date or a time meant it: nothing starts at another moment than the one that stands in the form. */
function forgottenMoment({ kind, date, time }: SubmittedStart): { block: string; fault: string } | undefined {
  if (kind === 'at' || (date === undefined && time === undefined)) return undefined;
  const block = date === undefined ? START_TIME_BLOCK : START_DATE_BLOCK;
  return { block, fault: 'Choose "At a date and time" for this, or clear it.' };
}

function orFault(
  chosen: ReturnType<typeof chooseStart>,
  calendar: Calendar,
  block: string,
): ChosenStart | { block: string; fault: string } {
  return 'why' in chosen ? { block, fault: startFaultText(chosen, calendar) } : chosen;
}

function momentOf(
  { date, time }: SubmittedStart,
  { timezone }: Calendar,
): { at: Date } | { block: string; fault: string } {
  if (date === undefined) return { block: START_DATE_BLOCK, fault: 'Choose the date of the start.' };
  if (time === undefined) return { block: START_TIME_BLOCK, fault: 'Choose the time of the start.' };
  const moment = DateTime.fromISO(`${date}T${time}`, { zone: timezone });
  return moment.isValid
    ? { at: moment.toJSDate() }
    : { block: START_DATE_BLOCK, fault: 'Choose a date that there is.' };
}

/** Why a start cannot be chosen, and what to do; times on the clock of the calendar. */
function startFaultText(fault: StartFault, calendar: Calendar): string {
  switch (fault.why) {
    case 'frozen':
      return `Nothing starts before ${timeIn(calendar.timezone, fault.until)} (${calendar.timezone}): it is in a freeze period. Choose a later start.`;
    case 'no window':
      return 'There is no off-peak window that a freeze period leaves free. Choose a date and time.';
    case 'past':
      return `This is in the past; it is ${calendar.timezone} time. Choose a later one.`;
    case 'too far':
      return `Choose a start within ${FARTHEST_START_MS / 86_400_000} days.`;
  }
}
