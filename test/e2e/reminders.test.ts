/** Reminders on the clock of the configured zone: none at night, but for what came or starts at night. */
import { expect, it } from 'vitest';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { askMoveOut } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { CHANNEL, stageFor } from './stage.ts';

const MINUTE = 60_000;
const REMINDED = /^🔔 .*This move-out awaits approval, until /;

/** A clock that begins at the next quarter to ten in the evening of Tokyo, and can be put forward. */
function eveningClock() {
  const now = Date.now();
  const tokyo = new Date(now + 9 * 60 * MINUTE);
  const evening = Date.UTC(tokyo.getUTCFullYear(), tokyo.getUTCMonth(), tokyo.getUTCDate(), 12, 45);
  let shift = evening - now + 24 * 60 * MINUTE;
  return {
    now: () => new Date(Date.now() + shift),
    forward: (minutes: number) => {
      shift += minutes * MINUTE;
    },
  };
}

it('nobody is reminded between 22:00 and 07:00, unless the request came or starts then', async (context) => {
  const clock = eveningClock();
  const stage = await stageFor(context, {
    clock,
    env: { MOVEOUT_TIMEZONE: 'Asia/Tokyo', MOVEOUT_OFF_PEAK: 'Mon-Sun 23:00-24:00' },
  });
  const { ada } = stage;
  const reminders = async (card: ShownMessage) =>
    (await ada.thread(CHANNEL, card.ts)).filter((message) => REMINDED.test(messageText(message)));
  // At 21:45 two are asked for, of which one starts at 23:00; at 22:05 another one.
  const ofTheDay = await askMoveOut(ada, 'payments');
  const startsAtNight = await askMoveOut(ada, 'loyalty', {
    change: (form) => form.select(/next off-peak window/),
  });
  clock.forward(20);
  const cameAtNight = await askMoveOut(ada, 'analytics');
  clock.forward(35);
  // It is 22:40: half an hour and more after each. What a start makes up is decided in the order of the requests.
  await stage.restart();
  await ada.waitForReply(startsAtNight, REMINDED);
  await ada.waitForReply(cameAtNight, REMINDED);
  expect(await reminders(ofTheDay)).toEqual([]);
  // At 06:55 still nobody; at 07:00 the one of the day comes.
  clock.forward(8 * 60 + 15);
  await stage.restart();
  await expect.poll(async () => (await reminders(cameAtNight)).length, { timeout: 15_000 }).toBe(2);
  expect(await reminders(ofTheDay)).toEqual([]);
  clock.forward(6);
  await stage.restart();
  const told = await ada.waitForReply(ofTheDay, REMINDED);
  expect(messageText(told)).toMatch(/@U0GRACE @U0LINUS This move-out awaits approval/);
  expect(await reminders(ofTheDay)).toHaveLength(1);
});
