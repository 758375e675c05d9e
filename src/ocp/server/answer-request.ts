/** Answers one request as OCP does: the login, the call, the envelope; a refusal is an answer too. */

import { OcpFault } from '../../workflow/ports.ts';
import type { OcpBackend } from '../embedded/embedded-ocp.ts';
import { newTraceId, refusal } from '../wire/refusal.ts';
import { type Incoming, type Logins, whyNotLoggedIn } from './authenticate.ts';
import type { Reply } from './exchange.ts';
import type { OcpVersion } from './generation.ts';
import { routeOf } from './router.ts';
import { type Written, written, writtenFault } from './write-reply.ts';

export interface Answering {
  readonly backend: OcpBackend;
  readonly version: OcpVersion;
  readonly logins: Logins;
  /** What a test makes of a reply before it is written. */
  readonly bend?: (reply: Reply) => Reply;
}

const NO_LOGIN = '30000';

/** Never throws: what nobody foresaw is answered with 500, as OCP does. */
export async function answerRequest(incoming: Incoming, answering: Answering): Promise<Written> {
  const { backend, version, logins, bend = (reply) => reply } = answering;
  const [path = '', search = ''] = incoming.pathAndQuery.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const frame = { version, now: backend.now(), query };
  const found = routeOf(incoming.method, path);
  const stranger = found?.route.open === true ? undefined : whyNotLoggedIn(incoming, logins, backend.now());
  if (stranger !== undefined) return writtenFault(faultWith(NO_LOGIN, stranger), frame, 401);
  // OCP answers a path that it does not have with 400.
  if (found === undefined)
    return writtenFault(
      refusal('illegalArgument', `No handler found for ${incoming.method} ${path}.`),
      frame,
    );
  const contentType = incoming.headers['content-type'] ?? '';
  if (incoming.body.length > 0 && !/^(application\/json|multipart\/form-data)\b/i.test(contentType))
    return writtenFault(
      refusal('illegalArgument', `Content type '${contentType}' is not supported.`),
      frame,
      415,
    );
  try {
    const { params, route } = found;
    const reply = await route.handle({ backend, version, params, query, contentType, body: incoming.body });
    return written(bend(reply), frame);
  } catch (error) {
    return writtenFault(error, frame);
  }
}

function faultWith(code: string, message: string): OcpFault {
  return new OcpFault({ message, code, traceId: newTraceId() }, { unanswered: false });
}
