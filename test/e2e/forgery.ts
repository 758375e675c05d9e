/** What a test of forged payloads sends, and what it sees of the answer. */
import type { Payload, Wire } from '../payloads.ts';
import { withOwnLines } from './own-lines.ts';
import type { Stage } from './stage.ts';

/** What Moveout notes of a forged payload. */
export interface Noted {
  readonly person?: string | undefined;
  readonly request?: string | undefined;
  readonly wrong: string;
}

/** The whole line in the log, but its time. */
export function noted({ person, request, wrong }: Noted) {
  return {
    level: 'warn',
    message: 'refused what Moveout did not offer',
    ...(person === undefined ? {} : { person }),
    ...(request === undefined ? {} : { request }),
    wrong,
  };
}

/** The payload as if another person had sent it. */
export function as(payload: Payload, id: string): Payload {
  return { ...payload, user: { ...payload.user, id } };
}

/**
 * Sends it; gives what was logged of it, what people were told about it, and how it was acknowledged. What Moveout tells of a request by itself
 * bears a mark, and may come at any time.
 */
export async function sent(stage: Stage, wire: Wire, payload: Payload) {
  const calls = (await stage.calls()).length;
  const { done, lines } = await withOwnLines(() => wire.send(payload));
  const logged = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const told = (await stage.calls())
    .slice(calls)
    .filter(({ method, ok }) => ok && /^chat\.post(Ephemeral|Message)$/.test(method))
    .filter(({ args }) => args.metadata === undefined)
    .map(({ args }) => args.text);
  return { logged: logged.map(({ at, ...line }) => line), told, acks: done.acks };
}
