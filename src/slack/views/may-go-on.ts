import { EVERY_HOUR } from '../../domain/calendar.ts';
import { openCommands } from '../../domain/explain.ts';
import type { Request } from '../../domain/request.ts';
import type { Times } from './vote-words.ts';

/** Whether a stopped run can still go on, now or later: by Retry, by the key, or by Submit Again. */
export function mayGoOn(request: Request, { now, calendar = EVERY_HOUR }: Times): boolean {
  const open = openCommands(request, { now, calendar });
  return (['retry', 'give key', 'submit again'] as const).some((wish) => open.has(wish));
}
