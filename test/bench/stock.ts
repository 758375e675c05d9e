/** Data directories as a Moveout leaves them that has run for long, or that has much to do: written at once instead of lived through. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestEvent, Terms } from '../../src/domain/events.ts';
import { hasEnded } from '../../src/domain/request.ts';
import { indexEntry } from '../../src/journal/archive-index.ts';
import { opened } from '../../src/journal/dossiers.ts';
import { recordOf } from '../../src/journal/request-record.ts';
import type { Inventory } from '../../src/ocp/embedded/inventory.ts';
import { CHANNEL } from '../ask-move-out.ts';
import { inventoryOf } from '../e2e/inventory-of.ts';
import { exampleTerms } from '../requests.ts';

const OCP = 'embedded';
/** Ended requests of this month and the eleven before it. */
const MONTHS = 12;
const MINUTE_MS = 60_000;
/** The ended requests are about so many clusters, again and again. */
const CLUSTERS_OF_ENDED = 500;
/** Ids of ended requests begin behind those of any that are in flight. */
const FIRST_ENDED = 1_000_000;

function nameOf(number: number): string {
  return `cluster${number}`;
}

/** Clusters for so many requests. */
export function inventoryFor(clusters: number): Inventory {
  return inventoryOf(
    Array.from({ length: clusters }, (_, number) => ({ name: nameOf(number), obClusterId: 1_001 + number })),
  );
}

function requested(number: number, at: Date, inventory?: Inventory): RequestEvent {
  const cluster = inventory?.clusters[number];
  const hosts = inventory?.hosts.filter(({ services }) =>
    services.some(({ name }) => name === `${cluster?.name}:${cluster?.obClusterId}`),
  );
  const known = (hosts ?? []).map((host) => ({
    id: host.id,
    name: host.name,
    address: host.innerIpAddress,
    zone: zoneOf(cluster, host.innerIpAddress),
  }));
  const terms: Terms = exampleTerms({
    channel: CHANNEL,
    cluster: {
      ocp: OCP,
      id: cluster?.id ?? number,
      name: nameOf(number),
      obClusterId: 1_001 + number,
      type: 'PRIMARY',
      status: 'RUNNING',
    },
    deleteHosts: known,
    keepHosts: [],
    exportedInConsole: true,
    approvalExpiresAt: new Date(at.getTime() + 1_440 * MINUTE_MS).toISOString(),
  });
  return { type: 'requested', at: at.toISOString(), actor: terms.requester, viewId: `V${number}`, terms };
}

function zoneOf(cluster: Inventory['clusters'][number] | undefined, address: string): string {
  return cluster?.zones.find(({ servers }) => servers.some(({ ip }) => ip === address))?.name ?? '';
}

/** Requests that were approved a moment ago; Moveout starts all of them as soon as it runs. */
export async function stockActive(dataDir: string, count: number, inventory: Inventory): Promise<void> {
  const folder = join(dataDir, 'active');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const now = new Date();
  for (let number = 0; number < count; number += 1) {
    const approved: RequestEvent = { type: 'approved', at: now.toISOString(), actor: 'U0GRACE' };
    const dossier = opened(idOf(number), [requested(number, now, inventory), approved]);
    const record = JSON.stringify(recordOf(dossier, { toldSeq: 0 }));
    await writeFile(join(folder, `${idOf(number)}.json`), record, { mode: 0o600 });
  }
}

/** Requests that ended and were told, in the archive with its index. */
export async function stockArchive(dataDir: string, count: number): Promise<void> {
  const folder = join(dataDir, 'archive');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const months = new Map<string, { text: string[]; bytes: number }>();
  const index: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const { request, line } = endedRequest(number);
    const bytes = Buffer.byteLength(line) + 1;
    const month = request.endedAt.slice(0, 7);
    const file = months.get(month) ?? { text: [], bytes: 0 };
    months.set(month, file);
    index.push(JSON.stringify(indexEntry(request, file.bytes, bytes)));
    file.text.push(line);
    file.bytes += bytes;
  }
  for (const [month, { text }] of months)
    await writeFile(join(folder, `${month}.jsonl`), `${text.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'index.jsonl'), `${index.join('\n')}\n`, { mode: 0o600 });
}

function endedRequest(number: number) {
  const begun = Date.now() - (number % MONTHS) * 30 * 1_440 * MINUTE_MS - (1_440 + number) * MINUTE_MS;
  const at = (minutes: number) => new Date(begun + minutes * MINUTE_MS).toISOString();
  const by = (minutes: number) => ({ at: at(minutes), actor: 'moveout' });
  const dossier = opened(idOf(FIRST_ENDED + number), [
    requested(number % CLUSTERS_OF_ENDED, new Date(begun)),
    { type: 'approved', at: at(1), actor: 'U0GRACE' },
    { type: 'started', ...by(1) },
    { type: 'rechecked', ...by(2) },
    { type: 'exported in console', at: at(2), actor: 'U0ADA' },
    { type: 'submit intended', ...by(3), knownTaskIds: [], deleteHostIds: [], skipHostIds: [] },
    { type: 'task submitted', ...by(3), taskId: 1_000 + number, adopted: false },
    { type: 'task succeeded', ...by(9) },
    { type: 'completed', ...by(10) },
  ]);
  const { request } = dossier;
  if (!hasEnded(request)) throw new Error('An ended request has not ended.');
  return { request, line: JSON.stringify(recordOf(dossier, { toldSeq: request.seq })) };
}

function idOf(number: number): string {
  return `MO-${number.toString(36).toUpperCase().padStart(6, '0')}`;
}
