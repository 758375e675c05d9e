import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../page/protocol.ts';

const COMMON = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Answers with JSON. */
export function replyJson(
  response: ServerResponse,
  body: object,
  { status = 200, headers = {} }: { status?: number; headers?: { readonly [name: string]: string } } = {},
): void {
  reply(response, JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

/** Answers with a sentence in JSON for a call that cannot be done. */
export function replyError(response: ServerResponse, status: number, error: string): void {
  const body: JsonObject = { ok: false, error };
  replyJson(response, body, { status });
}

/** Answers with bytes or a text. Nothing happens when the answer was given already. */
export function reply(
  response: ServerResponse,
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: { readonly [name: string]: string } } = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...COMMON, 'content-length': String(Buffer.byteLength(body)), ...headers });
  response.end(body);
}
