/** Who asked to be told of requests that await approval: `notify.json` in the data directory. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Subscribers } from '../workflow/ports.ts';
import { type Disk, SILENT_DISK } from './disk.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { createTurns } from './turns.ts';
import { refuseNewer, UnusableFile } from './unusable-file.ts';

const VERSION = 1;
/** The first files had no version. Written back, a field that we do not know would be lost. */
const schema = z.strictObject({ version: z.literal(VERSION).optional(), people: z.array(z.string()) });
const REMEDY = 'move it away, and who wants to be told says so again';

/** Opens the list, empty when there is none. Throws {@link UnusableFile} when the file is none of ours. */
export async function openSubscribers(dataDir: string, disk: Disk = SILENT_DISK): Promise<Subscribers> {
  const path = join(dataDir, 'notify.json');
  const file = durableJsonFile(path, REMEDY);
  const stored = await file.read();
  refuseNewer(path, stored, VERSION);
  const parsed = schema.safeParse(stored ?? { people: [] });
  if (!parsed.success) throw new UnusableFile(path, 'does not list people', REMEDY);
  let people: readonly string[] = parsed.data.people;
  const turns = createTurns();
  return {
    all: () => people,
    set: (person, wants) =>
      turns.take('save', async () => {
        const others = people.filter((one) => one !== person);
        const after = wants ? [...others, person] : others;
        await disk.use('write who is told', () => file.write({ version: VERSION, people: after }));
        people = after;
      }),
  };
}
