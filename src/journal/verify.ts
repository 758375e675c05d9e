/** Checks everything that a start and a later look would rely on: every chain, and the index against the archive. */
import { join } from 'node:path';
import { openKey } from '../domain/cluster.ts';
import { hasEnded } from '../domain/request.ts';
import type { Dossier } from '../workflow/ports.ts';
import { INDEX } from './archive-index.ts';
import { openIndexCheck } from './index-check.ts';
import { type Place, readActive, storedActive, storedArchived } from './stored-requests.ts';
import { UnusableFile } from './unusable-file.ts';

/** What is whole, each request counted once, and what is not. */
export interface Verdict {
  readonly active: number;
  readonly archived: number;
  readonly events: number;
  readonly faults: readonly UnusableFile[];
}

/** Verifies the journal of a data directory; a bot may work on it meanwhile. Throws when the directory cannot be read. */
export async function verifyJournal(dataDir: string): Promise<Verdict> {
  const active = await verifyActive(dataDir);
  const archive = await verifyArchive(dataDir, active.requests);
  return {
    active: active.requests.size,
    archived: archive.archived,
    events: active.events + archive.events,
    faults: [...active.faults, ...archive.faults],
  };
}

/** The active requests by id, each with where it lies and the number of its last event. */
type Active = ReadonlyMap<string, { readonly path: string; readonly seq: number }>;

async function verifyActive(
  dataDir: string,
): Promise<{ requests: Active; events: number; faults: UnusableFile[] }> {
  const requests = new Map<string, { path: string; seq: number }>();
  const open = new Map<string, string>();
  const faults: UnusableFile[] = [];
  let events = 0;
  for await (const stored of storedActive(dataDir)) {
    if ('fault' in stored) {
      faults.push(stored.fault);
      continue;
    }
    const { request } = stored.dossier;
    const { path } = stored.place;
    requests.set(request.id, { path, seq: request.seq });
    events += request.seq;
    if (hasEnded(request)) continue;
    const key = openKey(request.terms.cluster);
    const other = open.get(key);
    if (other !== undefined)
      faults.push(new UnusableFile(path, `and ${other} are both open for one cluster`, 'move one away'));
    open.set(key, path);
  }
  return { requests, events, faults };
}

async function verifyArchive(
  dataDir: string,
  active: Active,
): Promise<{ archived: number; events: number; faults: UnusableFile[] }> {
  const faults: UnusableFile[] = [];
  // Before the lines: what is archived after this has a line behind the indexed ones.
  const index = await openIndexCheck(join(dataDir, 'archive', INDEX));
  if (index instanceof UnusableFile) faults.push(index);
  const seen = new Set<string>();
  let events = 0;
  for await (const stored of storedArchived(dataDir)) {
    if ('fault' in stored) {
      faults.push(stored.fault);
      continue;
    }
    const { dossier, place } = stored;
    const { id, seq } = dossier.request;
    const wrong =
      misplaced(dossier, place) ?? (index instanceof UnusableFile ? undefined : index.check(stored));
    if (wrong !== undefined) faults.push(wrong);
    const before = active.get(id);
    if (before !== undefined && before.seq < seq) faults.push(...(await older(before.path, dossier)));
    if (seen.has(id) || before !== undefined) continue;
    seen.add(id);
    events += seq;
  }
  if (!(index instanceof UnusableFile)) faults.push(...index.left(faults));
  return { archived: seen.size, events, faults };
}

function misplaced({ request }: Dossier, { path, line }: Place): UnusableFile | undefined {
  if (hasEnded(request) && line !== undefined && request.endedAt.startsWith(line.month)) return undefined;
  return new UnusableFile(path, `holds ${request.id}, which did not end in ${line?.month}`);
}

/** An active file that is still as it was read; one that was archived meanwhile has gone. */
async function older(path: string, { request }: Dossier): Promise<UnusableFile[]> {
  const now = await readActive(path, request.id).catch(() => undefined);
  if (now === undefined || now.request.seq >= request.seq) return [];
  return [new UnusableFile(path, 'is older than what the archive has of that request', 'move it away')];
}
