import type { Log } from '../log.ts';
import type { NotGenuine } from './http-signature.ts';

const SENTENCES: Record<NotGenuine['kind'], string> = {
  unsigned: 'a request without a signature of Slack was refused',
  forged:
    'a request with a wrong signature was refused: it is not from Slack, or SLACK_SIGNING_SECRET is that of another app',
  untimely:
    'a request of Slack with a wrong time was refused: it is an old one, or the clock of this machine is wrong',
  replayed: 'a request of Slack that came before was refused',
  'before the start':
    'a request that Slack signed before this start was refused: it may have come before, or the clock of this machine is ahead',
};
const PAUSE_MS = 60_000;

/** Gives what writes refused requests to the log: one line a minute for each reason, since anybody can send such requests. */
export function createRefusalLog(log: Log, now: () => number): (reason: NotGenuine) => void {
  const told = new Map<NotGenuine['kind'], { at: number; since: number }>();
  return (reason) => {
    const last = told.get(reason.kind);
    if (last !== undefined && now() - last.at < PAUSE_MS) {
      last.since += 1;
      return;
    }
    told.set(reason.kind, { at: now(), since: 0 });
    log.warn(SENTENCES[reason.kind], {
      ...(reason.kind === 'untimely' ? { secondsOld: reason.ageS } : {}),
      ...(last === undefined || last.since === 0 ? {} : { moreBefore: last.since }),
    });
  };
}
