import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/environment.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { messageOf } from './message-of.ts';

const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-1-bot-secret', SLACK_APP_TOKEN: 'xapp-1-app-secret' };
const WORKSPACE = { ...TOKENS, MOVEOUT_INVENTORY: 'inventory.json' };
const SECRET = '0123456789abcdef0123456789abcdef';
const HTTP = {
  SLACK_BOT_TOKEN: TOKENS.SLACK_BOT_TOKEN,
  SLACK_SIGNING_SECRET: SECRET,
  PORT: '3000',
  MOVEOUT_INVENTORY: 'inventory.json',
};
const VAULT_KEY = Buffer.alloc(32, 7).toString('base64');

describe('the configuration', () => {
  it('is the local Slack when nothing is set', () => {
    expect(readConfig({})).toEqual({
      mode: 'local',
      ocps: [],
      inventory: undefined,
      ocpPaceMs: 1_000,
      channel: undefined,
      approvals: 1,
      approvalTtlMs: 86_400_000,
      startTtlMs: 21_600_000,
      requesters: undefined,
      approvers: undefined,
      admins: undefined,
      calendar: { timezone: 'UTC', offPeak: undefined, freeze: [] },
      vaultKey: undefined,
      logLevel: 'info',
      metricsPort: undefined,
      secrets: [],
      dataDir: undefined,
      localPort: undefined,
    });
  });

  it('counts empty values as unset', () => {
    const empty = Object.fromEntries([...SETTINGS.map(({ name }) => [name, ' ']), ['MOVEOUT_OLD', '']]);
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('is a workspace when both tokens are set', () => {
    expect(readConfig({ ...WORKSPACE, NODE_ENV: 'production' })).toMatchObject({
      mode: 'workspace',
      botToken: TOKENS.SLACK_BOT_TOKEN,
      link: { appToken: TOKENS.SLACK_APP_TOKEN },
      slackApiUrl: undefined,
      dataDir: './data',
      inventory: 'inventory.json',
    });
  });

  it.each<[Environment, object]>([
    [{ MOVEOUT_DATA_DIR: '/var/lib/moveout' }, { dataDir: '/var/lib/moveout' }],
    [{ MOVEOUT_INVENTORY: 'a b.json' }, { inventory: 'a b.json', mode: 'local' }],
    [{ MOVEOUT_OCP_PACE_MS: '0' }, { ocpPaceMs: 0 }],
    [{ MOVEOUT_OCP_PACE_MS: '600000' }, { ocpPaceMs: 600_000 }],
    [{ MOVEOUT_CHANNEL: 'C012AB' }, { channel: 'C012AB' }],
    [{ MOVEOUT_CHANNEL: ' G9 ' }, { channel: 'G9' }],
    [{ MOVEOUT_APPROVALS: '20' }, { approvals: 20 }],
    [{ MOVEOUT_APPROVAL_TTL: '10s' }, { approvalTtlMs: 10_000 }],
    [{ MOVEOUT_APPROVAL_TTL: '90m' }, { approvalTtlMs: 5_400_000 }],
    [{ MOVEOUT_APPROVAL_TTL: '2d' }, { approvalTtlMs: 172_800_000 }],
    [{ MOVEOUT_APPROVAL_TTL: '30d' }, { approvalTtlMs: 2_592_000_000 }],
    [{ MOVEOUT_REQUESTERS: 'U1, W2 U3,U1,' }, { requesters: { people: ['U1', 'W2', 'U3'], groups: [] } }],
    [{ MOVEOUT_APPROVERS: 'S1 U1,S2' }, { approvers: { people: ['U1'], groups: ['S1', 'S2'] } }],
    [{ MOVEOUT_ADMINS: 'U1' }, { admins: ['U1'] }],
    [{ MOVEOUT_START_TTL: '90m' }, { startTtlMs: 5_400_000 }],
    [
      { MOVEOUT_FREEZE: '2026-11-11', MOVEOUT_TIMEZONE: 'Asia/Shanghai' },
      {
        calendar: {
          freeze: [{ from: new Date('2026-11-10T16:00:00Z'), to: new Date('2026-11-11T16:00:00Z') }],
        },
      },
    ],
    [{ MOVEOUT_TIMEZONE: 'Asia/Shanghai' }, { calendar: { timezone: 'Asia/Shanghai' } }],
    [
      { MOVEOUT_OFF_PEAK: 'Mon 01:00-02:00', MOVEOUT_TIMEZONE: 'Europe/Berlin' },
      {
        calendar: {
          offPeak: { text: 'Mon 01:00-02:00', timezone: 'Europe/Berlin', windows: [{ from: 60, to: 120 }] },
        },
      },
    ],
    [{ MOVEOUT_VAULT_KEY: VAULT_KEY }, { vaultKey: Buffer.alloc(32, 7) }],
    [{ MOVEOUT_LOCAL_PORT: '0' }, { localPort: 0 }],
    [{ LOG_LEVEL: 'WARN' }, { logLevel: 'warn' }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ MOVEOUT_METRICS_PORT: '9100' }, { metricsPort: 9_100 }],
    [{ NODE_ENV: 'development', HOME: '/root', SLACK_WEBHOOK_URL: 'x', HOST: 'y' }, { mode: 'local' }],
    [{ ...WORKSPACE, SLACK_API_URL: 'https://slack.test/api/' }, { slackApiUrl: 'https://slack.test/api/' }],
    [{ ...WORKSPACE, SLACK_API_URL: 'http://127.0.0.1:9/api/' }, { slackApiUrl: 'http://127.0.0.1:9/api/' }],
    [{ ...WORKSPACE, SLACK_API_URL: 'http://[::1]:9/' }, { slackApiUrl: 'http://[::1]:9/' }],
    [HTTP, { mode: 'workspace', link: { signingSecret: SECRET, port: 3_000, host: '127.0.0.1' } }],
    [{ ...HTTP, HOST: '0.0.0.0', PORT: '0' }, { link: { port: 0, host: '0.0.0.0' } }],
    [{ ...HTTP, HOST: '::1' }, { link: { host: '::1' } }],
  ])('reads %o', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each<[Environment, string]>([
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is missing while SLACK_APP_TOKEN is set'],
    [
      { ...WORKSPACE, SLACK_BOT_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN must be the Bot User OAuth Token (xoxb-...)',
    ],
    [{ ...WORKSPACE, SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN must be the App-Level Token (xapp-...)'],
    [{ ...WORKSPACE, SLACK_APP_TOKEN: 'xapp-1 2' }, 'SLACK_APP_TOKEN must be the App-Level Token'],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'set it for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP, or none of them for the local Slack.',
    ],
    [
      { ...HTTP, ...TOKENS },
      'SLACK_SIGNING_SECRET is for HTTP, and SLACK_APP_TOKEN for Socket Mode; set one of the two.',
    ],
    [{ ...HTTP, PORT: '' }, 'PORT is missing while SLACK_SIGNING_SECRET is set'],
    [{ ...HTTP, SLACK_BOT_TOKEN: '' }, 'SLACK_BOT_TOKEN is missing while SLACK_SIGNING_SECRET is set'],
    [{ ...WORKSPACE, PORT: '3000' }, 'PORT is for HTTP, and SLACK_SIGNING_SECRET is not set'],
    [{ PORT: '3000' }, 'PORT is for HTTP, and SLACK_SIGNING_SECRET is not set'],
    [{ ...HTTP, PORT: '70000' }, 'PORT must be a whole number from 0 to 65535.'],
    [{ ...HTTP, HOST: 'http://x' }, 'HOST must be an address to listen on'],
    [
      { ...HTTP, SLACK_SIGNING_SECRET: 'xapp-1-app-secret' },
      'SLACK_SIGNING_SECRET must be the Signing Secret',
    ],
    [
      { SLACK_SIGNING_SECRETS: SECRET },
      'SLACK_SIGNING_SECRETS is no setting of Moveout, the closest is SLACK_SIGNING_SECRET;',
    ],
    [{ NODE_ENV: 'production' }, 'SLACK_BOT_TOKEN is missing; with NODE_ENV=production'],
    [{ NODE_ENV: 'production' }, 'SLACK_APP_TOKEN is missing; with NODE_ENV=production'],
    [{ SLACK_API_URL: 'http://127.0.0.1:9/' }, 'SLACK_API_URL needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN'],
    [{ ...WORKSPACE, SLACK_API_URL: 'slack.test' }, 'SLACK_API_URL must be a URL'],
    [{ ...WORKSPACE, SLACK_API_URL: 'ftp://slack.test' }, 'SLACK_API_URL must be a URL'],
    [
      { ...WORKSPACE, SLACK_API_URL: 'http://slack.test/api/' },
      'plain http is for a server on this machine only',
    ],
    [{ ...WORKSPACE, SLACK_API_URL: 'http://127.0.0.1.evil.test/' }, 'SLACK_API_URL must be a URL'],
    [TOKENS, 'OCP_NAMES is missing: name your OCPs in it'],
    [{ MOVEOUT_OCP_PACE_MS: '600001' }, 'MOVEOUT_OCP_PACE_MS must be a whole number from 0 to 600000.'],
    [{ MOVEOUT_OCP_PACE_MS: '1s' }, 'MOVEOUT_OCP_PACE_MS must be a whole number from 0 to 600000.'],
    [{ MOVEOUT_CHANNEL: '#ops' }, 'MOVEOUT_CHANNEL must be the id of a channel'],
    [{ MOVEOUT_CHANNEL: 'D012' }, 'MOVEOUT_CHANNEL must be the id of a channel'],
    [{ MOVEOUT_APPROVALS: '0' }, 'MOVEOUT_APPROVALS must be a whole number from 1 to 20.'],
    [{ MOVEOUT_APPROVALS: '1.5' }, 'MOVEOUT_APPROVALS must be a whole number from 1 to 20.'],
    [{ MOVEOUT_APPROVAL_TTL: '9s' }, 'MOVEOUT_APPROVAL_TTL must be a duration from 10s to 30d'],
    [{ MOVEOUT_APPROVAL_TTL: '31d' }, 'MOVEOUT_APPROVAL_TTL must be a duration from 10s to 30d'],
    [{ MOVEOUT_APPROVAL_TTL: '24' }, 'MOVEOUT_APPROVAL_TTL must be a duration from 10s to 30d'],
    [{ MOVEOUT_REQUESTERS: 'U1,ana' }, 'MOVEOUT_REQUESTERS must list Slack ids of users'],
    [{ MOVEOUT_REQUESTERS: ',' }, 'MOVEOUT_REQUESTERS must list Slack ids of users'],
    [{ MOVEOUT_APPROVERS: '@dba' }, 'MOVEOUT_APPROVERS must list Slack ids of users (such as U0123456789)'],
    [{ MOVEOUT_ADMINS: 'S1' }, 'MOVEOUT_ADMINS must list Slack user ids'],
    [{ MOVEOUT_START_TTL: '5s' }, 'MOVEOUT_START_TTL must be a duration from 10s to 30d'],
    [{ MOVEOUT_FREEZE: 'Christmas' }, 'MOVEOUT_FREEZE is wrong: "Christmas" is no date'],
    [{ MOVEOUT_FREEZE: '2026-12-24..2026-12-20' }, '"2026-12-24..2026-12-20" ends before it begins'],
    [{ MOVEOUT_OFF_PEAK: 'Mon 22:00' }, 'MOVEOUT_OFF_PEAK is wrong: "22:00" is no time window'],
    [{ MOVEOUT_TIMEZONE: 'Mars/One' }, 'MOVEOUT_TIMEZONE is wrong: There is no time zone "Mars/One"'],
    [{ MOVEOUT_VAULT_KEY: 'c2hvcnQ=' }, 'MOVEOUT_VAULT_KEY must be 32 bytes in base64'],
    [
      { MOVEOUT_VAULT_KEY: Buffer.alloc(33).toString('base64') },
      'MOVEOUT_VAULT_KEY must be 32 bytes in base64',
    ],
    [{ MOVEOUT_LOCAL_PORT: '65536' }, 'MOVEOUT_LOCAL_PORT must be a whole number from 0 to 65535.'],
    [{ LOG_LEVEL: 'trace' }, 'LOG_LEVEL must be debug, info, warn or error.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be debug, info, warn or error.'],
    [
      { MOVEOUT_WINDOWS: 'Sat 00:00-24:00' },
      'MOVEOUT_WINDOWS is no setting of Moveout; README lists what there is. Unset it.',
    ],
    [{ MOVEOUT_CHANEL: 'C1' }, 'MOVEOUT_CHANEL is no setting of Moveout, the closest is MOVEOUT_CHANNEL;'],
    [{ moveout_channel: 'C1' }, 'moveout_channel is no setting of Moveout, the closest is MOVEOUT_CHANNEL;'],
    [{ MOVEOUT_EXPIRY: '1h' }, 'MOVEOUT_EXPIRY is no setting of Moveout'],
    [
      { MOVOUT_APPROVALS: '2' },
      'MOVOUT_APPROVALS is no setting of Moveout, the closest is MOVEOUT_APPROVALS;',
    ],
    [
      { SLACK_BOT_TOKN: 'xoxb-1' },
      'SLACK_BOT_TOKN is no setting of Moveout, the closest is SLACK_BOT_TOKEN;',
    ],
  ])('refuses %o', (env, expected) => {
    const message = messageOf(env);
    expect(message).toMatch(/^Moveout does not start, because the environment is wrong:\n- /);
    expect(message).toContain(expected);
  });

  it('tells everything that is wrong at once', () => {
    const message = messageOf({
      SLACK_BOT_TOKEN: 'xoxb-1',
      MOVEOUT_APPROVALS: 'two',
      MOVEOUT_OFF_PEAK: 'now',
      MOVEOUT_TIMEZONE: 'here',
      MOVEOUT_CHANEL: 'C1',
    });
    for (const name of [
      'SLACK_APP_TOKEN',
      'MOVEOUT_APPROVALS',
      'MOVEOUT_OFF_PEAK',
      'MOVEOUT_TIMEZONE',
      'MOVEOUT_CHANEL',
    ])
      expect(message).toContain(`\n- ${name} `);
    expect(message.split('\n')).toHaveLength(6);
  });

  it('knows every value that must be repeated nowhere', () => {
    const { secrets } = readConfig({
      ...TOKENS,
      MOVEOUT_VAULT_KEY: VAULT_KEY,
      OCP_NAMES: 'hz,sh',
      OCP_HZ_URL: 'https://hz.example.com',
      OCP_HZ_ACCESS_KEY_ID: 'AKID',
      OCP_HZ_ACCESS_KEY_SECRET: 'secret-half',
      OCP_HZ_PROXY: 'http://me:p%40ss+word@proxy.example.com:3128',
      OCP_SH_URL: 'https://sh.example.com',
      OCP_SH_USERNAME: 'moveout',
      OCP_SH_PASSWORD: 'pass-phrase',
    });
    const tokens = [TOKENS.SLACK_BOT_TOKEN, TOKENS.SLACK_APP_TOKEN, VAULT_KEY];
    const ocps = ['secret-half', 'p%40ss+word', 'p@ss+word', 'pass-phrase'];
    expect(secrets).toEqual([...tokens, ...ocps]);
  });

  it.each<[Environment, string]>([
    [{ SLACK_BOT_TOKEN: 'wrong-hidden', SLACK_APP_TOKEN: 'xapp-1' }, 'hidden'],
    [{ SLACK_BOT_TOKEN: 'xoxb-hidden' }, 'hidden'],
    [{ MOVEOUT_VAULT_KEY: 'hidden' }, 'hidden'],
    [{ MOVEOUT_OFF_PEAK: 'xoxb-hidden-1' }, 'hidden'],
    [{ MOVEOUT_TIMEZONE: 'xapp-1-hidden' }, 'hidden'],
    [{ MOVEOUT_OFF_PEAK: VAULT_KEY, MOVEOUT_VAULT_KEY: VAULT_KEY }, VAULT_KEY],
    [{ MOVEOUT_CHANNEL: 'xoxb-hidden' }, 'hidden'],
    [{ MOVEOUT_BOT_TOKEN: 'xoxb-hidden' }, 'hidden'],
    [{ ...HTTP, ...TOKENS, MOVEOUT_OFF_PEAK: SECRET }, SECRET],
    [{ ...HTTP, SLACK_SIGNING_SECRET: 'hidden' }, 'hidden'],
  ])('repeats no secret of %o', (env, secret) => {
    const message = messageOf(env);
    expect(message).toMatch(/^Moveout does not start/);
    expect(message).not.toContain(secret);
  });
});

describe('the table of settings', () => {
  it('has every variable once, each with a meaning', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(SETTINGS.every((setting) => setting.meaning.endsWith('.') && setting.default !== '')).toBe(true);
  });

  it('knows each of its variables', () => {
    for (const { name } of SETTINGS)
      expect(messageOf({ [name]: '?' })).not.toContain(`${name} is no setting`);
  });
});
