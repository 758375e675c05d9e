/** Everything that leaves the bot or stays behind of it, searched for the marks. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXPORT_PATH } from '../ocp/server/open-server.ts';
import { marksIn } from './marks.ts';
import { BASIC, OCPS, type Scene } from './scene.ts';
import { bytesOf, type Heard } from './wiretap.ts';

/** Something that can be read by somebody: what it is, and its bytes. */
interface Sink {
  readonly where: string;
  readonly bytes: Buffer;
}

/**
 * Every place where a secret stands that must not: one line each. Left out is only what is said here: the environment, which whoever
 * starts the bot gives to it; the header in which Slack's tokens travel; the header of HTTP Basic, in which the OCP password
 * travels by nature (of an access key pair only the id travels and never the secret, so those headers are searched); and the body
 * of the export, which must carry the key.
 */
export async function leaks(scene: Scene): Promise<string[]> {
  const sinks = [
    ...(await filesBelow(scene.folder)),
    ...output(scene),
    ...(await processState(scene)),
    ...(await monitored(scene)),
    ...(await slackState(scene)),
    ...scene.toSlack().map((heard) => sinkOf('Slack', withoutHeader(heard, tokens(scene)))),
    ...OCPS.flatMap((ocp) => toOcp(scene, ocp)),
  ];
  const marks = scene.marks();
  return sinks.flatMap(({ where, bytes }) => marksIn(bytes, marks).map((found) => `${where}: ${found}`));
}

/** Files of any name, with the paths themselves; one that is renamed or removed meanwhile is found under its next name or not. */
async function filesBelow(folder: string): Promise<Sink[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => {
      const where = join(entry.parentPath, entry.name);
      const bytes = entry.isFile() ? await readFile(where).catch(() => Buffer.alloc(0)) : Buffer.alloc(0);
      return { where, bytes: Buffer.concat([Buffer.from(where), bytes]) };
    }),
  );
}

/** Standard output and error of every process there was. */
function output({ bots }: Scene): Sink[] {
  return bots.flatMap((bot, at) => [
    { where: `stdout of start ${at}`, bytes: Buffer.from(bot.stdout()) },
    { where: `stderr of start ${at}`, bytes: Buffer.from(bot.stderr()) },
  ]);
}

/** The command line and the titles of the process and of its threads; nothing once it has ended. */
async function processState(scene: Scene): Promise<Sink[]> {
  const base = `/proc/${scene.bot().pid}`;
  const threads = await readdir(`${base}/task`).catch(() => []);
  const files = [
    `${base}/cmdline`,
    `${base}/status`,
    ...threads.map((thread) => `${base}/task/${thread}/comm`),
  ];
  return Promise.all(
    files.map(async (where) => ({ where, bytes: await readFile(where).catch(() => Buffer.alloc(0)) })),
  );
}

/** What whoever watches over the bot reads; nothing once it has ended. */
function monitored({ monitorUrl }: Scene): Promise<Sink[]> {
  const paths = ['/healthz', '/metrics'].map(async (path) => {
    const text = await fetch(`${monitorUrl}${path}`).then(
      (response) => response.text(),
      () => '',
    );
    return { where: path, bytes: Buffer.from(text) };
  });
  return Promise.all(paths);
}

/** What Slack has: calls with their arguments decoded, acknowledgements, what people see, and the bytes of their files. */
async function slackState({ controls, ada, grace }: Scene): Promise<Sink[]> {
  const calls = await controls.calls();
  const acks = await controls.acks();
  const seen = await Promise.all(
    [ada, grace].map(async (person) => {
      const workspace = await person.workspace();
      const messages = await Promise.all(workspace.channels.map(({ id }) => person.messages(id)));
      const files = messages.flat().flatMap((message) => message.files ?? []);
      const contents = await Promise.all(files.map((file) => person.download(file)));
      return [
        { where: `what ${person.id} sees`, bytes: Buffer.from(JSON.stringify([workspace, messages])) },
        ...contents.map((bytes, at) => ({ where: `file ${files[at]?.name} of ${person.id}`, bytes })),
      ];
    }),
  );
  return [
    ...calls.map((call) => ({ where: `call ${call.method}`, bytes: Buffer.from(JSON.stringify(call)) })),
    { where: 'acknowledgements', bytes: Buffer.from(JSON.stringify(acks)) },
    ...seen.flat(),
  ];
}

function toOcp(scene: Scene, ocp: (typeof OCPS)[number]): Sink[] {
  const [path = ''] = EXPORT_PATH.split('?');
  return scene.toOcp(ocp).map((heard) => {
    const isExport = heard.method === 'POST' && heard.url.startsWith(`${path}?`);
    const shown = withoutHeader(heard, ocp === 'sh' ? [BASIC] : []);
    return sinkOf(`OCP ${ocp}`, isExport ? { ...shown, body: [] } : shown);
  });
}

function tokens({ slack }: Scene): string[] {
  return [`Bearer ${slack.botToken}`, `Bearer ${slack.appToken}`];
}

/** Only the header `Authorization`, and only when it says exactly what it must. */
function withoutHeader(heard: Heard, allowed: readonly string[]): Heard {
  const headers = heard.headers.filter(
    (text, at) => !(allowed.includes(text) && heard.headers[at - 1]?.toLowerCase() === 'authorization'),
  );
  return { ...heard, headers };
}

function sinkOf(to: string, heard: Heard): Sink {
  return { where: `${heard.method} ${heard.url.split('?')[0]} to ${to}`, bytes: bytesOf(heard) };
}
