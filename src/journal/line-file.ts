/** Files of JSON lines that only grow. The caller knows where the last good line ends; what lies behind is rubbish. */
import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './durable-file.ts';

/**
 * Writes a line at byte `end`, dropping whatever lies behind it (the rest of a write that failed). Gives the line's length
 * in bytes with its line break. On disk when it resolves.
 */
export async function writeLine(path: string, end: number, line: string): Promise<number> {
  const bytes = Buffer.from(`${line}\n`);
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await file.truncate(end);
    let written = 0;
    while (written < bytes.length)
      written += (await file.write(bytes, written, bytes.length - written, end + written)).bytesWritten;
    await file.sync();
  } finally {
    await file.close();
  }
  if (end === 0) await syncFolder(dirname(path));
  return bytes.length;
}

/** Cuts a file behind byte `end`, durably. One that is not there is made. */
export async function cutBehind(path: string, end: number): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    await file.truncate(end);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The bytes from `start` up to `end`, or to the end of the file. Fewer when the file is shorter. */
export async function readBytes(
  path: string,
  start: number,
  end = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
    let read = 0;
    while (read < buffer.length) {
      const { bytesRead } = await file.read(buffer, read, buffer.length - read, start + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return buffer.subarray(0, read);
  } finally {
    await file.close();
  }
}

export interface Line {
  readonly text: string;
  /** Where the line begins, counted in bytes from the first of the text it was split from. */
  readonly offset: number;
  /** Its length in bytes with its line break. */
  readonly bytes: number;
}

/** The whole lines of a text, and what is left behind the last line break: empty unless the last line is torn. */
export function splitLines(text: Buffer): { readonly lines: readonly Line[]; readonly torn: string } {
  const lines: Line[] = [];
  let offset = 0;
  for (let end = text.indexOf(10); end !== -1; end = text.indexOf(10, offset)) {
    lines.push({ text: text.toString('utf8', offset, end), offset, bytes: end + 1 - offset });
    offset = end + 1;
  }
  return { lines, torn: text.toString('utf8', offset) };
}

/** The lines of a file, one after the other however long it is; the last one is torn unless it ends in a line break. */
export async function* linesOf(path: string): AsyncGenerator<Line & { readonly torn: boolean }> {
  let rest = Buffer.alloc(0);
  let start = 0;
  for await (const chunk of createReadStream(path)) {
    const text = Buffer.concat([rest, chunk]);
    const { lines } = splitLines(text);
    for (const line of lines) yield { ...line, offset: start + line.offset, torn: false };
    const last = lines.at(-1);
    const end = last === undefined ? 0 : last.offset + last.bytes;
    rest = text.subarray(end);
    start += end;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), offset: start, bytes: rest.length, torn: true };
}
