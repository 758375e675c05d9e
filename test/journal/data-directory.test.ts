import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DataDirectoryInUse, openDataDirectory } from '../../src/journal/data-directory.ts';
import { mayRun, ownMark, type ProcessMark } from '../../src/journal/process-mark.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A process of its own that takes the data directory; what it says; it ends when the test does. */
async function start(folder: string): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/journal/hold-fixture.ts', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [says] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, says: String(says) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** A data directory whose holder is dead. */
async function deserted(): Promise<string> {
  const folder = await temporaryFolder();
  const mark = { ...(await ownMark()), pid: 2 ** 22 + 1, startTime: '1' };
  const holder = { nonce: '0123456789abcdef', since: '2026-11-22T20:00:00.000Z', ...mark };
  await writeFile(join(folder, 'lock'), JSON.stringify(holder));
  return folder;
}

describe('the data directory', () => {
  it('is made for this user only, and locked', async () => {
    const path = join(await temporaryFolder(), 'deep', 'data');
    const directory = await openDataDirectory(path);
    expect(directory.path).toBe(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(await readdir(path)).toEqual(['lock']);
    expect(JSON.parse(await readFile(join(path, 'lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    await directory.release();
    await directory.release();
    expect(await readdir(path)).toEqual([]);
  });

  it('is refused while another process works on it, which is named; and free when that one ends', async () => {
    const folder = await temporaryFolder();
    const { child, says } = await start(folder);
    expect(says).toBe('held');
    const refused = openDataDirectory(folder);
    await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(refused).rejects.toThrow(
      new RegExp(
        `^The data directory ${folder} is in use by process ${child.pid} on host ${hostname()}, since 2\\d+-.+Z\\. ` +
          `Stop that process first.+ remove ${folder}/lock\\.$`,
      ),
    );
    child.stdin?.end();
    await once(child, 'exit');
    await (await openDataDirectory(folder)).release();
  });

  it('is refused to this process too while it works on it', async () => {
    const folder = await temporaryFolder();
    await openDataDirectory(folder);
    await expect(openDataDirectory(folder)).rejects.toThrow(`process ${process.pid}`);
  });

  it('is taken over at once from a process that was killed', async () => {
    const folder = await temporaryFolder();
    const { child } = await start(folder);
    await kill(child);
    const directory = await openDataDirectory(folder);
    expect(await readdir(folder)).toEqual(['lock']);
    await directory.release();
  });

  it('goes to one of three processes that start at the same moment over a dead one', async () => {
    const folder = await temporaryFolder();
    await kill((await start(folder)).child);
    const started = await Promise.all([start(folder), start(folder), start(folder)]);
    expect(started.filter(({ says }) => says === 'held')).toHaveLength(1);
    const refusals = started.filter(({ says }) => says !== 'held');
    const winner = started.find(({ says }) => says === 'held');
    for (const { says } of refusals) expect(says).toContain(`in use by process ${winner?.child.pid}`);
  });

  it.each<[string, () => Promise<string>]>([
    ['a new directory', temporaryFolder],
    ['one of a dead process', deserted],
    ['one of a dead process whose successor died while it took over', succeededByDead],
  ])('goes to one of many attempts at the same moment: %s', async (_case, make) => {
    for (let round = 0; round < 10; round++) {
      const folder = await make();
      const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => openDataDirectory(folder)));
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const attempt of attempts)
        if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(DataDirectoryInUse);
      expect(await readdir(folder)).toEqual(['lock']);
    }
  });

  it.each(['', 'rubbish', '{"pid":1}'])('is not taken when its lock holds %j', async (text) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), text);
    await expect(openDataDirectory(folder)).rejects.toThrow(join(folder, 'lock'));
    expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(text);
  });
});

async function succeededByDead(): Promise<string> {
  const folder = await deserted();
  const holder = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'));
  const successor = { ...holder, nonce: 'fedcba9876543210' };
  await writeFile(join(folder, `lock.${holder.nonce}.next`), JSON.stringify(successor));
  return folder;
}

describe.runIf(process.platform === 'linux')('a process may still run', () => {
  const dead = 2 ** 22 + 1;
  it.each<[string, Partial<ProcessMark>, boolean]>([
    ['when it is this one', {}, true],
    ['when it has this pid, and nothing else is known', { startTime: undefined, bootId: undefined }, true],
    ['not when its pid is nobody', { pid: dead }, false],
    ['not when its pid is somebody who started at another time', { startTime: '1' }, false],
    ['not when the machine was booted since', { bootId: 'another' }, false],
    ['when it is on another host', { host: 'another', bootId: 'another', pid: dead }, true],
    ['when it is in another container', { host: 'another', pidNamespace: 'pid:[1]', pid: dead }, true],
    ['not when only the name of the host changed', { host: 'another', pid: dead }, false],
    ['not when its container was started again', { pidNamespace: 'pid:[1]', startTime: '1' }, false],
  ])('%s', async (_case, change, may) => {
    expect(await mayRun({ ...(await ownMark()), ...change })).toBe(may);
  });

  it('not when it is dead and nobody has collected it', async () => {
    // The shell's child ends when it is told to: once the shell is replaced by sleep, which never collects it.
    const shell = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    onTestFinished(() => void shell.kill('SIGKILL'));
    if (shell.stdout === null) throw new Error('The shell has no output.');
    const [line] = await once(createInterface({ input: shell.stdout }), 'line');
    await expect.poll(() => readFile(`/proc/${shell.pid}/comm`, 'utf8')).toBe('sleep\n');
    const { startTime: _, ...mark } = { ...(await ownMark()), pid: Number(line) };
    expect(await mayRun(mark)).toBe(true);
    shell.stdio[3]?.destroy();
    await expect.poll(() => mayRun(mark)).toBe(false);
    process.kill(mark.pid, 0);
  });
});
