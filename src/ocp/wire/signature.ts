/**
 * The signature of a request to OCP with an access key pair, as OCP's page "Call the API with an AccessKey pair" has it:
 *
 *     Authorization: OCP-ACCESS-KEY-HMACSHA1 {access key id}:{signature}
 *     signature = Base64(HMAC-SHA1(key: access key secret, message))
 *
 * where the message is seven parts joined by single line feeds, none left out when empty: method, MD5 of the body, content
 * type, date, host, the `x-ocp-` headers, path with query.
 */
import { createHash, createHmac } from 'node:crypto';

/** What is signed, exactly as it travels. */
export interface SignedRequest {
  /** Upper case. */
  readonly method: string;
  /** The bytes of the body; undefined or empty when there is none. */
  readonly body?: Uint8Array | undefined;
  /** The header `Content-Type`; empty when none is sent. */
  readonly contentType: string;
  /** The header `Date`: RFC 1123, GMT. OCP takes it for 15 minutes. */
  readonly date: string;
  /** The header `Host`, with its port. */
  readonly host: string;
  /** The headers whose names begin with `x-ocp-`, by lower-case name. */
  readonly ocpHeaders: Readonly<Record<string, string>>;
  /** Path and query as in the request line; the query as {@link signedQuery} writes it. */
  readonly pathAndQuery: string;
}

/** How the header `Authorization` of a signed request begins. */
export const SCHEME = 'OCP-ACCESS-KEY-HMACSHA1';

/** The signature of a request under an access key secret, in base64. */
export function signature(request: SignedRequest, secret: string): string {
  return createHmac('sha1', secret).update(messageOf(request), 'utf8').digest('base64');
}

/** The seven parts that are signed. */
export function messageOf(request: SignedRequest): string {
  const headers = Object.entries(request.ocpHeaders)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${name}:${value}`);
  return [
    request.method,
    digestOf(request.body),
    request.contentType,
    request.date,
    request.host,
    headers.join('\n'),
    request.pathAndQuery,
  ].join('\n');
}

function digestOf(body: Uint8Array | undefined): string {
  if (body === undefined || body.length === 0) return '';
  return createHash('md5').update(body).digest('hex').toUpperCase();
}

/**
 * A query as it is signed and sent: sorted by name, `name=value` joined by `&`, both percent-encoded so that only
 * `A-Z a-z 0-9 - _ . ~` stay. Empty, without a question mark, when there is no parameter.
 */
export function signedQuery(query: Readonly<Record<string, string | number>>): string {
  return Object.entries(query)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`)
    .join('&');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
