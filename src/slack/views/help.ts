import { code } from '../mrkdwn.ts';
import { section } from './elements.ts';
import type { Message } from './message.ts';

const COMMANDS = [
  ['/moveout', 'choose a cluster and request its move-out'],
  ['/moveout <name[:obClusterId][@ocp]>', 'request the move-out of that cluster'],
  ['/moveout list', 'the clusters, and their open requests'],
  ['/moveout status', 'the open requests'],
  ['/moveout status <cluster or request>', 'how it stands; a request with the buttons of its card'],
  ['/moveout help', 'this text'],
] as const;

/** The commands, one line each. `unknownWord`: what was typed and means nothing. */
export function helpMessage(unknownWord?: string): Message {
  const unknown = unknownWord === undefined ? [] : [`Moveout does not know ${code(unknownWord, 100)}.`];
  const commands = COMMANDS.map(([command, meaning]) => `${code(command)} ${meaning}`);
  const text = [...unknown, '*Moveout moves an OceanBase cluster out of its OCP.*', ...commands].join('\n');
  return { text, blocks: [section(text)] };
}
