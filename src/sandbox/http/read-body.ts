import type { IncomingMessage } from 'node:http';

/** Why a body was not read: it is larger than the limit, or the client went away. */
export type Unread = 'too_large' | 'cut';

/** The whole body of a request of at most `limit` bytes. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | Unread> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        resolve('too_large');
        request.removeAllListeners('data').resume();
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('cut'));
    request.on('close', () => resolve('cut'));
  });
}
