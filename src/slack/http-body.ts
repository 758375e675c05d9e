import type { IncomingMessage } from 'node:http';

/** The body of a request as text; `too large` above `limit` bytes, of which no more is kept; undefined when the client went away. */
export function readBody(request: IncomingMessage, limit: number): Promise<string | 'too large' | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      resolve('too large');
      chunks.length = 0;
      request.removeAllListeners('data').resume();
    };
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
    if (Number(request.headers['content-length'] ?? 0) > limit) return refuse();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return refuse();
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

/** A command is a form; what else a person does is JSON in its field `payload`. Undefined when that is no object. */
export function parseForm(form: URLSearchParams): Record<string, unknown> | undefined {
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : parseJson(payload);
}

/** An event is JSON. Undefined when it is no object. */
export function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
