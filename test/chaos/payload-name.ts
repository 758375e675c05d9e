/** What Slack sends the bot, by name: the same over the socket and as a signed request. */
import { z } from 'zod';

const NAMES: Readonly<Record<string, string>> = {
  slash_commands: 'command',
  block_actions: 'click',
  view_submission: 'submission',
};

/** `type`: of the payload, and of a command `slash_commands`. */
export function payloadName(type: string | undefined): string {
  return NAMES[type ?? ''] ?? 'other payload';
}

const interactive = z.looseObject({ type: z.string() });

/** The name of a signed request of Slack's: a form with the fields of a command or with a payload, or the JSON of an event. */
export function requestName(body: Buffer): string {
  const form = new URLSearchParams(body.toString('utf8'));
  if (form.has('command')) return payloadName('slash_commands');
  const payload = form.get('payload');
  return payloadName(payload === null ? undefined : interactive.parse(JSON.parse(payload)).type);
}
