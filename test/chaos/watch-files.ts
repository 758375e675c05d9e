import { existsSync, type FSWatcher, watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import type { Watch } from './sight.ts';

const FOLDERS = ['active', 'sealed', 'exports', 'archive'];

/** Tells of names that appear, are taken over or go in the folders of a data directory. */
export function watchFiles(dataDir: string, watch: Watch) {
  const watchers = new Map<string, FSWatcher>();
  return {
    /** Begins with the folders that have come into being since. */
    lookAgain: (): void => {
      for (const folder of FOLDERS) {
        const path = join(dataDir, folder);
        if (watchers.has(folder) || !existsSync(path)) continue;
        const watcher = watchFolder(path, (event, name) => {
          if (event !== 'rename') return;
          const kind = name?.endsWith('.tmp') === true ? ' (temporary)' : '';
          void watch({ what: `file ${folder}${kind}`, phase: 'appears' });
        });
        watchers.set(folder, watcher);
      }
    },
    stop: (): void => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
