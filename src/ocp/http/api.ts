/** OCP's API as the rest of the client calls it: reads are tried again when nobody answered, what changes something is sent once. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, OcpFault } from '../../workflow/ports.ts';
import { clockFault } from './clock-difference.ts';
import type { OcpConnection } from './connection.ts';
import { dataOf, traceIdOf } from './envelope.ts';
import { NoAnswer, noAnswerSentence } from './no-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { createTransport, type OcpCall, type RawAnswer, type TransportLimits } from './transport.ts';

/** How long is waited for what; tests wait less. */
export interface OcpLimits extends TransportLimits {
  /** Milliseconds for a whole call, from the first byte sent to the last byte received; an export has its own. */
  readonly callMs: number;
  /** Milliseconds before each further try of a read; as many as there are tries more. */
  readonly readAgainAfterMs: readonly number[];
  /** The most milliseconds that OCP's own wish (`Retry-After`) is waited for. */
  readonly retryAfterMs: number;
  /** Milliseconds for an export: its file is encrypted while it is waited for, which takes OCP's machine seconds, or many when it is busy. */
  readonly exportMs: number;
  /** Milliseconds for a whole list, after which no further page is asked for. */
  readonly listMs: number;
  /** Records on a page; OCP takes 2000 at most. */
  readonly pageSize: number;
}

export const LIMITS: OcpLimits = {
  connectMs: 5_000,
  callMs: 20_000,
  answerBytes: 64 * 1_048_576,
  readAgainAfterMs: [250, 1_000],
  retryAfterMs: 10_000,
  exportMs: 120_000,
  listMs: 120_000,
  pageSize: 500,
};

/** Milliseconds until a login that was refused is tried again. */
const LOGIN_AGAIN_MS = 5 * 60_000;

type Query = Readonly<Record<string, string | number>>;

/** A call as it went, for the log: nothing of what was sent or answered but OCP's trace id. */
export interface SeenCall {
  readonly ocp: string;
  readonly method: OcpCall['method'];
  /** Without the query. */
  readonly path: string;
  /** OCP's HTTP status; absent when no whole answer came. */
  readonly status?: number;
  readonly traceId?: string | undefined;
  readonly ms: number;
}

export interface OcpApi {
  readonly connection: OcpConnection;
  readonly limits: OcpLimits;
  /** The data of a read, tried a few times. Throws {@link OcpFault}. */
  get(path: string, query?: Query): Promise<unknown>;
  /** As {@link get}; undefined when OCP says that there is no such thing (404). */
  find(path: string, query?: Query): Promise<unknown>;
  /** Sent once. The data of the answer, undefined when there are none. Throws {@link OcpFault}. */
  post(path: string, body?: unknown): Promise<unknown>;
  /**
   * Sends a secret, once, and waits as long as for an export; the answer as it came, in an envelope or not. Nothing of the answer is
   * logged. Throws {@link OcpFault} when none came.
   */
  postSecret(path: string, body: unknown, query?: Query): Promise<RawAnswer>;
  /** A read that comes without an envelope, tried a few times. Throws {@link OcpFault} when no answer came. */
  getRaw(path: string): Promise<RawAnswer>;
  close(): Promise<void>;
}

