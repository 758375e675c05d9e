/** OCP's envelope, in which every answer of its API comes, in the spelling of all versions; and what it means when it says no. */
import { z } from 'zod';
import { OcpFault } from '../../workflow/ports.ts';
import type { OcpConnection } from './connection.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { settingOf } from './setting-names.ts';
import type { OcpCall, RawAnswer } from './transport.ts';

const errorRecord = z.looseObject({
  /** A number in some versions, a text in others. */
  code: z.union([z.number(), z.string()]).nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
});

const envelope = z.looseObject({
  successful: z.boolean(),
  /** The HTTP status, said once more. */
  status: z.number().nullish().catch(undefined),
  data: z.unknown().optional(),
  traceId: z.string().nullish().catch(undefined),
  error: errorRecord.nullish().catch(undefined),
});
type Envelope = z.infer<typeof envelope>;

/** The data of an answer. Throws {@link OcpFault} with a sentence when OCP refused, or when it is no answer of OCP's API. */
export function dataOf(connection: OcpConnection, call: OcpCall, answer: RawAnswer): unknown {
  const { status } = answer;
  if (status >= 300 && status < 400) throw redirected(connection, answer);
  const read = envelope.safeParse(jsonOf(answer.body));
  // Whoever refuses a login or a permission has done nothing, in an envelope or not.
  if (!read.success && (status === 401 || status === 403))
    throw refused(connection, call, status, { successful: false });
  if (!read.success) throw notOcp(connection, answer);
  if (status < 300 && read.data.successful) return read.data.data ?? undefined;
  throw refused(connection, call, status, read.data);
}

/** How many bytes of an answer's beginning and end are looked through for its trace id. */
const TRACE_ID_WITHIN = 4_096;

/** OCP's trace id of an answer, found without reading all of it; undefined when it has none. */
export function traceIdOf(body: Buffer): string | undefined {
  const ends = [body.subarray(0, TRACE_ID_WITHIN), body.subarray(-TRACE_ID_WITHIN)];
  for (const end of ends) {
    const found = /"traceId"\s*:\s*"([\w.-]{1,64})"/.exec(end.toString('latin1'))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Undefined when the bytes are no JSON in UTF-8. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Below 500 it is a definite no; what a server error left behind nobody knows. */
function refused(connection: OcpConnection, call: OcpCall, status: number, said: Envelope): OcpFault {
  const code = mark(said.error?.code);
  const traceId = mark(said.traceId);
  const message = refusalSentence(connection, call, { status, code, said: said.error?.message });
  return new OcpFault(
    {
      message,
      httpStatus: status,
      ...(code === undefined ? {} : { code }),
      ...(traceId === undefined ? {} : { traceId }),
    },
    { unanswered: Math.max(status, said.status ?? 0) >= 500 },
  );
}

const LONGEST_MARK = 64;

/** A code or a trace id as it is kept and shown: on one line, and no longer than such a thing can be. */
function mark(value: string | number | null | undefined): string | undefined {
  const line = String(value ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line === '' ? undefined : [...line.slice(0, LONGEST_MARK * 2)].slice(0, LONGEST_MARK).join('');
}

/** Only the host is named: the rest of the address may hold anything. */
function redirected({ name, url }: OcpConnection, answer: RawAnswer): OcpFault {
  const location = answer.header('location') ?? '';
  const target = URL.canParse(location, url.href) ? new URL(location, url.href).host : 'another address';
  const message = `OCP ${name} sends to ${target} instead of answering (HTTP ${answer.status}), and Moveout does not follow. Check ${settingOf(name, 'URL')}.`;
  return new OcpFault({ message, httpStatus: answer.status }, { unanswered: true });
}

/** Something else answered in OCP's place: nobody knows whether OCP heard of it. */
function notOcp({ name }: OcpConnection, { status, body, header }: RawAnswer): OcpFault {
  const what =
    /html/i.test(header('content-type') ?? '') || /^\s*</.test(body.toString('latin1', 0, 200))
      ? 'a web page'
      : 'something else';
  const message =
    `OCP ${name} did not answer as OCP's API does, but with ${what} (HTTP ${status}). ` +
    `${status >= 500 ? 'It may be starting, or a proxy in front of it cannot reach it; try again, then check' : 'Check'} ${settingOf(name, 'URL')}.`;
  return new OcpFault({ message, httpStatus: status }, { unanswered: true });
}
