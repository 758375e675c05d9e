/** The inventory with which an embedded OCP begins: the file that MOVEOUT_INVENTORY names. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { clusterKey } from '../../domain/cluster.ts';
import { clusterRecord, credentialRecord, hostRecord, proxyClusterRecord } from '../wire/records.ts';
import { unmanagedCluster } from './ocp-state.ts';

const inventory = z.looseObject({
  clusters: z.array(clusterRecord),
  hosts: z.array(hostRecord).default([]),
  credentials: z.array(credentialRecord).default([]),
  proxyClusters: z.array(proxyClusterRecord).optional(),
  /** Clusters that this OCP does not manage and could take over. */
  unmanaged: z.array(unmanagedCluster).optional(),
});
/** The clusters, hosts and credentials of an OCP, in the shapes of its records. */
export type Inventory = z.infer<typeof inventory>;

/** An error names so many mistakes at most. */
const NAMED = 20;

/**
 * Reads and checks an inventory. Throws an error with a sentence for every mistake, which names the file, the place in it and
 * the value; a password is never named.
 */
export async function readInventory(file: string): Promise<Inventory> {
  const parsed = inventory.safeParse(parsedJson(file, await textOf(file)), { reportInput: true });
  const mistakes = parsed.success ? duplicates(parsed.data) : parsed.error.issues.map(sentence);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  const more = mistakes.length > NAMED ? [`and ${mistakes.length - NAMED} more.`] : [];
  const lines = [...mistakes.slice(0, NAMED), ...more].map((mistake) => `${file}: ${mistake}`);
  throw new Error(lines.join('\n'));
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${String(code)})`;
    throw new Error(
      `${file}: ${why}. MOVEOUT_INVENTORY must name a JSON file of clusters, hosts and credentials.`,
      { cause },
    );
  }
}

/** The words of the parser are dropped but for the position: they quote the file, which holds passwords. */
function parsedJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position && text.slice(0, Number(position)).split('\n').length;
    throw new Error(`${file}: it is not JSON${line ? ` (line ${line})` : ''}.`);
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const place = issue.path.length > 0 ? z.core.toDotPath(issue.path) : 'the whole';
  return `${place} ${found(issue)}; it ${expectation(issue)}.`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'must not be empty' : 'is too small';
  return issue.code === 'too_big' ? 'is too big' : 'is not valid';
}

function found({ input, path }: z.core.$ZodIssue): string {
  if (input === undefined) return 'is missing';
  if (typeof input === 'object')
    return input === null ? 'is null' : Array.isArray(input) ? 'is a list' : 'is an object';
  if (isSecret(path)) return `is a ${typeof input} (not shown)`;
  return `is ${JSON.stringify(input).slice(0, 80)}`;
}

/** A password, or what stands where a whole credential should. */
function isSecret(path: readonly PropertyKey[]): boolean {
  if (path.at(-1) === 'password' || path.at(-1) === 'rootSysPassword') return true;
  return (path[0] === 'credentials' || path[0] === 'unmanaged') && path.length < 3;
}

function duplicates({ clusters, hosts }: Inventory): string[] {
  return [
    ...repeated(
      'clusters',
      'id',
      clusters.map(({ id }) => id),
    ),
    ...repeated('clusters', 'name:obClusterId', clusters.map(clusterKey)),
    ...repeated(
      'hosts',
      'id',
      hosts.map(({ id }) => id),
    ),
    ...repeated(
      'hosts',
      'innerIpAddress',
      hosts.map(({ innerIpAddress }) => innerIpAddress),
    ),
  ];
}

function repeated(list: string, field: string, values: readonly (string | number)[]): string[] {
  const first = new Map<string | number, number>();
  return values.flatMap((value, at) => {
    const before = first.get(value);
    if (before === undefined) first.set(value, at);
    return before === undefined
      ? []
      : [`${list}[${at}].${field} is ${JSON.stringify(value)}, which ${list}[${before}] has already.`];
  });
}
