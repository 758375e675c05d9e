import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { replyError, replyJson } from '../http/reply.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { answerCall } from './answer-call.ts';
import { readArgs } from './args.ts';
import { withFault } from './with-fault.ts';

const BODY_LIMIT = 5_000_000;

/** Serves one call of the Web API: `POST /api/<method>`. Refusals have HTTP status 200. */
export async function serveApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  method: string,
): Promise<void> {
  const body = await readBody(request, BODY_LIMIT);
  if (typeof body === 'string') return replyError(response, 413, 'request_too_large');
  const read = readArgs(request.headers['content-type'] ?? '', body.toString());
  if (!read) {
    world.log.add(method, {}, new Refusal('invalid_json'));
    return replyJson(response, new Refusal('invalid_json').body());
  }
  const token = bearer(request) ?? read.token;
  await withFault({ world, response, method, args: read.args.given }, () => {
    const answer = answerCall(world, method, read.args, token);
    world.log.add(method, read.args.given, answer);
    const body = answer instanceof Refusal ? answer.body() : { ok: true, ...answer };
    const headers = { 'x-oauth-scopes': world.manifest.scopes.join(',') };
    return () => replyJson(response, body, { headers });
  });
}

function bearer({ headers }: IncomingMessage): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
