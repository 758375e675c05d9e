import { isObject, parseJson } from '../json.ts';
import type { Json, JsonObject } from '../page/protocol.ts';

/** The arguments that carry JSON inside a form field. */
const COMPLEX = new Set(['blocks', 'view', 'metadata', 'files', 'attachments']);

/** The arguments of a call, whichever way they came: a form's texts or JSON values. */
export class Args {
  readonly given: JsonObject;

  constructor(given: JsonObject) {
    this.given = given;
  }

  /** A text; a number counts as its digits. */
  text(name: string): string | undefined {
    const value = this.given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }

  flag(name: string): boolean {
    const value = this.given[name];
    return value === true || value === 'true' || value === '1';
  }

  /** A whole number, or nothing when it is absent or no number. */
  whole(name: string): number | undefined {
    const value = Number(this.text(name) ?? Number.NaN);
    return Number.isInteger(value) ? value : undefined;
  }

  json(name: string): Json | undefined {
    return this.given[name];
  }

  has(name: string): boolean {
    return this.given[name] !== undefined && this.given[name] !== null;
  }
}

/** The arguments in a body; nothing when the body is not what its content type says. The token is left out. */
export function readArgs(contentType: string, body: string): { args: Args; token?: string } | undefined {
  const given = contentType.startsWith('application/json') ? parseJson(body || '{}') : formArgs(body);
  if (!isObject(given)) return undefined;
  const { token, ...rest } = given;
  const args = new Args(rest);
  return typeof token === 'string' ? { args, token } : { args };
}

function formArgs(body: string): JsonObject {
  const pairs = [...new URLSearchParams(body)].map(([name, value]): [string, Json] => [
    name,
    COMPLEX.has(name) ? (parseJson(value) ?? value) : value,
  ]);
  return Object.fromEntries(pairs);
}
