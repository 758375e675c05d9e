/** Whether a request may be answered: HTTP Basic or a signature with an access key, as OCP documents both. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SCHEME, signature, signedQuery } from '../wire/signature.ts';

/** Who may log in; each pair may be left out. */
export interface Logins {
  readonly accessKey?: { readonly id: string; readonly secret: string } | undefined;
  readonly user?: { readonly username: string; readonly password: string } | undefined;
}

export interface Incoming {
  readonly method: string;
  /** The request line's, as received. */
  readonly pathAndQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A signature is taken for so many milliseconds before and after its date. */
const TAKEN_FOR_MS = 15 * 60_000;

/** Why the request is not answered, as a sentence; undefined when it may be. */
export function whyNotLoggedIn(incoming: Incoming, logins: Logins, now: Date): string | undefined {
  const authorization = incoming.headers.authorization ?? '';
  if (authorization.startsWith('Basic ')) return whyNotBasic(authorization.slice('Basic '.length), logins);
  if (authorization.startsWith(`${SCHEME} `)) return whyNotSigned(incoming, logins, now);
  return 'Authentication is required.';
}

function whyNotBasic(encoded: string, { user }: Logins): string | undefined {
  const expected = user && Buffer.from(`${user.username}:${user.password}`).toString('base64');
  return expected !== undefined && same(encoded.trim(), expected) ? undefined : 'Bad user name or password.';
}

function whyNotSigned(
  { headers, ...incoming }: Incoming,
  { accessKey }: Logins,
  now: Date,
): string | undefined {
  const [id = '', given = ''] = (headers.authorization ?? '').slice(SCHEME.length + 1).split(/:(.*)/s);
  if (accessKey === undefined || !same(id, accessKey.id)) return 'The access key is unknown.';
  const date = headers.date ?? '';
  const age = Math.abs(now.getTime() - Date.parse(date));
  if (!(age < TAKEN_FOR_MS)) return 'The date of the request is not within 15 minutes of the server time.';
  const request = {
    ...incoming,
    contentType: headers['content-type'] ?? '',
    date,
    host: headers.host ?? '',
    ocpHeaders: ocpHeaders(headers),
  };
  // Clients sign the query sorted and encoded, and not all of them send it so.
  const expected = [incoming.pathAndQuery, canonical(incoming.pathAndQuery)].map((pathAndQuery) =>
    signature({ ...request, pathAndQuery }, accessKey.secret),
  );
  return expected.some((one) => same(given, one)) ? undefined : 'The signature does not match.';
}

function ocpHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-ocp-'));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

function canonical(pathAndQuery: string): string {
  const [path = '', query] = pathAndQuery.split(/\?(.*)/s);
  if (query === undefined || query === '') return path;
  return `${path}?${signedQuery(Object.fromEntries(new URLSearchParams(query)))}`;
}

/** Takes as long for any two texts. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
