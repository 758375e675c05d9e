/**
 * The credentials of a cluster out of an OCP. OCP's documentation has no call for it, only the console's dialog. So either a person
 * exports them there, or whoever runs Moveout names the call of their own OCP: everything here about that call is a guess by
 * the example of its counterpart (`/api/v2/profiles/me/credentials/import` takes the password as `secret`), and nothing
 * else in Moveout depends on it.
 */
import { type ClusterIdentity, clusterKey } from '../../domain/cluster.ts';
import { type CredentialFile, type Ocp, OcpFault } from '../../workflow/ports.ts';
import type { OcpApi } from './api.ts';
import { findCluster } from './clusters.ts';
import { dataOf, jsonOf } from './envelope.ts';
import { hidingKey, holdsKey } from './hide-key.ts';
import { settingOf } from './setting-names.ts';
import type { RawAnswer } from './transport.ts';

const IN_CONSOLE =
  'In the OCP console: *System Management* > *Credential Management* > tab *OceanBase* > the row of the cluster > *More* > *Export*. ' +
  'Export the sys tenant and every tenant whose password is to survive.';

const HOW_TO_IMPORT =
  'Import the credential file in the new OCP (*System Management* > *Credential Management* > *Import Credential*) with its key.';

/** The largest file that is taken, in bytes. */
const LARGEST = 16 * 1_048_576;

/** The part of the port Ocp that is about credentials. */
export function credentialExport(
  api: OcpApi,
): Pick<Ocp, 'exportInConsole' | 'exportCredentials' | 'howToOpenCredentials'> {
  const { credentialExport: way, name } = api.connection;
  if (way !== 'console')
    return {
      howToOpenCredentials: HOW_TO_IMPORT,
      exportCredentials: (cluster, key) =>
        exported(api, way.path, cluster, key).catch((error: unknown) => {
          throw withoutKey(error, key);
        }),
    };
  return {
    exportInConsole: IN_CONSOLE,
    howToOpenCredentials: HOW_TO_IMPORT,
    exportCredentials: () =>
      Promise.reject(
        new OcpFault(
          { message: `The credentials of OCP ${name} are exported in its console, not by Moveout.` },
          { unanswered: false },
        ),
      ),
  };
}

async function exported(
  api: OcpApi,
  template: string,
  cluster: ClusterIdentity,
  key: string,
): Promise<CredentialFile> {
  await requireSame(api, cluster);
  const { path, query } = filled(template, cluster);
  const answer = hidingKey(await api.postSecret(path, { secret: key }, query), key);
  const isEnvelope = typeof jsonOf(answer.body) === 'object';
  if (answer.status !== 200 || isEnvelope) dataOf(api.connection, { method: 'POST', path }, answer);
  const fault = whyNoFile(answer, isEnvelope, key);
  if (fault === undefined) return { name: fileName(answer, cluster), bytes: answer.body };
  const message = `OCP ${api.connection.name} gave no credential file for ${clusterKey(cluster)}: ${fault}. Check the path in ${settingOf(api.connection.name, 'CREDENTIAL_EXPORT')}, or leave it unset and export in the console.`;
  throw new OcpFault({ message, httpStatus: answer.status }, { unanswered: false });
}

/** An id may belong to another cluster by now, whose credentials nobody asked for. */
async function requireSame(api: OcpApi, cluster: ClusterIdentity): Promise<void> {
  const now = await findCluster(api, cluster.id);
  if (now !== undefined && clusterKey(now) === clusterKey(cluster)) return;
  const message = `OCP ${api.connection.name} lists no cluster ${clusterKey(cluster)} with the id ${cluster.id}, so nothing was exported.`;
  throw new OcpFault({ message }, { unanswered: false });
}

/** The last net: no fault of an export has the key in its sentence, or what caused it behind it. */
function withoutKey(error: unknown, key: string): unknown {
  if (!(error instanceof OcpFault)) return error;
  const message = error.message.replaceAll(key, '***');
  return new OcpFault({ ...error.failure, message }, { unanswered: error.unanswered });
}

/** The path with the cluster in it, and its query by name: OCP wants that sorted where it is signed. */
function filled(
  template: string,
  { id, name, obClusterId }: ClusterIdentity,
): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  const whole = template
    .replaceAll('{clusterId}', String(id))
    .replaceAll('{obClusterId}', String(obClusterId))
    .replaceAll('{clusterName}', () => encodeURIComponent(name));
  const [path = '', ...query] = whole.split('?');
  return { path, query: Object.fromEntries(new URLSearchParams(query.join('?'))) };
}

function whyNoFile({ body, header }: RawAnswer, isEnvelope: boolean, key: string): string | undefined {
  if (isEnvelope) return 'the answer is JSON, not a file';
  if (body.length === 0) return 'the answer is empty';
  if (body.length > LARGEST) return `the answer has ${body.length} bytes`;
  if (
    /html/i.test(header('content-type') ?? '') ||
    /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 200))
  )
    return 'the answer is a web page';
  // Whoever gets the file would have the key with it.
  if (holdsKey(body, key)) return 'the answer has the encryption key in it, so it is no encrypted file';
  return undefined;
}

/** The name that OCP gave the file, with nothing in it that could be a path or a surprise. */
function fileName({ header }: RawAnswer, { name, obClusterId }: ClusterIdentity): string {
  const given = /filename="?([^";]+)"?/i.exec(header('content-disposition') ?? '')?.[1] ?? '';
  const safe = given
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 100);
  return safe === '' ? `${name.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${obClusterId}-credentials.osf` : safe;
}
