/** What a Move Out modal is about, as it travels in a Try Again button or a view's private_metadata. No typed values. */
import { z } from 'zod';
import { type ClusterReference, parseClusterReference } from '../domain/cluster-reference.ts';
import { type NamedCluster, parseClusterValue } from './views/cluster-value.ts';

export interface Errand {
  /** The channel in which the command was typed. */
  readonly channel: string;
  /** The cluster as it was typed, or as it was picked; neither leads to the picker. */
  readonly typed?: ClusterReference | undefined;
  readonly picked?: NamedCluster | undefined;
}

const schema = z.object({ channel: z.string(), typed: z.string().optional(), picked: z.string().optional() });

export function errandValue(channel: string, cluster: { typed?: string; picked?: string }): string {
  return JSON.stringify({ channel, ...cluster });
}

/** Reads it as it comes back from Slack; undefined when we cannot have written it. */
export function parseErrand(value: unknown): Errand | undefined {
  const parsed = schema.safeParse(json(value));
  if (!parsed.success) return undefined;
  const { channel, ...named } = parsed.data;
  const typed = named.typed === undefined ? undefined : parseClusterReference(named.typed);
  const picked = named.picked === undefined ? undefined : parseClusterValue(named.picked);
  const isOurs = (typed === undefined) === (named.typed === undefined);
  if (!isOurs || (picked === undefined) !== (named.picked === undefined)) return undefined;
  return { channel, ...(typed === undefined ? {} : { typed }), ...(picked === undefined ? {} : { picked }) };
}

function json(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
