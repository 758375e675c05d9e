import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { reply, replyError } from './reply.ts';

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts and styles from here only, no inline ones, no frames, no forms. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves one file of the compiled page; anything that is no such file is answered 404. */
export async function servePage(
  response: ServerResponse,
  folder: string | undefined,
  path: string,
): Promise<void> {
  const name = path === '/' ? 'index.html' : decoded(path);
  const type = TYPES[extname(name)];
  const content = folder && type ? await readInside(folder, name) : undefined;
  if (!content || !type) {
    replyError(response, 404, 'There is no such page.');
    return;
  }
  reply(response, content, {
    headers: {
      'content-type': type,
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
    },
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).slice(1);
  } catch {
    return '';
  }
}

async function readInside(folder: string, name: string): Promise<Buffer | undefined> {
  const inside = normalize(name);
  if (inside.startsWith('..') || inside.startsWith('/') || inside.includes('\0')) return undefined;
  try {
    return await readFile(join(folder, inside));
  } catch {
    return undefined;
  }
}
