import type { ServerResponse } from 'node:http';
import { reply, replyJson } from '../http/reply.ts';
import { seesMessage } from '../present/news.ts';
import { shownMessage } from '../present/shown.ts';
import { canSee } from '../state/channels.ts';
import type { Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { CannotRead } from './cannot-read.ts';
import { workspaceFor } from './workspace.ts';

/** One GET of the page. */
export interface Read {
  readonly world: World;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** Answers a GET below /local, or says why not. */
export function answerRead(read: Read): CannotRead | undefined {
  const { world, response, url } = read;
  if (url.pathname === '/local/log') {
    return replyJson(response, { calls: world.log.list(), acks: world.log.acks() }) ?? undefined;
  }
  const person = actor(world, url);
  if (!person) return new CannotRead('`as` has to be the id of somebody of the workspace.');
  const file = /^\/local\/files\/(\w+)$/.exec(url.pathname)?.[1];
  if (file) return download(read, person, file);
  switch (url.pathname) {
    case '/local/workspace':
      return replyJson(response, workspaceFor(world, person)) ?? undefined;
    case '/local/history':
      return history(read, person);
    case '/local/events':
      world.events.add(person.id, response);
      return undefined;
    default:
      return new CannotRead('There is no such call.', 404);
  }
}

/** The one whom `as` names; the workspace may be asked for by nobody yet, and then it is the first person's. */
function actor({ people }: World, url: URL): Person | undefined {
  const as = url.searchParams.get('as');
  if (as !== null || url.pathname !== '/local/workspace') return people.get(as ?? '');
  return [...people.values()].find(({ kind }) => kind === 'member');
}

function history({ world, response, url }: Read, person: Person): CannotRead | undefined {
  const channel = world.channels.find(url.searchParams.get('channel') ?? '');
  if (!channel || !canSee(channel, person)) {
    return new CannotRead('`channel` has to be the id of a channel that this person sees.');
  }
  const messages = world.messages
    .of(channel.id)
    .filter((message) => seesMessage(world, person.id, message))
    .map((message) => shownMessage(world, message));
  replyJson(response, { messages });
  return undefined;
}

function download({ world, response }: Read, person: Person, id: string): CannotRead | undefined {
  const file = world.files.find(id);
  const sees = file?.channels.some((each) => {
    const channel = world.channels.find(each);
    return channel !== undefined && canSee(channel, person);
  });
  if (!file?.content || !sees) return new CannotRead('There is no such file for this person.', 404);
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  reply(response, file.content, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
  return undefined;
}
