/** manifest.yml asks for what the bot uses, and for nothing else. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { COMMAND, EVENTS } from '../src/slack/payload.ts';
import { SCOPES } from '../src/slack/scopes.ts';

/**
 * The bot scopes that each Web API method needs, as its page says: https://docs.slack.dev/reference/methods/<method>.
 * Those about channels need one scope for each kind of channel: public, private, and direct messages, in which messages are
 * looked for, too, before they are posted again.
 */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  // files.getUploadURLExternal and files.completeUploadExternal.
  filesUploadV2: ['files:write'],
  'users.info': ['users:read'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
/** https://docs.slack.dev/reference/scopes/commands */
const COMMANDS_SCOPE = 'commands';

/** https://docs.slack.dev/reference/events/<event> */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  [EVENTS.home]: [],
  [EVENTS.mention]: ['app_mentions:read'],
};
/** A call of the Web API: `client.chat.update(`, `interactive.views.open(`, `client.filesUploadV2(`. */
const CALL = /(?<!receiver\.)\b(?:client|interactive|background)\s*\.\s*((?:[a-z]\w*\.){0,2}[a-z]\w*)\(/gi;

const manifestSchema = z.object({
  features: z.looseObject({
    bot_user: z.object({ display_name: z.string() }).loose(),
    slash_commands: z.array(z.object({ command: z.string(), description: z.string() }).loose()),
    shortcuts: z.array(z.unknown()).default([]),
    app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
  }),
  oauth_config: z.object({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({
    interactivity: z.object({ is_enabled: z.boolean() }),
    socket_mode_enabled: z.boolean(),
    event_subscriptions: z.object({ bot_events: z.array(z.string()) }).default({ bot_events: [] }),
  }),
});

const manifest = manifestSchema.parse(parse(await readFile('manifest.yml', 'utf8')));
const source = await sourceOf('src/slack');

async function sourceOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

function sorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort();
}

describe('manifest.yml', () => {
  it('turns on what the bot lives on: Socket Mode and interactivity', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  it('declares the command that the bot registers, and no other', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
    expect(source.match(/\bapp\.command\(\s*\w+/g)).toEqual(['app.command(COMMAND']);
  });

  it('asks for the scopes of the methods that the bot calls and of its events, and for no other', () => {
    const called = sorted([...source.matchAll(CALL)].map(([, method = '']) => method));
    expect(called).toEqual(sorted(Object.keys(METHOD_SCOPES)));
    const needed = [
      ...called.flatMap((method) => METHOD_SCOPES[method] ?? []),
      ...Object.values(EVENT_SCOPES).flat(),
      COMMANDS_SCOPE,
    ];
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(needed));
  });

  it('asks for the scopes that the doctor looks for', () => {
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(Object.keys(SCOPES)));
  });

  it('names no scope twice', () => {
    const { bot } = manifest.oauth_config.scopes;
    expect(bot).toHaveLength(new Set(bot).size);
  });

  it('subscribes to the events that the payload check knows, has a home tab and no shortcuts', () => {
    const { features, settings } = manifest;
    expect(sorted(settings.event_subscriptions.bot_events)).toEqual(sorted(Object.values(EVENTS)));
    expect([features.shortcuts, features.app_home.home_tab_enabled]).toEqual([[], true]);
    // The bot writes to people: an app without its messages tab may not.
    expect(features.app_home.messages_tab_enabled).toBe(true);
    expect(source).not.toMatch(/\bapp\.(message|shortcut|assistant|function|step)\(/);
  });
});
