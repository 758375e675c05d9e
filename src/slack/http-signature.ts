import type { IncomingHttpHeaders } from 'node:http';
import { verifySlackRequest } from '@slack/bolt';

/**
 * Why a request is not taken as Slack's. `unsigned`: a header is missing or is none of Slack's; `forged`: the signature is of another
 * secret, time or body; `untimely`: signed more than five minutes ago, or from now; `replayed`: the same request came before; `before the start`:
 * signed before this process began to listen, so that it may have come to the one before.
 */
export type NotGenuine =
  | { readonly kind: 'unsigned' | 'forged' | 'before the start' }
  | {
      readonly kind: 'replayed' /** How long after the first of its kind it came. */;
      readonly afterMs: number;
    }
  | {
      readonly kind: 'untimely' /** How old it is; negative when it was signed in the future. */;
      readonly ageS: number;
    };

/** Slack's own rule for how old a request may be. */
const TOLERANCE_S = 300;

/**
 * Gives a check of requests: undefined for one that Slack signed within five minutes of now, and that was not checked before. What Slack
 * sends again is signed again, so two requests share a signature only if they are the same and of the same second. A signature is
 * remembered until its time would be refused anyway, so memory holds the genuine requests of ten minutes at most. A restart forgets them: so
 * what was signed before `startedMs` (since the epoch, as the clock is now), when this process began to listen, is refused. Slack signs in whole
 * seconds, and so is this.
 */
export function createSignatureCheck(
  signingSecret: string,
  now: () => number,
  startedMs: () => number,
): (headers: IncomingHttpHeaders, body: string) => NotGenuine | undefined {
  const seen = new Map<string, { readonly atMs: number; readonly untilMs: number }>();

  function replay(signature: string, untilMs: number): NotGenuine | undefined {
    const atMs = now();
    for (const [old, known] of seen) {
      if (known.untilMs >= atMs) break;
      seen.delete(old);
    }
    const first = seen.get(signature);
    if (first !== undefined) return { kind: 'replayed', afterMs: atMs - first.atMs };
    seen.set(signature, { atMs, untilMs });
    return undefined;
  }

  return (headers, body) => {
    const signature = String(headers['x-slack-signature']);
    const time = String(headers['x-slack-request-timestamp']);
    // Bolt's own check is wide: it takes a time in any notation, and a signature with anything behind it.
    if (!/^v0=[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(time)) return { kind: 'unsigned' };
    const signedS = Number(time);
    if (!isSigned(signingSecret, { signature, signedS, body })) return { kind: 'forged' };
    const ageS = Math.round(now() / 1_000 - signedS);
    if (Math.abs(ageS) > TOLERANCE_S) return { kind: 'untimely', ageS };
    if (signedS < Math.floor(startedMs() / 1_000)) return { kind: 'before the start' };
    return replay(signature, (signedS + TOLERANCE_S + 1) * 1_000);
  };
}

/**
 * Whether Slack signed this, at whatever time: Bolt refuses old requests before it looks at the signature, but only of a genuine one
 * is it worth saying that its time is wrong, and Bolt takes any time in the future.
 */
function isSigned(
  signingSecret: string,
  { signature, signedS, body }: { signature: string; signedS: number; body: string },
): boolean {
  try {
    verifySlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': signedS },
      nowMilliseconds: signedS * 1_000,
    });
    return true;
  } catch {
    return false;
  }
}
