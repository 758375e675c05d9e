/** How every program of this project reads its environment: empty counts as unset, and every fault is told at once. */
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong. The message names every wrong variable and what to do, and repeats no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What is wrong with a variable. */
export interface EnvironmentFault {
  readonly name: string;
  /** A clause that follows the name. */
  readonly fault: string;
}

/** The error that says everything; `secrets` are the values that it must not repeat. */
export function configError(
  program: string,
  faults: readonly EnvironmentFault[],
  secrets: readonly (string | undefined)[],
): ConfigError {
  const lines = faults.map(({ name, fault }) => `- ${name} ${fault.replace(/\.?$/, '.')}`);
  const text = [`${program} does not start, because the environment is wrong:`, ...lines].join('\n');
  return new ConfigError(withoutSecrets(text, secrets));
}

/** A text may quote a part of a value, and somebody may have put a token into the wrong variable. */
function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .filter((secret) => secret !== undefined && secret.length >= 8)
    .reduce<string>((clean, secret) => clean.replaceAll(secret ?? '', '***'), text)
    .replace(/\b(xox[a-z]|xapp)-\w[^\s",;]*/gi, '$1-***');
}

/** The variables that are set: spaces around a value are dropped, and an empty one counts as unset. */
export function withoutEmpty(env: Environment): Record<string, string> {
  const entries = Object.entries(env).map(([name, value]) => [name, (value ?? '').trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

/** The faults that a schema of variables found. */
export function issueFaults(error: z.ZodError | undefined): EnvironmentFault[] {
  return error?.issues.map((issue) => ({ name: String(issue.path[0]), fault: issue.message })) ?? [];
}

export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
}

/** Whether a host is this machine: `localhost`, `127.x.x.x` or `[::1]`, as a URL writes it. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
