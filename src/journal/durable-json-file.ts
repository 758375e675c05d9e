import type { Adapter } from 'lowdb';
import { readIfPresent, writeDurably } from './durable-file.ts';
import { UnusableFile } from './unusable-file.ts';

/**
 * A lowdb adapter for one JSON file: compact, mode 0600, replaced as a whole, on disk when `write` resolves. What `write` was
 * given is fixed at the call; concurrent writes are made in the order of the calls. `read` gives null when there is no file,
 * and throws {@link UnusableFile} when it is torn, empty or not a JSON object: lowdb would go on with its defaults. `remedy`: what to do then, when
 * it is not the usual.
 */
export function durableJsonFile(path: string, remedy?: string): Adapter<unknown> {
  return {
    async read() {
      const bytes = await readIfPresent(path);
      return bytes === undefined ? null : parsed(path, bytes.toString('utf8'), remedy);
    },
    async write(data) {
      await writeDurably(path, JSON.stringify(data));
    },
  };
}

function parsed(path: string, text: string, remedy: string | undefined): object {
  const value = parsedJson(text);
  if (typeof value !== 'object' || value === null) throw new UnusableFile(path, 'does not parse', remedy);
  return value;
}

/** undefined for what is no JSON. The parser's own message is dropped, since it quotes the content. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
