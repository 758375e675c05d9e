/** The encrypted file in which the credentials of a cluster leave the embedded OCP. */
import { type ClusterIdentity, clusterKey } from '../../domain/cluster.ts';
import { type CredentialFile, OcpFault } from '../../workflow/ports.ts';
import type { CredentialRecord } from '../wire/records.ts';
import { CODES, newTraceId } from '../wire/refusal.ts';
import { encryptInWorker } from './encrypt-worker.ts';

/** How a person opens the file, in Slack's mrkdwn. */
export const HOW_TO_OPEN =
  'Open the credential file with `age -d -o credentials.json FILE` (see age-encryption.org) and its key.';

export interface CredentialExport {
  readonly cluster: ClusterIdentity;
  readonly credentials: readonly CredentialRecord[];
  readonly exportedAt: Date;
  readonly key: string;
  /** The base-2 logarithm of scrypt's work. */
  readonly workFactor: number;
}

/** Makes the file. Throws {@link OcpFault} when it cannot be encrypted; the key is in no error. */
export async function credentialFile(order: CredentialExport): Promise<CredentialFile> {
  const { cluster, key, workFactor } = order;
  try {
    const bytes = await encryptInWorker({ text: contentOf(order), key, workFactor });
    return { name: fileName(cluster), bytes };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown error';
    const message = `The credentials of ${clusterKey(cluster)} were not exported: ${why}. Nothing was changed; try again.`;
    throw new OcpFault(
      { message, code: CODES.unexpected, traceId: newTraceId() },
      { unanswered: false, cause },
    );
  }
}

/** Cluster names may hold anything; a file name holds only what every system takes. */
function fileName({ name, obClusterId }: ClusterIdentity): string {
  return `${name.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${obClusterId}-credentials.json.age`;
}

function contentOf({ cluster, credentials, exportedAt }: CredentialExport): string {
  const content = {
    about:
      'Credentials of an OceanBase cluster, exported before it was moved out of its OCP. Keep them secret.',
    version: 1,
    exportedAt: exportedAt.toISOString(),
    cluster: { name: cluster.name, obClusterId: cluster.obClusterId, ocp: cluster.ocp, id: cluster.id },
    credentials,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
