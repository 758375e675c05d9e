/**
 * What OCP says when it refuses, in words for people. The numbers are those of OCP's published sibling (ocp-express); those of
 * OCP itself may differ, so they only add a hint to OCP's own words.
 */
import type { OcpConnection } from './connection.ts';
import { settingOf } from './setting-names.ts';
import type { OcpCall } from './transport.ts';

export interface Said {
  readonly status: number;
  readonly code: string | undefined;
  /** OCP's own words, in any language. */
  readonly said: string | null | undefined;
}

const QUOTED = 400;

const HINTS: Readonly<Record<string, string>> = {
  '20000': 'OCP knows no such task; somebody may have removed it.',
  '20003': 'The task or subtask is not in a state in which OCP does this; look at it with View Task.',
  '20004':
    'What the task has done cannot be undone any more, so it can only be retried, skipped past, or left.',
  '50002': 'OCP locks some clusters against operations, above all its own metadata cluster (MetaDB).',
};

/** One or two sentences: OCP's words first, then what they mean here. */
export function refusalSentence(connection: OcpConnection, call: OcpCall, answer: Said): string {
  const { name } = connection;
  const words = quoted(answer.said);
  if (answer.status === 401) return `OCP ${name} does not accept the login. ${loginRemedy(connection)}`;
  if (answer.status >= 500)
    return `OCP ${name} answered with an error of its own (HTTP ${answer.status})${withWords(words)}`;
  const hint = HINTS[answer.code ?? ''] ?? statusHint(call, answer, words);
  return [`OCP ${name} refused${withWords(words)}`, ...(hint === undefined ? [] : [hint])].join(' ');
}

function statusHint(call: OcpCall, { status }: Said, said: string | undefined): string | undefined {
  if (status === 403 && call.path.endsWith('/moveOut'))
    return `${permission(call)} Or it is OCP's own metadata cluster (MetaDB), which OCP does not let go.`;
  if (status === 403 && said === undefined)
    return `${permission(call)} Or a proxy in front of OCP does not let the call through.`;
  if (status === 403) return permission(call);
  return status === 429 ? 'It was asked too often; wait a little, then try again.' : undefined;
}

/** Which permission of OCP's a call needs, in the words of its console. */
function permission({ path, method }: OcpCall): string {
  const right = method === 'GET' ? 'read' : 'manage';
  const what = [
    ['/ob/clusters', 'clusters'],
    ['/compute/hosts', 'hosts'],
    ['/tasks/', 'tasks (Task Center)'],
    ['/obproxy/', 'OBProxy clusters'],
    ['/profiles/', 'credentials (Credential Management)'],
  ].find(([part = '']) => path.includes(part))?.[1];
  return `Moveout's user there needs the permission to ${right} ${what ?? 'this'}.`;
}

function loginRemedy({ name, login }: OcpConnection): string {
  const [first, second] =
    login.kind === 'user' ? ['USERNAME', 'PASSWORD'] : ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET'];
  return `Check ${settingOf(name, first)} and ${settingOf(name, second)}, and whether that ${login.kind} is still valid in OCP. Moveout tries it again in 5 minutes, or when it is restarted.`;
}

function withWords(words: string | undefined): string {
  return words === undefined ? '.' : `: ${words}`;
}

/** On one line, cut, and with a full stop. */
function quoted(said: string | null | undefined): string | undefined {
  const line = (said ?? '').replaceAll(/\s+/g, ' ').trim();
  if (line === '') return undefined;
  const characters = [...line];
  const cut = characters.length > QUOTED ? `${characters.slice(0, QUOTED).join('')}…` : line;
  return /[.!?。！？]$/.test(cut) ? cut : `${cut}.`;
}
