import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aboutRequest, aboutSomething, createLog, isAbout, LOG_LEVELS, type Log } from '../src/log.ts';

function logged(write: (log: Log) => unknown, secrets: readonly string[] = []): string[] {
  const lines: string[] = [];
  write(createLog('debug', (line) => lines.push(line), secrets));
  return lines;
}

describe('a log line', () => {
  it('is one JSON object with time, level, message and the fields that are there', () => {
    const [line = '', ...others] = logged((log) =>
      log.info('ready', { requests: 2, dataDir: '/data', channel: undefined }),
    );
    expect(others).toEqual([]);
    expect(line).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requests: 2,
      dataDir: '/data',
      message: 'ready',
    });
  });

  it.each(LOG_LEVELS)('is written from its level on (%s)', (level) => {
    const lines: string[] = [];
    const log = createLog(level, (line) => lines.push(JSON.parse(line).level));
    for (const each of LOG_LEVELS) log[each]('something');
    expect(lines).toEqual(LOG_LEVELS.slice(LOG_LEVELS.indexOf(level)));
  });

  it('cannot be forged by a text with a line break', () => {
    const lines = logged((log) => log.warn('odd', { error: 'first\n{"level":"info","message":"ready"}' }));
    expect(lines.join('').trim().split('\n')).toHaveLength(1);
  });

  it('bears the request for which it was written, however deep, and no other', async () => {
    const lines: { message: string; request?: string }[] = [];
    const log = createLog('info', (line) => lines.push(JSON.parse(line)));
    const work = async (name: string) => {
      log.info(`${name} begins`);
      await sleep(1);
      log.info(`${name} ends`, { request: undefined });
    };
    await Promise.all([
      aboutRequest('MO-AAAAAA', () => work('a')),
      aboutRequest('MO-BBBBBB', () => work('b')),
    ]);
    await work('none');
    aboutRequest('MO-AAAAAA', () => log.info('of another', { request: 'MO-CCCCCC' }));
    expect(lines.map(({ message, request }) => [message, request])).toEqual([
      ['a begins', 'MO-AAAAAA'],
      ['b begins', 'MO-BBBBBB'],
      ['a ends', 'MO-AAAAAA'],
      ['b ends', 'MO-BBBBBB'],
      ['none begins', undefined],
      ['none ends', undefined],
      ['of another', 'MO-CCCCCC'],
    ]);
  });
});

describe('work of which it shows later which request it is about', () => {
  it('bears the request from then on, also where it fails, and nothing beside it does', async () => {
    const lines: { message: string; request?: string }[] = [];
    const log = createLog('info', (line) => lines.push(JSON.parse(line)));
    const listener = async (name: string, id: string) => {
      log.info(`${name} begins`);
      await sleep(1);
      isAbout(id);
      await sleep(1);
      throw new Error(name);
    };
    const caught = (name: string, id: string) =>
      aboutSomething(() => listener(name, id).catch(() => log.error(`${name} failed`)));
    isAbout('MO-CCCCCC');
    await Promise.all([caught('a', 'MO-AAAAAA'), caught('b', 'MO-BBBBBB')]);
    log.info('afterwards');
    expect(lines.map(({ message, request }) => [message, request])).toEqual([
      ['a begins', undefined],
      ['b begins', undefined],
      ['a failed', 'MO-AAAAAA'],
      ['b failed', 'MO-BBBBBB'],
      ['afterwards', undefined],
    ]);
  });
});

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('what is secret', () => {
  const SECRET = 'S3"cret/Wörd+=';

  it.each([
    ['in a field', (log: Log) => log.error('odd', { error: `OCP said ${SECRET} to us` })],
    ['in the message', (log: Log) => log.info(SECRET)],
    ['in the name of a field', (log: Log) => log.info('odd', { [SECRET]: 1 })],
    ['in a URL', (log: Log) => log.debug('odd', { path: `/x?q=${encodeURIComponent(SECRET)}` })],
    ['in base64', (log: Log) => log.warn('odd', { error: Buffer.from(SECRET).toString('base64') })],
    ['in base64 behind something', (log: Log) => log.warn('odd', { error: inBase64(`u:${SECRET};`) })],
    ['in hex', (log: Log) => log.warn('odd', { error: Buffer.from(SECRET).toString('hex') })],
  ])('is masked %s', (_, write) => {
    const [line = ''] = logged(write, [SECRET, 'S3"cret']);
    expect(JSON.parse(line)).toBeTypeOf('object');
    expect(line).toContain('***');
    expect(line).not.toContain('cret');
    for (const part of [
      inBase64(SECRET),
      inBase64(`u:${SECRET};`).slice(4, -4),
      Buffer.from(SECRET).toString('hex'),
    ])
      expect(line).not.toContain(part);
  });

  it.each([
    'xoxb-1-hidden',
    'xapp-1-A-hidden',
    'AGE-SECRET-KEY-1HIDDEN',
    'Basic aGlkZGVu',
    'Bearer hidden.hid_den',
    'OCP-ACCESS-KEY-HMACSHA1 AKID:hidden=',
  ])('is masked by its looks: %s', (secret) => {
    const [line = ''] = logged((log) => log.warn(`it was ${secret}, it said`, { error: `(${secret})` }));
    expect(line).not.toMatch(/hid|aGlk/i);
    expect(line).toContain('***, it said');
    expect(line).toContain('***)');
  });

  it.each([
    'from the page "Basic Information" of the app',
    'under Basic Information, and start',
    'Basic Information.',
  ])('is not seen in the name of a page of Slack, which tells where a token is to be had: %s', (text) => {
    const [line = ''] = logged((log) => log.error(text));
    expect(JSON.parse(line).message).toBe(text);
  });

  it.each(['key', 'secret', 'password', 'token', 'authorization', 'cookie', 'credentials'])(
    'is masked by the name of its field: %s',
    (name) => {
      const [line = ''] = logged((log) => log.info('odd', { [name]: 'hidden' }));
      expect(JSON.parse(line)[name]).toBe('***');
    },
  );

  it('is not looked for when it is so short that it would be found everywhere', () => {
    const [line = ''] = logged((log) => log.info('ready'), ['', 'rea']);
    expect(JSON.parse(line).message).toBe('ready');
  });
});