export function openOcpApi(
  connection: OcpConnection,
  {
    clock,
    steady,
    limits,
    seen,
  }: {
    readonly clock: Clock;
    readonly steady: Clock;
    readonly limits: OcpLimits;
    readonly seen?: ((call: SeenCall) => void) | undefined;
  },
): OcpApi {
  const transport = createTransport(connection, { clock, limits });
  // A login that is refused is not tried at every look: OCP may count the tries, and lock the account.
  let refusedLogin: { readonly fault: OcpFault; readonly until: number } | undefined;

  /** `isSecret`: what was sent may come back in the answer, of which nothing is logged then. */
  async function sendRaw(
    call: OcpCall,
    { isSecret = false, limitMs = limits.callMs } = {},
  ): Promise<RawAnswer> {
    const begun = performance.now();
    const saw = (answer: Pick<SeenCall, 'status' | 'traceId'>) => {
      const { method, path } = call;
      seen?.({ ocp: connection.name, method, path, ...answer, ms: Math.round(performance.now() - begun) });
    };
    try {
      const answer = await transport.send(call, limitMs);
      saw({ status: answer.status, traceId: isSecret ? undefined : traceIdOf(answer.body) });
      return answer;
    } catch (error) {
      saw({});
      if (!(error instanceof NoAnswer)) throw error;
      const message = noAnswerSentence(connection, error.why, limitMs);
      throw new OcpFault({ message }, { unanswered: true, cause: error });
    }
  }

  async function send(
    call: OcpCall,
  ): Promise<{ readonly data: unknown } | { readonly fault: OcpFault; readonly waitMs?: number }> {
    if (refusedLogin !== undefined && steady.now().getTime() < refusedLogin.until)
      return { fault: refusedLogin.fault };
    try {
      const answer = await sendRaw(call);
      return answerOf(connection, { call, answer, now: clock.now() });
    } catch (error) {
      if (error instanceof OcpFault) return { fault: error };
      throw error;
    }
  }

  async function read(path: string, query?: Query): Promise<unknown> {
    const call: OcpCall = { method: 'GET', path, query };
    for (let tried = 0; ; tried += 1) {
      const result = await send(call);
      if ('data' in result) return result.data;
      const wait = waitBefore(tried, result, limits);
      if (wait === undefined) throw await explained(result.fault);
      await pause(wait);
    }
  }

  async function readRaw(path: string): Promise<RawAnswer> {
    for (let tried = 0; ; tried += 1) {
      const wait = limits.readAgainAfterMs[tried];
      try {
        const answer = await sendRaw({ method: 'GET', path });
        if (answer.status < 500 || wait === undefined) return answer;
      } catch (error) {
        if (wait === undefined) throw error;
      }
      await pause(wait);
    }
  }

  /** A login that is refused may only be late: OCP takes a signature for 15 minutes. */
  async function explained(fault: OcpFault): Promise<OcpFault> {
    if (fault.failure.httpStatus !== 401 || fault === refusedLogin?.fault) return fault;
    const time =
      connection.login.kind === 'access key'
        ? await sendRaw({ method: 'GET', path: '/api/v2/time' }).catch(() => undefined)
        : undefined;
    const told = (time && clockFault(connection.name, time, clock.now(), fault)) ?? fault;
    refusedLogin = { fault: told, until: steady.now().getTime() + LOGIN_AGAIN_MS };
    return told;
  }

  return {
    connection,
    limits,
    get: read,
    find: (path, query) =>
      read(path, query).then(
        (data) => data ?? Promise.reject(nothingGiven(connection)),
        (error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw error;
        },
      ),
    async post(path, body) {
      const result = await send({ method: 'POST', path, body });
      if ('data' in result) return result.data;
      throw await explained(result.fault);
    },
    postSecret: (path, body, query) =>
      sendRaw({ method: 'POST', path, body, query }, { isSecret: true, limitMs: limits.exportMs }),
    getRaw: readRaw,
    close: transport.close,
  };
}

function answerOf(
  connection: OcpConnection,
  { call, answer, now }: { readonly call: OcpCall; readonly answer: RawAnswer; readonly now: Date },
) {
  try {
    return { data: dataOf(connection, call, answer) };
  } catch (error) {
    if (!(error instanceof OcpFault)) throw error;
    const waitMs = retryAfterMs(answer.header('retry-after'), now);
    return waitMs === undefined ? { fault: error } : { fault: error, waitMs };
  }
}

/** Milliseconds to the next try; undefined when it is not tried again: a definite answer, or tried often enough. */
function waitBefore(
  tried: number,
  { fault, waitMs }: { readonly fault: OcpFault; readonly waitMs?: number },
  limits: OcpLimits,
): number | undefined {
  const ownWait = limits.readAgainAfterMs[tried];
  const status = fault.failure.httpStatus;
  if (ownWait === undefined || status === 401 || status === 403) return undefined;
  if (!fault.unanswered && status !== 429) return undefined;
  if (waitMs === undefined) return ownWait;
  return waitMs <= limits.retryAfterMs ? Math.max(ownWait, waitMs) : undefined;
}

/** Only a 404 says that there is no such thing. */
function nothingGiven({ name }: OcpConnection): OcpFault {
  const message = `OCP ${name} answered without what was asked for, and did not say that it is not there.`;
  return new OcpFault({ message }, { unanswered: true });
}

/** OCP itself says that there is no such thing; a page that is not found is not OCP's word. */
function isNotFound(error: unknown): boolean {
  return error instanceof OcpFault && !error.unanswered && error.failure.httpStatus === 404;
}
