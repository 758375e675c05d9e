/** The fields below the choice of hosts: encryption key, reason, start and phrase. */
import type { InputBlock } from '@slack/types';
import { DateTime } from 'luxon';
import { KEY_HINT } from '../../domain/encryption-key.ts';
import { field, option, textField } from './elements.ts';
import type { FormFacts, StartChoice } from './move-out-form.ts';

export const KEY_BLOCK = 'encryption-key';
export const REASON_BLOCK = 'reason';
export const START_BLOCK = 'start';
export const PHRASE_BLOCK = 'phrase';

/** The longest reason, in characters. */
export const REASON_LIMIT = 500;

/**
 * The field of the encryption key. It never gets a first value, nor an action that sends it while it is typed. Its texts,
 * and no other field's, say "key".
 */
export function keyField(): InputBlock {
  return textField({ id: KEY_BLOCK, label: 'Encryption key', hint: KEY_HINT });
}

/** The field of a reason. Its texts, and no other field's, say "reason". */
export function reasonField(hint: string, typed?: string): InputBlock {
  return textField({
    id: REASON_BLOCK,
    label: 'Reason',
    hint,
    multiline: true,
    max_length: REASON_LIMIT,
    typed,
  });
}

/** The field of the confirmation. Its texts, and no other field's, say "move out". */
export function phraseField(): InputBlock {
  return textField({
    id: PHRASE_BLOCK,
    label: 'Type "move out" to confirm',
    hint: 'Exactly these two words, in lower case.',
  });
}

/** When the run begins; there is nothing to choose without an off-peak window. */
export function startField({
  offPeak,
  checks,
  typed,
}: Pick<FormFacts, 'offPeak' | 'checks' | 'typed'>): InputBlock[] {
  if (offPeak === undefined) return [];
  const isOpen = checks.some((check) => check.rule === 'off-peak' && check.verdict === 'passed');
  const approved = option('As soon as it is approved', value('when approved'));
  const window = isOpen ? openWindow(offPeak) : nextWindow(offPeak);
  return [
    field(
      { id: START_BLOCK, label: 'Start' },
      {
        type: 'radio_buttons',
        action_id: START_BLOCK,
        options: [approved, window],
        initial_option: typed?.start === 'off-peak' ? window : approved,
      },
    ),
  ];
}

type Window = NonNullable<FormFacts['offPeak']>;

function nextWindow(next: Window) {
  return option(
    `In the next off-peak window, ${localTime(next, 'from')}`,
    value('off-peak'),
    `${next.timezone} time, until ${localTime(next, 'to')}`,
  );
}

function openWindow(open: Window) {
  return option(
    `In the off-peak window that is open now, until ${localTime(open, 'to')}`,
    value('off-peak'),
    `${open.timezone} time`,
  );
}

function value(start: StartChoice): string {
  return start;
}

/** Options are plain text, which Slack shows to everybody alike: the clock is that of the configured zone. */
function localTime({ timezone, window }: Window, end: 'from' | 'to'): string {
  return DateTime.fromJSDate(window[end], { zone: timezone }).toFormat('ccc d LLL HH:mm', { locale: 'en' });
}
