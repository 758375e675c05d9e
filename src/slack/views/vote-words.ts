import { type AfterVote, afterVote } from '../../domain/after-vote.ts';
import { type Calendar, EVERY_HOUR } from '../../domain/calendar.ts';
import type { Hindrance } from '../../domain/may-run.ts';
import { timeIn } from '../../domain/off-peak.ts';
import type { Request } from '../../domain/request.ts';
import { date } from '../mrkdwn.ts';

/** The moment at which something is shown, and the calendar then; none, and every hour is as good as another. */
export interface Times {
  readonly now: Date;
  readonly calendar?: Calendar | undefined;
}

/** What comes of one approval more, as a sentence of mrkdwn that begins with whose it is: `With your approval it starts at once.` */
export function afterVoteLine(
  request: Request,
  { now, calendar = EVERY_HOUR }: Times,
  whose: string,
): string {
  return sentence(afterVote(request, calendar, now), whose, date);
}

/** The same in plain text, for the question before a vote: its times are on the clock of the configured zone. */
export function afterVotePlain(request: Request, { now, calendar = EVERY_HOUR }: Times): string {
  const clock = (time: string) => `${timeIn(calendar.timezone, new Date(time))} (${calendar.timezone})`;
  return sentence(afterVote(request, calendar, now), 'your', clock);
}

function sentence(after: AfterVote, whose: string, shown: (time: string) => string): string {
  if (after.outcome === 'forbidden') return 'It cannot be approved now: a rule forbids it.';
  if (after.outcome === 'asks anew')
    return `The off-peak hours are over, so the next vote does not count: approval is asked for anew, of ${after.quorum} people.`;
  return `With ${whose} approval it ${words(after, shown)}.`;
}

function words(
  after: Exclude<AfterVote, { outcome: 'forbidden' | 'asks anew' }>,
  shown: (time: string) => string,
): string {
  switch (after.outcome) {
    case 'waits':
      return `needs ${after.missing} more`;
    case 'starts at once':
      return 'starts at once';
    case 'starts':
      return `starts ${shown(after.at)}`;
    case 'cannot start':
      return `still cannot start in time: ${hindranceWords(after.because, shown)}`;
  }
}

function hindranceWords(because: Hindrance, shown: (time: string) => string): string {
  switch (because.why) {
    case 'frozen':
      return `a freeze period lasts until ${shown(because.until)}`;
    case 'window over':
      return 'its off-peak window is over';
    case 'one more approval':
      return 'the off-peak hours are over then; outside of them it needs one more';
  }
}
