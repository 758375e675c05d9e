import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/environment.ts';
import { messageOf } from './message-of.ts';

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1-bot-secret', SLACK_APP_TOKEN: 'xapp-1-app-secret' };
const HZ = {
  ...TOKENS,
  OCP_NAMES: 'hz',
  OCP_HZ_URL: 'https://ocp.example.com:8443',
  OCP_HZ_ACCESS_KEY_ID: 'AKID',
  OCP_HZ_ACCESS_KEY_SECRET: 'very-secret-half',
};
const SH = { OCP_SH_URL: 'http://10.0.0.7:8080', OCP_SH_USERNAME: 'mover', OCP_SH_PASSWORD: 'pass word' };

function without(env: Environment, ...names: string[]): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

describe('the OCPs of the environment', () => {
  it('are several, each with its own login', () => {
    const { ocps } = readConfig({ ...HZ, ...SH, OCP_NAMES: 'hz, sh' });
    expect(ocps.map(({ url, ...ocp }) => ({ ...ocp, url: url.href }))).toEqual([
      {
        name: 'hz',
        url: 'https://ocp.example.com:8443/',
        login: { kind: 'access key', id: 'AKID', secret: 'very-secret-half' },
        ca: undefined,
        proxy: undefined,
        credentialExport: 'console',
      },
      {
        name: 'sh',
        url: 'http://10.0.0.7:8080/',
        login: { kind: 'user', username: 'mover', password: 'pass word' },
        ca: undefined,
        proxy: undefined,
        credentialExport: 'console',
      },
    ]);
  });

  it('write a hyphen in a name as an underscore in its variables', () => {
    const { ocps } = readConfig({
      ...TOKENS,
      OCP_NAMES: 'hz-1',
      OCP_HZ_1_URL: 'https://a',
      OCP_HZ_1_USERNAME: 'u',
      OCP_HZ_1_PASSWORD: 'p',
    });
    expect(ocps[0]?.name).toBe('hz-1');
  });

  it.each<[string, Environment, object]>([
    ['a proxy', { OCP_HZ_PROXY: 'http://proxy:3128' }, { proxy: new URL('http://proxy:3128') }],
    ['console', { OCP_HZ_CREDENTIAL_EXPORT: 'console' }, { credentialExport: 'console' }],
    [
      'a path',
      { OCP_HZ_CREDENTIAL_EXPORT: '/api/v2/x/{clusterId}?n={clusterName}:{obClusterId}' },
      { credentialExport: { path: '/api/v2/x/{clusterId}?n={clusterName}:{obClusterId}' } },
    ],
  ])('read %s', (_what, env, expected) => {
    expect(readConfig({ ...HZ, ...env }).ocps[0]).toMatchObject(expected);
  });

  it.each<[string, Environment, string]>([
    ['a bad name', { ...HZ, OCP_NAMES: 'HZ' }, 'OCP_NAMES must list short names of OCPs such as hz,sh'],
    ['no name', { ...HZ, OCP_NAMES: ' , ' }, 'OCP_NAMES must list short names'],
    ['a name twice', { ...HZ, OCP_NAMES: 'hz,hz' }, 'OCP_NAMES names hz twice.'],
    [
      'one OCP under two names',
      { ...HZ, ...SH, OCP_NAMES: 'hz,sh', OCP_SH_URL: 'https://OCP.example.com:8443/' },
      'OCP_SH_URL is the address of OCP hz, too; one OCP has one name.',
    ],
    [
      'a proxy password that is none',
      { ...HZ, OCP_HZ_PROXY: 'http://u:50%@proxy:1' },
      'OCP_HZ_PROXY must be',
    ],
    ['a proxy user that is none', { ...HZ, OCP_HZ_PROXY: 'http://50%:p@proxy:1' }, 'OCP_HZ_PROXY must be'],
    [
      'a proxy user that only its password completes',
      { ...HZ, OCP_HZ_PROXY: 'http://u%:20@proxy:1' },
      'OCP_HZ_PROXY must be',
    ],
    [
      'no address',
      without(HZ, 'OCP_HZ_URL'),
      'OCP_HZ_URL is missing, and OCP_NAMES names hz; it must be the address',
    ],
    [
      'no URL',
      { ...HZ, OCP_HZ_URL: 'ocp.example.com' },
      'OCP_HZ_URL must be the address of the OCP, such as',
    ],
    ['another protocol', { ...HZ, OCP_HZ_URL: 'ftp://ocp' }, 'OCP_HZ_URL must be the address'],
    [
      'a password in it',
      { ...HZ, OCP_HZ_URL: 'https://u:p@ocp' },
      'OCP_HZ_URL must hold no user and no password; set OCP_HZ_USERNAME',
    ],
    ['a query', { ...HZ, OCP_HZ_URL: 'https://ocp/?a=1' }, 'with nothing behind the path'],
    [
      'no login',
      without(HZ, 'OCP_HZ_ACCESS_KEY_ID', 'OCP_HZ_ACCESS_KEY_SECRET'),
      'OCP_HZ_ACCESS_KEY_ID is missing: set it with OCP_HZ_ACCESS_KEY_SECRET, or set OCP_HZ_USERNAME with OCP_HZ_PASSWORD.',
    ],
    [
      'half a pair',
      without(HZ, 'OCP_HZ_ACCESS_KEY_SECRET'),
      'OCP_HZ_ACCESS_KEY_SECRET is missing while OCP_HZ_ACCESS_KEY_ID is set.',
    ],
    [
      'the other half',
      without(HZ, 'OCP_HZ_ACCESS_KEY_ID'),
      'OCP_HZ_ACCESS_KEY_ID is missing while OCP_HZ_ACCESS_KEY_SECRET is set.',
    ],
    [
      'two logins',
      { ...HZ, OCP_HZ_USERNAME: 'u', OCP_HZ_PASSWORD: 'p' },
      'OCP_HZ_ACCESS_KEY_ID and OCP_HZ_USERNAME are two ways to log in',
    ],
    [
      'no such CA file',
      { ...HZ, OCP_HZ_CA_FILE: '/none.pem' },
      'OCP_HZ_CA_FILE names /none.pem, which does not exist.',
    ],
    [
      'a CA file that is none',
      { ...HZ, OCP_HZ_CA_FILE: notAPem() },
      'cannot be read as a certificate in PEM form.',
    ],
    [
      'a proxy that is none',
      { ...HZ, OCP_HZ_PROXY: 'proxy:3128' },
      'OCP_HZ_PROXY must be the address of an HTTP proxy',
    ],
    [
      'an export that is none',
      { ...HZ, OCP_HZ_CREDENTIAL_EXPORT: 'api' },
      'OCP_HZ_CREDENTIAL_EXPORT must be "console", or a path',
    ],
    ['a key in the path', { ...HZ, OCP_HZ_CREDENTIAL_EXPORT: '/x?secret={key}' }, 'nothing else in braces'],
    [
      'a misspelt variable',
      { ...HZ, OCP_HZ_CAFILE: 'x' },
      'OCP_HZ_CAFILE is no setting of an OCP; after OCP_HZ_ comes one of URL,',
    ],
    ['an OCP that is not named', { ...HZ, ...SH }, 'OCP_SH_URL is set, but OCP_NAMES does not name its OCP'],
    [
      'no names at all',
      { ...without(HZ, 'OCP_NAMES'), MOVEOUT_INVENTORY: 'i.json' },
      'OCP_HZ_URL is set, but OCP_NAMES does not name its OCP',
    ],
    [
      'an inventory beside',
      { ...HZ, MOVEOUT_INVENTORY: 'i.json' },
      'MOVEOUT_INVENTORY is for the embedded OCP',
    ],
    [
      'a real OCP and the local Slack',
      without(HZ, 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'),
      'OCP_HZ_URL is ocp.example.com:8443, and the local Slack, where nobody logs in, works only with OCPs on this machine',
    ],
  ])('refuse %s', (_what, env, sentence) => {
    const message = messageOf(env);
    expect(message).toContain(sentence);
    expect(message).not.toContain('very-secret-half');
  });

  it('may be on this machine with the local Slack', () => {
    const local = {
      ...without(HZ, 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'),
      OCP_HZ_URL: 'http://127.0.0.1:8080',
    };
    expect(readConfig(local)).toMatchObject({ mode: 'local', ocps: [{ name: 'hz' }] });
  });

  it('leave alone what other programs call alike', () => {
    expect(
      readConfig({ OCP_PORT: '1', OCP_ACCESS_KEY_ID: 'a', OCP_API_URL: 'x', OCP_VERSION: '4' }).ocps,
    ).toEqual([]);
  });
});

function notAPem(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'moveout-')), 'ca.pem');
  writeFileSync(file, 'not a certificate');
  return file;
}
