import type { IncomingMessage, ServerResponse } from 'node:http';
import { LIMITS } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { withFault } from '../web-api/with-fault.ts';
import type { World } from '../world.ts';
import { readBody } from './read-body.ts';
import { reply, replyError } from './reply.ts';

/** Takes the bytes of an announced file: as the whole body, or as the one part of a form (the SDK sends a form). */
export async function takeUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  ticket: string,
): Promise<void> {
  const body = await readBody(request, LIMITS.fileBytes + 10_000);
  if (typeof body === 'string') {
    replyError(response, 413, 'The file is larger than allowed.');
    return;
  }
  const file = world.files.awaited(ticket);
  const args = { file: file?.id ?? null, bytes: body.length };
  await withFault({ world, response, method: 'upload', args }, async () => {
    const content = await contentOf(body, request.headers['content-type'] ?? '');
    const refusal = !file || content?.length !== file.size ? new Refusal('upload_failed') : undefined;
    world.log.add('upload', args, refusal);
    if (refusal || !content) {
      return () => replyError(response, 400, 'The upload does not match what was announced.');
    }
    world.files.store(ticket, content);
    return () => reply(response, `OK - ${content.length}`, { headers: { 'content-type': 'text/plain' } });
  });
}

async function contentOf(body: Buffer, type: string): Promise<Buffer | undefined> {
  if (!type.startsWith('multipart/form-data')) return body;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const part = [...form.values()].find((value) => typeof value !== 'string');
    return part && typeof part !== 'string' ? Buffer.from(await part.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
