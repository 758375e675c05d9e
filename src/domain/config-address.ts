/**
 * The new config server of a cluster, as a person types it: scheme, host and port, `http://ip:port`. Spaces around it and a slash
 * behind it are forgiven; empty means that the cluster keeps the one it has. OCP's page "Move out a cluster" gives the form.
 */
export function parseConfigAddress(
  text: string,
): { readonly address: string | undefined } | { readonly fault: string } {
  const typed = text.trim().replace(/\/+$/, '');
  if (typed === '') return { address: undefined };
  const match =
    /^https?:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]):(\d{1,5})$/.exec(
      typed,
    );
  const port = Number(match?.[1] ?? 0);
  if (match === null || port < 1 || port > 65_535)
    return {
      fault:
        'Write it as http://10.0.0.7:8080: scheme, host and port, nothing behind them. Or leave it empty.',
    };
  return { address: typed };
}
