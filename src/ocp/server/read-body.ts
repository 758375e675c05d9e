import { z } from 'zod';
import { refusal } from '../wire/refusal.ts';
import type { Exchange } from './exchange.ts';

/** The JSON body of a request; an empty one counts as `{}`. Throws OcpFault when it is no JSON, or not what the call takes. */
export function jsonBody<T>({ body }: Exchange, schema: z.ZodType<T>): T {
  const read = schema.safeParse(parsed(body));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue === undefined ? '' : z.core.toDotPath(issue.path);
  throw refusal('illegalArgument', `The parameter ${field === '' ? 'body' : field} is missing or not valid.`);
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw refusal('illegalArgument', 'The body is not valid JSON.');
  }
}
