import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveLocal } from '../local-api/serve-local.ts';
import { serveApi } from '../web-api/serve-api.ts';
import { serveResponseUrl } from '../web-api/serve-response-url.ts';
import type { World } from '../world.ts';
import { isForUs } from './loopback-guard.ts';
import { replyError } from './reply.ts';
import { servePage } from './static-page.ts';
import { takeUpload } from './upload.ts';

const API = /^\/(api|response|upload\/v1)\/([\w.]+)$/;

/** One request, with the world it is for. */
export interface Served {
  readonly world: World;
  readonly port: number;
  readonly pageDir: string | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers any request; a fault of ours becomes a bare 500. Never rejects. */
export async function serve(served: Served): Promise<void> {
  try {
    await route(served);
  } catch {
    replyError(served.response, 500, 'The local Slack has failed at this request.');
  }
}

function route(served: Served): Promise<void> | void {
  const { world, port, pageDir, request, response } = served;
  const url = parsedUrl(request.url);
  if (!url) return replyError(response, 400, 'This address cannot be read.');
  const [, family, name = ''] = API.exec(url.pathname) ?? [];
  if (!isForUs(request, port, family ? 'api' : 'page')) {
    return replyError(response, 403, 'This server answers on loopback only.');
  }
  if (family) {
    if (request.method !== 'POST') return replyError(response, 405, 'Only POST.');
    if (family === 'api') return serveApi(world, request, response, name);
    if (family === 'response') return serveResponseUrl(world, request, response, name);
    return takeUpload(world, request, response, name);
  }
  if (url.pathname.startsWith('/local/')) return serveLocal(world, request, response, url);
  if (request.method !== 'GET') return replyError(response, 405, 'Only GET.');
  return servePage(response, pageDir, url.pathname);
}

/** The address of a request, or nothing when it is none. */
export function parsedUrl(path: string | undefined): URL | undefined {
  try {
    return new URL(path ?? '/', 'http://localhost');
  } catch {
    return undefined;
  }
}
