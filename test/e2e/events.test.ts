/** Events reach the bot on both ways and disturb nothing while it has no listener for them. */
import { afterEach, expect, it } from 'vitest';
import { waitUntil } from '../wait-until.ts';
import { CHANNEL, type Mode, openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

it.each<Mode>(['sockets', 'requests'])('are taken over %s', { timeout: 30_000 }, async (mode) => {
  stage = await openStage({ mode });
  const { ada, log } = stage;
  expect(await ada.openApp('home')).toEqual({ ok: true });
  await ada.post(CHANNEL, 'How far is it, <@U0MOVEOUT>?');
  await ada.command('/moveout help');
  await waitUntil(
    async () => (await ada.messages()).find(({ ephemeral }) => ephemeral),
    () => 'The bot answered no command after the events.',
  );
  expect(log.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
});
