import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve('src');

/** What each folder may import of ours, and of packages where that is bounded. Dependencies point inward. */
const LAYERS: readonly { folder: string; ours: readonly string[]; packages?: readonly string[] }[] = [
  { folder: 'domain', ours: ['domain'], packages: ['zod', 'luxon'] },
  { folder: 'workflow', ours: ['domain', 'workflow'], packages: ['node:crypto', 'zod'] },
  { folder: 'journal', ours: ['domain', 'workflow/ports.ts', 'journal'] },
  { folder: 'jobs', ours: ['domain', 'workflow/ports.ts', 'jobs'] },
  { folder: 'ocp', ours: ['domain', 'workflow/ports.ts', 'ocp'] },
  { folder: 'slack/views', ours: ['domain', 'slack'], packages: ['@slack/types', 'zod', 'luxon'] },
  { folder: 'slack', ours: ['domain', 'workflow', 'slack', 'log.ts'] },
  { folder: 'monitor', ours: ['domain', 'workflow/ports.ts', 'monitor', 'log.ts'] },
  { folder: 'sandbox', ours: ['sandbox'] },
];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm),
  ].map((match) => match[1] ?? match[2] ?? '');
}

/** Imports of a file that its layer forbids, as `file -> import`. */
function forbidden(file: string, ours: readonly string[], packages: readonly string[] | undefined): string[] {
  return importsOf(file)
    .filter((specifier) => {
      if (!specifier.startsWith('.')) return packages !== undefined && !packages.includes(specifier);
      const target = relative(SRC, resolve(file, '..', specifier));
      return !ours.some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
    })
    .map((specifier) => `${relative(SRC, file)} -> ${specifier}`);
}

describe('layers', () => {
  it.each(LAYERS)('$folder imports only what it may', ({ folder, ours, packages }) => {
    const files = sourceFiles(join(SRC, folder));
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => forbidden(file, ours, packages))).toEqual([]);
  });

  it('sees an import that is not allowed', () => {
    const file = join(SRC, 'workflow', 'advance.ts');
    expect(forbidden(file, ['workflow'], undefined)).toContain(
      'workflow/advance.ts -> ../domain/next-action.ts',
    );
  });

  it('reads the environment in config/ and nowhere else', () => {
    const readers = sourceFiles(SRC).filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    const elsewhere = readers
      .map((file) => relative(SRC, file))
      .filter((file) => !file.startsWith('config/'));
    expect(readers).not.toEqual([]);
    expect(elsewhere).toEqual([]);
  });
});
