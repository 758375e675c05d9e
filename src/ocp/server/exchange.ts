/** What a handler is given, and what it gives back: requests and answers without anything of HTTP's mechanics. */
import type { OcpBackend } from '../embedded/embedded-ocp.ts';
import type { OcpVersion } from './generation.ts';

/** A request whose login was checked, where one is needed. */
export interface Exchange {
  readonly backend: OcpBackend;
  readonly version: OcpVersion;
  /** What the pattern of the route names, such as `id`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
}

/** An answer. `data`, `list` and refusals travel in the envelope, the others as they are. */
export type Reply =
  | { readonly kind: 'data'; readonly data?: unknown }
  /** All of them: the page that was asked for is cut out of it. */
  | { readonly kind: 'list'; readonly records: readonly unknown[] }
  /** A list that OCP gives without pages. */
  | { readonly kind: 'bare list'; readonly records: readonly unknown[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array };

type Handler = (exchange: Exchange) => Reply | Promise<Reply>;

/** One call of the API. */
export interface Route {
  readonly method: string;
  /** A path with `:name` for what differs. */
  readonly path: string;
  /** Whether it answers without a login. */
  readonly open?: boolean;
  readonly handle: Handler;
}

/** The number that a parameter of the path holds; NaN when it is none. */
export function numberIn({ params }: Pick<Exchange, 'params'>, name: string): number {
  return /^\d{1,15}$/.test(params[name] ?? '') ? Number(params[name]) : Number.NaN;
}
