import { z } from 'zod';

/**
 * A stored file that cannot be used as it is. The message names the file, what is wrong and what to do; it never quotes the
 * content, which may be secret.
 */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  /** The file, as it was opened. */
  readonly path: string;
  /** What is wrong and what to do, without what it means for a start. */
  readonly finding: string;

  /** `wrong` goes on from the file's name ("does not parse"); `remedy` is what a person can do, when it is not the usual. */
  constructor(path: string, wrong: string, remedy = 'restore it from a backup or move it away') {
    const finding = `${path} ${wrong}; ${remedy}`;
    super(`${finding}; Moveout does not start with defaults over it`);
    this.path = path;
    this.finding = finding;
  }
}

const versioned = z.object({ version: z.number() });

/** Throws {@link UnusableFile} when the value says that it is of a later version than this Moveout reads. */
export function refuseNewer(path: string, value: unknown, newest: number): void {
  const { success, data } = versioned.safeParse(value);
  if (success && data.version > newest)
    throw new UnusableFile(
      path,
      `was written by a newer Moveout (version ${data.version}, this one reads up to ${newest})`,
      'start that Moveout again',
    );
}
