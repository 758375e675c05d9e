/** A request as a story for a person at a terminal: a line per event, without Slack's markup. */
import type { RecordedEvent } from '../domain/events.ts';
import { fold } from '../domain/fold.ts';
import type { Request } from '../domain/request.ts';
import type { Dossier } from '../workflow/ports.ts';
import { eventWords, hostList, times } from './event-words.ts';
import { plainText } from './plain-text.ts';

/** The lines of the story. Text from outside cannot break a line, forge one, or steer the terminal. */
export function storyOf({ request, events }: Dossier): string[] {
  const people = Math.max(...events.map(({ actor }) => actor.length));
  const lines = events.map((event) => eventLine(event, request, people, events));
  return [...title(request), '', ...lines, '', ...ending(request, events)];
}

function title({ id, terms }: Request): string[] {
  const { cluster, requester, channel, reason, deleteHosts, keepHosts, skipHosts, warnings } = terms;
  const { name, obClusterId, type, status, ocp } = cluster;
  const optional: (readonly [string, string | undefined])[] = [
    ['Config server', terms.configAddress],
    ['Cluster information', terms.keepClusterInfo && 'kept in OCP'],
  ];
  return [
    `${id}: move ${plainText(name)}:${obClusterId} (${plainText(type)}, ${plainText(status)}) out of OCP ${plainText(ocp)}`,
    `Requested by ${requester} in channel ${plainText(channel)}: ${plainText(reason)}`,
    `Hosts to delete: ${hostList(deleteHosts)}`,
    `Hosts to keep: ${hostList(keepHosts)}`,
    `Hosts to skip: ${hostList(skipHosts)}`,
    ...optional.flatMap(([what, value]) => (value === undefined ? [] : [`${what}: ${plainText(value)}`])),
    ...warnings.map((warning) => `Warning: ${plainText(warning)}`),
  ];
}

function eventLine(
  event: RecordedEvent,
  { id }: Request,
  width: number,
  events: readonly RecordedEvent[],
): string {
  const then = fold(id, events.slice(0, event.seq));
  return `${times(event.at)}  ${event.actor.padEnd(width)}  ${plainText(eventWords(event, then))}`;
}

/** The states of which Slack is told with the hash. */
const WITNESSED = ['completed', 'rolled back', 'abandoned'];

function ending({ status }: Request, events: readonly RecordedEvent[]): string[] {
  const head = events.at(-1)?.hash ?? '';
  const count = events.length === 1 ? '1 event' : `${events.length} events`;
  const witness = 'The last message of the thread in Slack carries the same record: compare them.';
  return [
    `It is ${status} after ${count}, and the chain of its events is whole.`,
    `Record ${head}`,
    ...(WITNESSED.includes(status) ? [witness] : []),
  ];
}
