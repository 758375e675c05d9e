/** The buttons of a card and the answer of `why` are one rule: what the rules let somebody ask for is what the card offers. */
import { describe, expect, it } from 'vitest';
import type { CommandKind } from '../../../src/domain/decision.ts';
import { explain } from '../../../src/domain/explain.ts';
import { fold } from '../../../src/domain/fold.ts';
import { hasEnded, isBeforeRun, type Request } from '../../../src/domain/request.ts';
import { card } from '../../../src/slack/views/card.ts';
import { calendarOf } from '../../calendar-of.ts';
import { ALL_PLACES, eventsTo, MEMBER, OTHER, REQUESTER } from '../../domain/histories.ts';
import { CALENDAR, factsOf, member, NOW } from '../../domain/people.ts';
import { labelsOf } from '../check-message.ts';

const LABELS: Readonly<Record<CommandKind, string>> = {
  start: 'Start Now',
  approve: 'Approve',
  reject: 'Reject',
  move: 'Change Start',
  withdraw: 'Withdraw Approval',
  cancel: 'Cancel',
  retry: 'Retry',
  skip: 'Skip',
  'roll back': 'Roll Back',
  'check again': 'Check Again',
  'submit again': 'Submit Again',
  'give key': 'Enter Key',
  'give up': 'Give Up',
};

/** It is 10:02 of Monday, 2 November. */
const CALENDARS = {
  'with nothing configured': CALENDAR,
  'in the off-peak hours': calendarOf('Mon 09:00-15:00'),
  'outside of them': calendarOf('Mon 12:00-15:00'),
  'in a freeze': calendarOf('Mon 09:00-15:00', '2026-11-02'),
};

const OPEN = ALL_PLACES.map((place) => ({ place, request: fold('MO-7K3F2A', eventsTo(place)) })).filter(
  ({ request }) => !hasEnded(request),
);

/** What somebody of the requester, who voted and who did not may ask for, by the labels of its buttons. */
function allowed(request: Request, calendar: typeof CALENDAR): string[] {
  const kinds = [REQUESTER, MEMBER, OTHER].flatMap((person) =>
    explain(request, { ...factsOf(member(person)), calendar })
      .filter(({ refusal }) => refusal === undefined)
      .map(({ kind }) => kind),
  );
  // In a stopped run Give Up stands for both: two buttons that end it would only ask which.
  const shown = kinds.filter((kind) => kind !== 'cancel' || !kinds.includes('give up'));
  return [...new Set(shown)].map((kind) => LABELS[kind]).sort();
}

function offered(request: Request, calendar: typeof CALENDAR): string[] {
  const looks = ['View Task', 'All Hosts'];
  return labelsOf(card(request, { now: NOW, calendar }).blocks)
    .filter((label) => !looks.includes(label))
    .sort();
}

describe.each(Object.entries(CALENDARS))('the card, %s,', (_name, calendar) => {
  const rows = calendar === CALENDAR ? OPEN : OPEN.filter(({ request }) => isBeforeRun(request));
  it.each(rows)('offers what the rules let somebody do: $place', ({ request }) => {
    expect(offered(request, calendar)).toEqual(allowed(request, calendar));
  });
});
