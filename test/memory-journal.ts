import { openKey } from '../src/domain/cluster.ts';
import type { RequestEvent } from '../src/domain/events.ts';
import { hasEnded } from '../src/domain/request.ts';
import { byAge, extended, isCalled, lastEnded, opened, unknownRequest } from '../src/journal/dossiers.ts';
import type { Cursor, Dossier, Journal } from '../src/workflow/ports.ts';

interface Entry {
  dossier: Dossier;
  cursor: Cursor;
  archived: boolean;
}

/** A journal that works and forgets: for tests of what stands upon one. */
export function memoryJournal(): Journal {
  const entries = new Map<string, Entry>();

  function find(id: string): Entry {
    const entry = entries.get(id);
    if (entry === undefined) throw unknownRequest(id);
    return entry;
  }

  async function open(id: string, events: readonly RequestEvent[]) {
    const dossier = opened(id, events);
    if (entries.has(id)) throw new Error(`The request id ${id} is taken.`);
    const key = openKey(dossier.request.terms.cluster);
    for (const { dossier: other } of entries.values())
      if (!hasEnded(other.request) && openKey(other.request.terms.cluster) === key) return { busy: other };
    entries.set(id, { dossier, cursor: { toldSeq: 0 }, archived: false });
    return { opened: dossier };
  }

  async function append(id: string, expectedSeq: number, events: readonly RequestEvent[]) {
    const entry = find(id);
    if (entry.dossier.request.seq !== expectedSeq) return { conflict: entry.dossier };
    entry.dossier = extended(entry.dossier, events);
    return { appended: entry.dossier };
  }

  async function read(id: string) {
    return entries.get(id)?.dossier;
  }

  async function active() {
    const dossiers = [...entries.values()].filter((entry) => !entry.archived).map((entry) => entry.dossier);
    return dossiers.sort((a, b) => byAge(a.request, b.request));
  }

  async function ofCluster(cluster: string, limit: number) {
    const requests = [...entries.values()].map((entry) => entry.dossier.request);
    const found = requests.filter((request) => isCalled(request.terms.cluster, cluster));
    return found
      .sort((a, b) => byAge(b, a))
      .slice(0, limit)
      .map((request) => request.id);
  }

  async function ended({ cluster, since = '' }: Parameters<Journal['ended']>[0], limit: number) {
    const requests = [...entries.values()].map((entry) => entry.dossier.request);
    const found = requests.flatMap((request) =>
      hasEnded(request) &&
      request.endedAt >= since &&
      (cluster === undefined || isCalled(request.terms.cluster, cluster))
        ? [{ id: request.id, endedAt: request.endedAt }]
        : [],
    );
    return lastEnded(found, limit);
  }

  async function cursor(id: string) {
    return find(id).cursor;
  }

  async function saveCursor(id: string, cursor: Cursor) {
    const entry = find(id);
    if (entry.archived) throw new Error(`The request ${id} is archived: its cursor stays.`);
    entry.cursor = cursor;
  }

  async function archive(id: string) {
    const entry = find(id);
    const { request } = entry.dossier;
    if (!hasEnded(request)) throw new Error(`The request ${id} has not ended: it is ${request.status}.`);
    entry.archived = true;
  }

  return { open, append, read, active, ofCluster, ended, cursor, saveCursor, archive };
}
