import { type ClusterReference, parseClusterReference } from '../domain/cluster-reference.ts';

export type MoveoutCommand =
  | { readonly kind: 'pick' }
  | { readonly kind: 'request'; readonly reference: ClusterReference }
  | { readonly kind: 'list' }
  | { readonly kind: 'status'; readonly of?: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown'; readonly text: string };

/** Reads what follows `/moveout`. The words of the command win over clusters of the same name. */
export function parseCommand(text: string): MoveoutCommand {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  if (word === '') return { kind: 'pick' };
  switch (word.toLowerCase()) {
    case 'help':
      return { kind: 'help' };
    case 'list':
      return rest.length === 0 ? { kind: 'list' } : { kind: 'unknown', text };
    case 'status':
      return status(rest, text);
    default:
      return request(word, rest, text);
  }
}

function status(rest: readonly string[], text: string): MoveoutCommand {
  const [of, ...more] = rest;
  if (more.length > 0) return { kind: 'unknown', text };
  return of === undefined ? { kind: 'status' } : { kind: 'status', of };
}

function request(word: string, rest: readonly string[], text: string): MoveoutCommand {
  const reference = rest.length === 0 ? parseClusterReference(word) : undefined;
  return reference === undefined ? { kind: 'unknown', text } : { kind: 'request', reference };
}
