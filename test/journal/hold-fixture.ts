/** Takes the data directory of its argument, prints `held` or the refusal, and keeps it until stdin ends. */
import { writeSync } from 'node:fs';
import { openDataDirectory } from '../../src/journal/data-directory.ts';

try {
  const directory = await openDataDirectory(process.argv[2] ?? '');
  writeSync(1, 'held\n');
  process.stdin.resume();
  process.stdin.on('end', () => void directory.release());
} catch (error) {
  writeSync(1, `${error instanceof Error ? error.message : error}\n`);
}
