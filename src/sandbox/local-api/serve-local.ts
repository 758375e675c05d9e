import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { replyError, replyJson } from '../http/reply.ts';
import { parseJson } from '../json.ts';
import type { World } from '../world.ts';
import { acts } from './acts.ts';
import { CannotRead } from './cannot-read.ts';
import { answerRead } from './reads.ts';

const BODY_LIMIT = 2_000_000;

/** Serves the calls of the page below /local. */
export async function serveLocal(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const refusal =
    request.method === 'GET'
      ? answerRead({ world, response, url })
      : await answerAct(world, request, response, url);
  if (refusal) replyError(response, refusal.status, refusal.sentence);
}

async function answerAct(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<CannotRead | undefined> {
  const act = acts.get(url.pathname.slice('/local/'.length));
  if (!act || request.method !== 'POST') return new CannotRead('There is no such call.', 404);
  const body = await readBody(request, BODY_LIMIT);
  if (typeof body === 'string') return new CannotRead('The body is too large.', 413);
  const given = parseJson(body.toString() || '{}');
  if (given === undefined) return new CannotRead('The body is not JSON.');
  const answer = await act(world, given);
  if (answer instanceof CannotRead) return answer;
  replyJson(response, answer);
  return undefined;
}
