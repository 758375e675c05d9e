import { z } from 'zod';
import { parseAppManifest } from '../app-manifest.ts';
import { click } from '../interaction/click.ts';
import { closeView } from '../interaction/close.ts';
import { typeCommand } from '../interaction/command.ts';
import { openApp } from '../interaction/open-app.ts';
import { submitView } from '../interaction/submit.ts';
import { suggest } from '../interaction/suggest.ts';
import { writeMessage } from '../interaction/write.ts';
import type { ActOutcome, Json } from '../page/protocol.ts';
import { type Channel, canSee } from '../state/channels.ts';
import type { Person } from '../state/people.ts';
import type { World } from '../world.ts';
import { CannotRead } from './cannot-read.ts';
import { bodies } from './schemas.ts';

/** Does one POST of the page and gives back the answer, or says why it cannot be read. */
type Act = (world: World, body: Json) => Promise<object | CannotRead> | object | CannotRead;

/** An act whose body a schema describes; what does not fit becomes a sentence. */
function act<Body>(
  schema: z.ZodType<Body>,
  run: (world: World, body: Body) => Promise<object | CannotRead> | object | CannotRead,
): Act {
  return (world, given) => {
    const read = schema.safeParse(given);
    return read.success
      ? run(world, read.data)
      : new CannotRead(`The call cannot be read. ${z.prettifyError(read.error)}`);
  };
}

function actor(world: World, id: string): Person | CannotRead {
  const person = world.people.get(id);
  const isPerson = person && person.kind !== 'bot';
  return isPerson ? person : new CannotRead('`as` has to be the id of a person of the workspace.');
}

function inChannel(world: World, as: string, id: string): { person: Person; channel: Channel } | CannotRead {
  const person = actor(world, as);
  if (person instanceof CannotRead) return person;
  const channel = world.channels.find(id);
  if (channel && canSee(channel, person)) return { person, channel };
  return new CannotRead('`channel` has to be the id of a channel that this person sees.');
}

const NO_VIEW: ActOutcome = { ok: false, error: 'This modal is not open any more.' };

/** The POSTs by the last part of their path. */
export const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  [
    'command',
    act(bodies.command, (world, { as, channel: id, text }) => {
      const found = inChannel(world, as, id);
      if (found instanceof CannotRead) return found;
      return typeCommand(world, found.person, found.channel, text);
    }),
  ],
  [
    'click',
    act(bodies.click, (world, { state, values, ...call }) => {
      const person = actor(world, call.as);
      if (person instanceof CannotRead) return person;
      return click(world, person, { ...call, ...(state ? { state } : {}), ...(values ? { values } : {}) });
    }),
  ],
  [
    'submit',
    act(bodies.submit, (world, { as, view_id, values }) => {
      const person = actor(world, as);
      if (person instanceof CannotRead) return person;
      const view = world.views.find(view_id);
      return view?.owner === as ? submitView(world, person, view, values) : NO_VIEW;
    }),
  ],
  [
    'close',
    act(bodies.close, (world, { as, view_id, cleared }) => {
      const person = actor(world, as);
      if (person instanceof CannotRead) return person;
      const view = world.views.find(view_id);
      return view?.owner === as ? closeView(world, person, view, cleared) : NO_VIEW;
    }),
  ],
  [
    'suggest',
    act(bodies.suggest, (world, { as, ...call }) => {
      const person = actor(world, as);
      return person instanceof CannotRead ? person : suggest(world, person, call);
    }),
  ],
  [
    'post',
    act(bodies.post, (world, { as, channel: id, text, thread_ts }) => {
      const found = inChannel(world, as, id);
      if (found instanceof CannotRead) return found;
      return writeMessage(world, found.person, found.channel, { text, threadTs: thread_ts });
    }),
  ],
  [
    'open-app',
    act(bodies.opening, (world, { as, tab }) => {
      const person = actor(world, as);
      return person instanceof CannotRead ? person : openApp(world, person, tab);
    }),
  ],
  ['usergroup', act(bodies.usergroup, setUsergroup)],
  [
    'faults',
    act(bodies.fault, (world, { channel, for_ms, ...fault }) => {
      const during = for_ms === undefined ? {} : { for_ms };
      world.faults.add({ ...fault, ...during, ...(channel === undefined ? {} : { channel }) });
      return { ok: true };
    }),
  ],
  [
    'clear-faults',
    act(bodies.clearing, (world) => {
      world.faults.clear();
      return { ok: true };
    }),
  ],
  [
    'socket-refresh',
    act(bodies.refresh, (world, { reason, which }) => ({
      ok: true,
      sockets: world.sockets.refresh(reason, which),
    })),
  ],
  [
    'delete-message',
    act(bodies.deletion, (world, { channel, ts }) => ({ ok: world.messages.remove(channel, ts) })),
  ],
  ['membership', act(bodies.membership, setMembership)],
  ['manifest', act(bodies.manifest, (world, { text }) => setManifest(world, text))],
  [
    'archive',
    act(bodies.archive, (world, { channel: id, archived }) => {
      const channel = world.channels.find(id);
      if (!channel) return new CannotRead('`channel` has to be the id of a channel of the workspace.');
      world.channels.setArchived(channel, archived);
      world.events.send({ kind: 'workspace' }, () => true);
      return { ok: true };
    }),
  ],
  [
    'app',
    act(bodies.app, (world, { bot_token, app_token, uploads, usergroups }) => {
      const before = world.standing;
      world.standing = {
        bot: bot_token ?? before.bot,
        app: app_token ?? before.app,
        uploads: uploads ?? before.uploads,
        usergroups: usergroups ?? before.usergroups,
      };
      return { ok: true };
    }),
  ],
]);

function setMembership(
  world: World,
  {
    channel: id,
    user,
    member,
  }: { readonly channel: string; readonly user: string; readonly member: boolean },
): object | CannotRead {
  const channel = world.channels.find(id);
  if (!channel || !world.people.has(user)) {
    return new CannotRead('`channel` and `user` have to be ids of the workspace.');
  }
  world.channels.setMember(channel, user, member);
  world.events.send({ kind: 'workspace' }, () => true);
  return { ok: true };
}

function setUsergroup(
  world: World,
  {
    usergroup: id,
    users,
    disabled,
  }: {
    readonly usergroup: string;
    readonly users?: readonly string[] | undefined;
    readonly disabled?: boolean | undefined;
  },
): object | CannotRead {
  const group = world.usergroups.find(id);
  const members = users ?? group?.members ?? [];
  if (!group || members.some((user) => !world.people.has(user))) {
    return new CannotRead('`usergroup` and `users` have to be ids of the workspace.');
  }
  world.usergroups.replace({ ...group, members, disabled: disabled ?? group.disabled });
  world.events.send({ kind: 'workspace' }, () => true);
  return { ok: true };
}

/** As if somebody changed the app's manifest on Slack's page; what it grants and where it sends counts from then on. */
function setManifest(world: World, text: string): object | CannotRead {
  try {
    world.manifest = parseAppManifest(text);
  } catch (error) {
    return new CannotRead(error instanceof Error ? error.message : String(error));
  }
  world.events.send({ kind: 'workspace' }, () => true);
  return { ok: true };
}
