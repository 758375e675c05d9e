import type { ActOutcome } from './protocol.ts';

const SENTENCES: Readonly<Record<string, (bot: string) => string>> = {
  operation_timeout: (bot) => `${bot} did not respond in time.`,
  dispatch_failed: () => 'No bot is connected.',
  invalid_command: () => 'No app in this workspace answers to this command.',
  not_in_channel: () => 'You are not a member of this channel.',
  channel_not_found: () => 'This channel does not exist any more.',
  is_archived: () => 'This channel is archived.',
  message_not_found: () => 'This message was deleted.',
  not_found: () => 'This dialog is not open any more.',
};

/**
 * Why something did not work, in words for the person, or nothing when it did.
 * @param bot the name of the bot that should have answered.
 */
export function refusalOf(outcome: ActOutcome, bot: string): string | undefined {
  if (outcome.ok) return undefined;
  const error = outcome.error ?? '';
  const known = Object.hasOwn(SENTENCES, error) ? SENTENCES[error] : undefined;
  if (known) return known(bot);
  return error === '' ? 'That did not work.' : error;
}

/** Size of a file for people: `3.4 kB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const unit = bytes < 1_000_000 ? 'kB' : 'MB';
  return `${(bytes / (unit === 'kB' ? 1000 : 1_000_000)).toFixed(1)} ${unit}`;
}

/** `1 reply`, `3 replies`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
