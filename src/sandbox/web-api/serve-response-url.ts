import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { reply, replyError, replyJson } from '../http/reply.ts';
import { respond } from '../interaction/respond.ts';
import { isObject, parseJson } from '../json.ts';
import type { World } from '../world.ts';
import { withFault } from './with-fault.ts';

const GONE = ['no_such_url', 'expired_url', 'used_url'];

/** Serves an answer to a response_url. A refusal has status 404 when the address is used up or expired, else 400. */
export async function serveResponseUrl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const body = await readBody(request, 1_000_000);
  const given = typeof body === 'string' ? undefined : parseJson(body.toString());
  if (!isObject(given)) return replyError(response, 400, 'invalid_payload');
  await withFault({ world, response, method: 'response_url', args: given }, () => {
    const refusal = respond(world, id, given);
    world.log.add('response_url', given, refusal);
    if (!refusal) return () => reply(response, 'ok', { headers: { 'content-type': 'text/plain' } });
    const status = GONE.includes(refusal.error) ? 404 : 400;
    return () => replyJson(response, refusal.body(), { status });
  });
}
