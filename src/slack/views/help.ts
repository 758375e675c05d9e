import { code } from '../mrkdwn.ts';
import { section } from './elements.ts';
import type { Message } from './message.ts';

const COMMANDS = [
  ['/moveout', 'choose a cluster and request its move-out'],
  ['/moveout <name[:obClusterId][@ocp]>', 'request the move-out of that cluster'],
  ['/moveout list [state, role or name] [page N]', 'the clusters, and their open requests'],
  ['/moveout status [page N]', 'the open requests'],
  ['/moveout status <cluster or request>', 'how it stands; a request with the buttons of its card'],
  ['/moveout why <cluster or request>', 'what you may do now, and why not the rest'],
  ['/moveout start <cluster or request>', 'start an approved request before its time'],
  ['/moveout cancel <cluster or request>', 'cancel a request, until it is submitted'],
  ['/moveout history [cluster] [since]', 'ended requests, since a day (2026-11-30) or for a time (7d)'],
  ['/moveout notify on|off', 'a direct message when somebody asks for an approval that you may give'],
  ['/moveout doctor', 'whether everything that Moveout needs is in order'],
  ['/moveout help', 'this text'],
] as const;

/** The commands, one line each. `unread`: what was typed and means nothing; a command of ours then shows how it is written, and no other. */
export function helpMessage(unread?: string): Message {
  const text = unread === undefined ? allCommands([]) : unreadText(unread);
  return { text, blocks: [section(text)] };
}

function unreadText(unread: string): string {
  const word = unread.trim().split(/\s+/, 1).join().toLowerCase();
  const written = COMMANDS.filter(([command]) => command.split(' ')[1] === word);
  if (written.length === 0) return allCommands([`${code(unread, 100)} is no command of Moveout.`]);
  return [
    `Moveout cannot read ${code(`/moveout ${unread}`, 100)}. It is written so:`,
    ...written.map(commandLine),
    '`/moveout help` shows every command.',
  ].join('\n');
}

function allCommands(before: readonly string[]): string {
  return [
    ...before,
    '*Moveout moves an OceanBase cluster out of its OCP.*',
    ...COMMANDS.map(commandLine),
  ].join('\n');
}

function commandLine([command, meaning]: (typeof COMMANDS)[number]): string {
  return `${code(command)} ${meaning}`;
}
