/**
 * Opens, extends, ends and archives requests in the data directory of its argument for ever, and prints a line of JSON for
 * everything that the journal acknowledged. Begins by printing what it found. To be killed.
 */
import { writeSync } from 'node:fs';
import { hasEnded } from '../../src/domain/request.ts';
import { openDataDirectory } from '../../src/journal/data-directory.ts';
import { openJournal } from '../../src/journal/lowdb-journal.ts';
import { approved, cancelled, requested } from './sample-events.ts';

const { path } = await openDataDirectory(process.argv[2] ?? '');
const journal = await openJournal(path);

function acknowledge(id: string, seq: number, archived = false): void {
  writeSync(1, `${JSON.stringify({ id, seq, archived })}\n`);
}

for (const { request } of await journal.active()) {
  if (!hasEnded(request)) await journal.append(request.id, request.seq, [cancelled()]);
  await journal.archive(request.id);
}
for (let n = (await journal.ofCluster('cl1', 1_000)).length + 1; ; n++) {
  const id = `MO-${String(n).padStart(6, '0')}`;
  await journal.open(id, [requested()]);
  acknowledge(id, 1);
  for (let seq = 1; seq <= n % 5; seq++) {
    await journal.append(id, seq, [approved(`U${seq}`)]);
    acknowledge(id, seq + 1);
  }
  await journal.append(id, 1 + (n % 5), [cancelled()]);
  acknowledge(id, 2 + (n % 5));
  await journal.archive(id);
  acknowledge(id, 2 + (n % 5), true);
}
