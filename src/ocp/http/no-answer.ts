/** Why no whole answer came from an OCP, read off what Node and undici throw, and told in sentences. */
import type { OcpConnection } from './connection.ts';
import { settingOf } from './setting-names.ts';

export type NoAnswerKind =
  /** Nothing came within the time limit. */
  | { readonly kind: 'late' }
  /** An answer began, and did not end within the time limit. */
  | { readonly kind: 'late end' }
  | { readonly kind: 'too large'; readonly bytes: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown name' }
  | { readonly kind: 'no connection'; readonly code: string }
  | { readonly kind: 'tls'; readonly code: string }
  | { readonly kind: 'proxy'; readonly status: number | undefined }
  | { readonly kind: 'cut'; readonly code: string };

/** No whole answer came. Whether OCP did what was asked, nobody knows. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: NoAnswerKind;
  constructor(why: NoAnswerKind, cause?: unknown) {
    super(why.kind, { cause });
    this.why = why;
  }
}

const NO_CONNECTION = [
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EADDRNOTAVAIL',
];
/** The codes with which Node says that it does not trust a certificate, beside those that begin with `ERR_TLS` or `CERT_`. */
const TLS = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'EPROTO',
];

/** What was thrown, as one of the kinds. */
export function noAnswerKind(error: unknown): NoAnswerKind {
  const code = codeOf(error) ?? 'unknown';
  if (code === 'ECONNREFUSED') return { kind: 'refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'unknown name' };
  if (NO_CONNECTION.includes(code)) return { kind: 'no connection', code };
  if (TLS.includes(code) || /^(ERR_TLS|ERR_SSL|CERT_)/.test(code)) return { kind: 'tls', code };
  const proxied = /Proxy response \((\d+)\)/.exec(messageOf(error));
  if (proxied !== null) return { kind: 'proxy', status: Number(proxied[1]) };
  return { kind: 'cut', code };
}

/** The code of an error, or of the first of its causes that has one; several addresses that all failed count by their first. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const inner = codeOf(error.cause);
  if (inner !== undefined) return inner;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${messageOf(error.cause)}`;
}

/** The sentence for people. `limitMs`: how many milliseconds were waited for. */
export function noAnswerSentence(connection: OcpConnection, why: NoAnswerKind, limitMs: number): string {
  const { name, url, proxy } = connection;
  // Behind a proxy all connections are to the proxy: what cannot be reached is the proxy, and OCP was not even tried.
  const whom = proxy === undefined ? `OCP ${name}` : `The proxy to OCP ${name}`;
  const { host, hostname } = proxy ?? url;
  const address = settingOf(name, proxy === undefined ? 'URL' : 'PROXY');
  const seconds = Math.max(1, Math.round(limitMs / 1_000));
  switch (why.kind) {
    case 'late':
      return `OCP ${name} did not answer within ${seconds} s.`;
    case 'late end':
      return `OCP ${name} began to answer, and did not come to an end within ${seconds} s.`;
    case 'too large':
      return `OCP ${name} answered with more than ${Math.round(why.bytes / 1_048_576)} MiB, which is no answer of OCP's API. Check ${settingOf(name, 'URL')}.`;
    case 'refused':
      return `${whom} cannot be reached: nothing answers at ${host}. Check that ${proxy === undefined ? 'OCP' : 'it'} runs, and ${address}.`;
    case 'unknown name':
      return `${whom} cannot be reached: the name ${hostname} is not known here. Check ${address} and the DNS.`;
    case 'no connection':
      return `${whom} cannot be reached at ${host} (${why.code}). Check the network between this machine and ${proxy === undefined ? 'OCP' : 'it'}, and ${address}.`;
    case 'tls':
      return `The certificate of OCP ${name} is not trusted (${why.code}). ${tlsRemedy(name, why.code)}`;
    case 'proxy':
      return `The proxy to OCP ${name} does not let the connection through${why.status === undefined ? '' : ` (HTTP ${why.status})`}. Check ${settingOf(name, 'PROXY')}.`;
    case 'cut':
      return `The connection to OCP ${name} was cut before the answer was there (${why.code}).`;
  }
}

function tlsRemedy(ocp: string, code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'It has expired: renew it on OCP.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `It is for another name than the one in ${settingOf(ocp, 'URL')}; use the name that it is for.`;
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return `What answers does not speak TLS as expected: check whether ${settingOf(ocp, 'URL')} should begin with http.`;
  return `Name the file of its certificate authority in ${settingOf(ocp, 'CA_FILE')}.`;
}
