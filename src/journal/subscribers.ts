/** Who asked to be told of requests that await approval: `notify.json` in the data directory. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Subscribers } from '../workflow/ports.ts';
import { type Disk, SILENT_DISK } from './disk.ts';
import { durableJsonFile } from './durable-json-file.ts';
import { createTurns } from './turns.ts';
import { UnusableFile } from './unusable-file.ts';

const schema = z.object({ people: z.array(z.string()) });

/** Opens the list, empty when there is none. Throws {@link UnusableFile} when the file is none of ours. */
export async function openSubscribers(dataDir: string, disk: Disk = SILENT_DISK): Promise<Subscribers> {
  const path = join(dataDir, 'notify.json');
  const file = durableJsonFile(path);
  const stored = await file.read();
  const parsed = schema.safeParse(stored ?? { people: [] });
  if (!parsed.success)
    throw new UnusableFile(
      path,
      'does not list people',
      'move it away, and who wants to be told says so again',
    );
  let people: readonly string[] = parsed.data.people;
  const turns = createTurns();
  return {
    all: () => people,
    set: (person, wants) =>
      turns.take('save', async () => {
        const others = people.filter((one) => one !== person);
        const after = wants ? [...others, person] : others;
        await disk.use('write who is told', () => file.write({ people: after }));
        people = after;
      }),
  };
}
