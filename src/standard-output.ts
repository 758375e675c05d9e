/** Standard output and error of a program that must go on when nobody takes what it says: a full disk, a pipe that was closed. */
import { fstatSync, writeSync } from 'node:fs';

const STDERR = 2;

/**
 * Gives what writes log lines to the standard error. A line that cannot be written is lost, and the next one is tried again; neither
 * that nor anything else that is written to the two streams stops the process.
 */
export function openLogOutput(): (line: string) => void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (!isFile(STDERR)) return (line) => process.stderr.write(line);
  // A stream to a file is closed for good by its first error.
  return (line) => {
    try {
      writeSync(STDERR, line);
    } catch {
      // Where would it be told?
    }
  };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
