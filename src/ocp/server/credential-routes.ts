/**
 * The calls about credentials. Listing, creating and importing follow what published clients and OCP's own console send; the
 * export has no documented call, so its path is this server's own.
 */
import { Decrypter } from 'age-encryption';
import { z } from 'zod';
import type { OcpState } from '../embedded/ocp-state.ts';
import { type CredentialRecord, credentialRecord } from '../wire/records.ts';
import { refusal } from '../wire/refusal.ts';
import type { Exchange, Reply, Route } from './exchange.ts';
import { jsonBody } from './read-body.ts';

const CREDENTIALS = '/api/v2/profiles/me/credentials';

export const CREDENTIAL_ROUTES: readonly Route[] = [
  { method: 'GET', path: CREDENTIALS, handle: (exchange) => list(exchange) },
  { method: 'POST', path: CREDENTIALS, handle: (exchange) => create(exchange) },
  { method: 'POST', path: `${CREDENTIALS}/export`, handle: (exchange) => exported(exchange) },
  { method: 'POST', path: `${CREDENTIALS}/importPreCheck`, handle: (exchange) => preCheck(exchange) },
  { method: 'POST', path: `${CREDENTIALS}/import`, handle: (exchange) => imported(exchange) },
];

/** No passwords. */
function list({ backend, query }: Exchange): Reply {
  const { credentials, hostCredentials } = backend.state();
  const ofClusters = credentials.map(({ password: _password, ...credential }, at) => ({
    id: at + 1,
    name: `${credential.clusterName}:${credential.obClusterId}/${credential.tenantName}/${credential.username}`,
    ...credential,
  }));
  const ofHosts = hostCredentials.map(({ id, name, targetType }) => ({ id, name, targetType }));
  const type = query.get('targetType');
  const records = [...ofClusters, ...ofHosts].filter(
    ({ targetType }) => type === null || targetType === type,
  );
  return { kind: 'list', records };
}

const created = z.looseObject({ targetType: z.string(), name: z.string() });

async function create(exchange: Exchange): Promise<Reply> {
  const { targetType, name } = jsonBody(exchange, created);
  const id = await exchange.backend.update((state) => {
    const next = state.lastAddedId + 1;
    const credential = { id: next, name, targetType };
    return [{ ...state, hostCredentials: [...state.hostCredentials, credential], lastAddedId: next }, next];
  });
  return { kind: 'data', data: { id, name, targetType } };
}

async function exported(exchange: Exchange): Promise<Reply> {
  const { backend, query } = exchange;
  const { secret } = jsonBody(exchange, z.looseObject({ secret: z.string().min(8).max(32) }));
  const cluster = backend.state().clusters.find(({ id }) => String(id) === query.get('clusterId'));
  if (cluster === undefined)
    throw refusal('notFound', `This OCP lists no cluster with the id ${query.get('clusterId')}.`);
  const { id, name, obClusterId } = cluster;
  const file = await backend.exportCredentials({ ocp: 'OCP', id, name, obClusterId }, secret);
  return { kind: 'file', name: file.name, bytes: file.bytes };
}

/** What each entry of a file would do here; nothing is changed. */
async function preCheck(exchange: Exchange): Promise<Reply> {
  const { entries } = await uploadIn(exchange);
  const { credentials, clusters } = exchange.backend.state();
  const contents = entries.map((entry, number) => ({
    number,
    targetType: entry.targetType,
    clusterName: entry.clusterName,
    obClusterId: entry.obClusterId,
    tenantName: entry.tenantName,
    username: entry.username,
    exists: credentials.some((known) => isSame(known, entry)),
    connectionResult: clusters.some(
      ({ name, obClusterId }) => name === entry.clusterName && obClusterId === entry.obClusterId,
    )
      ? 'SUCCESSFUL'
      : 'CONNECT_FAILED',
  }));
  return { kind: 'data', data: { contents } };
}

async function imported(exchange: Exchange): Promise<Reply> {
  const { entries, numbers } = await uploadIn(exchange);
  const chosen = entries.filter((_, number) => numbers.length === 0 || numbers.includes(number));
  await exchange.backend.update((state) => [withCredentials(state, chosen), undefined]);
  return { kind: 'data', data: { importedCount: chosen.length } };
}

function withCredentials(state: OcpState, added: readonly CredentialRecord[]): OcpState {
  const kept = state.credentials.filter((known) => !added.some((entry) => isSame(known, entry)));
  return { ...state, credentials: [...kept, ...added] };
}

function isSame(a: CredentialRecord, b: CredentialRecord): boolean {
  return (
    a.clusterName === b.clusterName &&
    a.obClusterId === b.obClusterId &&
    a.tenantName === b.tenantName &&
    a.username === b.username
  );
}

const fileContent = z.looseObject({ credentials: z.array(credentialRecord) });

/** The file of a form, opened with its secret, and the entries that were chosen. Throws OcpFault when it cannot be opened. */
async function uploadIn({ body, contentType }: Exchange) {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw refusal('illegalArgument', 'The body is not a form with the fields file and secret.');
    });
  const file = form.get('file');
  const secret = form.get('secret');
  if (!(file instanceof Blob) || typeof secret !== 'string')
    throw refusal('illegalArgument', 'The fields file and secret are needed.');
  const numbers = form
    .getAll('numbers')
    .flatMap((value) => String(value).split(','))
    .filter((text) => text !== '')
    .map(Number);
  return { entries: await opened(new Uint8Array(await file.arrayBuffer()), secret), numbers };
}

async function opened(bytes: Uint8Array, secret: string): Promise<readonly CredentialRecord[]> {
  try {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(secret);
    return fileContent.parse(JSON.parse(await decrypter.decrypt(bytes, 'text'))).credentials;
  } catch {
    throw refusal('illegalArgument', 'The file cannot be opened with this secret.');
  }
}
