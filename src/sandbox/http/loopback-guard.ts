import type { IncomingMessage } from 'node:http';

/**
 * Whether a request is meant for this server: its Host names loopback and the port, so that no foreign name that resolves to
 * 127.0.0.1 gets in. For pages Origin, where a browser sends one, must be the same, so that no other site can act here.
 */
export function isForUs({ headers }: IncomingMessage, port: number, kind: 'api' | 'page'): boolean {
  const ours = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!ours.includes(headers.host ?? '')) return false;
  const { origin } = headers;
  return kind === 'api' || origin === undefined || ours.some((host) => origin === `http://${host}`);
}
