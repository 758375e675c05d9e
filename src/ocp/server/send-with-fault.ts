/** Sends an answer, or does to it what a fault says. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { OcpFault } from '../../workflow/ports.ts';
import { newTraceId } from '../wire/refusal.ts';
import type { Reply } from './exchange.ts';
import type { ServerFault } from './fault-plan.ts';
import type { OcpVersion } from './generation.ts';
import { type Written, writtenFault } from './write-reply.ts';

export interface Sending {
  readonly response: ServerResponse;
  readonly version: OcpVersion;
  readonly now: Date;
  /** Does the work and gives its answer; `bend` changes the reply before it is written. */
  answer(bend?: (reply: Reply) => Reply): Promise<Written>;
}

/** Gives the status that was sent; undefined when none was. */
export async function sendWithFault(
  fault: ServerFault | undefined,
  sending: Sending,
): Promise<number | undefined> {
  const { response, answer, version, now } = sending;
  switch (fault?.kind) {
    case undefined:
      return send(response, await answer());
    case 'refuse': {
      const { status, code, message } = fault;
      const refused = new OcpFault({ message, code, traceId: newTraceId() }, { unanswered: false });
      return send(response, writtenFault(refused, { version, now }, status));
    }
    case 'html':
      return send(response, page(fault.status));
    case 'say':
      return send(response, { ...fault, body: Buffer.from(fault.body) });
    case 'hang':
      return undefined;
    case 'cut':
      response.destroy();
      return undefined;
    case 'lose answer':
      await answer();
      response.destroy();
      return undefined;
    case 'late':
      void pause(fault.ms).then(() => answer());
      return send(response, writtenFault(undefined, { version, now }, 500));
    case 'delay':
      await pause(fault.ms);
      return send(response, await answer());
    case 'slow':
      return trickle(response, await answer(), fault.ms);
    case 'half listing':
      return send(response, halfOf(await answer(), fault.honest));
    case 'empty listing':
      return send(
        response,
        await answer((reply) => (reply.kind === 'list' ? { ...reply, records: [] } : reply)),
      );
  }
}

function send(response: ServerResponse, { status, headers, body }: Written): number {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
  return status;
}

function page(status: number): Written {
  const body = Buffer.from('<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>');
  return { status, headers: { 'content-type': 'text/html' }, body };
}

async function trickle(
  response: ServerResponse,
  { status, headers, body }: Written,
  ms: number,
): Promise<number> {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  for (const byte of body) {
    if (response.destroyed) break;
    response.write(Buffer.of(byte));
    await pause(ms);
  }
  response.end();
  return status;
}

/** The first half of what stood on the page; `page` goes on to count all when the listing is honest, else only what is there. */
function halfOf(written: Written, honest: boolean): Written {
  const value: unknown = JSON.parse(Buffer.from(written.body).toString('utf8'));
  const data = fieldsOf(fieldsOf(value).data);
  if (!Array.isArray(data.contents)) return written;
  const contents = data.contents.slice(0, Math.floor(data.contents.length / 2));
  const counted = honest ? {} : { totalElements: contents.length, totalPages: 1, totalPage: 1 };
  const halved = { ...data, contents, page: { ...fieldsOf(data.page), ...counted } };
  return { ...written, body: Buffer.from(JSON.stringify({ ...fieldsOf(value), data: halved })) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
