/**
 * The new config server of a cluster, as a person types it: scheme, host and port, `http://ip:port`. Spaces around it and a slash
 * behind it are forgiven; empty means that the cluster keeps the one it has. OCP's page "Move out a cluster" gives the form with an IP;
 * that it takes https and host names is not verified.
 */
import { z } from 'zod';

const SENTENCE =
  'Write it as http://10.0.0.7:8080: scheme, host and port, nothing behind them. Or leave it empty.';

export function parseConfigAddress(
  text: string,
): { readonly address: string | undefined } | { readonly fault: string } {
  const typed = text.trim().replace(/\/+$/, '');
  if (typed === '') return { address: undefined };
  const match = /^https?:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/.exec(typed);
  const [, host = '', port = ''] = match ?? [];
  if (Number(port) < 1 || Number(port) > 65_535) return { fault: SENTENCE };
  if (isHost(host)) return { address: typed };
  return { fault: `What stands before the port is neither an IP address nor a host name. ${SENTENCE}` };
}

/** Digits and dots alone are an IP address or a slip, never a name. */
function isHost(text: string): boolean {
  if (text.startsWith('[')) return z.ipv6().safeParse(text.slice(1, -1)).success;
  if (/^[\d.]+$/.test(text)) return z.ipv4().safeParse(text).success;
  const labels = text.split('.');
  return (
    text.length <= 253 && labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(label))
  );
}
