/** A reply as OCP writes it: in its envelope, with a page of a list, or as it is. */
import { OcpFault } from '../../workflow/ports.ts';
import { CODES, newTraceId } from '../wire/refusal.ts';
import { wireTime } from '../wire/wire-time.ts';
import type { Reply } from './exchange.ts';
import { codeOf, type OcpVersion, pageOf } from './generation.ts';

/** What goes over the wire. */
export interface Written {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

interface Frame {
  readonly version: OcpVersion;
  readonly now: Date;
  readonly query: URLSearchParams;
}

const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
const LARGEST_PAGE = 2_000;

/** Throws OcpFault when the page that was asked for is none. */
export function written(reply: Reply, frame: Frame): Written {
  switch (reply.kind) {
    case 'data':
      return enveloped(200, { data: reply.data }, frame);
    case 'bare list':
      return enveloped(200, { data: { contents: reply.records } }, frame);
    case 'list':
      return enveloped(200, { data: onePage(reply.records, frame) }, frame);
    case 'text':
      return {
        status: 200,
        headers: { 'content-type': 'text/plain;charset=UTF-8' },
        body: Buffer.from(reply.text),
      };
    case 'json':
      return { status: 200, headers: JSON_TYPE, body: Buffer.from(JSON.stringify(reply.value)) };
    case 'file':
      return {
        status: 200,
        headers: {
          'content-type': 'application/octet-stream',
          'content-disposition': `attachment; filename="${reply.name}"`,
        },
        body: reply.bytes,
      };
  }
}

/** A refusal, or a fault of the server's own, in the envelope of errors. */
export function writtenFault(error: unknown, frame: Omit<Frame, 'query'>, status = statusOf(error)): Written {
  const failure = error instanceof OcpFault ? error.failure : { message: 'Unexpected error.' };
  const code = codeOf(frame.version, failure.code ?? CODES.unexpected);
  const said = {
    code,
    message: failure.message,
    debugMessage: null,
    stackTrace: null,
    target: null,
    subErrors: [],
  };
  return enveloped(status, { error: said, traceId: failure.traceId }, frame);
}

const STATUS: Readonly<Record<string, number>> = {
  [CODES.illegalArgument]: 400,
  [CODES.notFound]: 404,
  [CODES.taskNotFound]: 404,
  [CODES.taskStateInvalid]: 400,
  [CODES.rollbackProhibited]: 400,
  [CODES.notAllowedInCluster]: 403,
};

function statusOf(error: unknown): number {
  if (!(error instanceof OcpFault)) return 500;
  return STATUS[error.failure.code ?? ''] ?? 500;
}

function enveloped(
  status: number,
  {
    data,
    error,
    traceId,
  }: { readonly data?: unknown; readonly error?: unknown; readonly traceId?: string | undefined },
  { now }: Omit<Frame, 'query'>,
): Written {
  const value = {
    data,
    error,
    successful: status < 400,
    timestamp: wireTime(now),
    duration: 1,
    status,
    traceId: traceId ?? newTraceId(),
    server: '127.0.0.1',
  };
  return { status, headers: JSON_TYPE, body: Buffer.from(JSON.stringify(value)) };
}

function onePage(records: readonly unknown[], { version, query }: Frame): object {
  const number = wholeNumber(query.get('page'), 1);
  const size = wholeNumber(query.get('size'), 10);
  if (number < 1 || size < 1 || size > LARGEST_PAGE || !Number.isInteger(number * size))
    throw new OcpFault(
      {
        message: `page must be 1 or more, and size 1 to ${LARGEST_PAGE}.`,
        code: CODES.illegalArgument,
        traceId: newTraceId(),
      },
      { unanswered: false },
    );
  const contents = records.slice((number - 1) * size, number * size);
  return { contents, page: pageOf(version, { total: records.length, number, size }) };
}

function wholeNumber(text: string | null, fallback: number): number {
  return text === null || text === '' ? fallback : Number(text);
}
