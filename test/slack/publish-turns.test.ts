/** What a pass over a card costs when it is not its turn: hundreds of requests wait at once, and are looked at every second. */
import { expect, it } from 'vitest';
import type { Sighting } from '../../src/domain/sighting.ts';
import { createCardLinks } from '../../src/slack/card-links.ts';
import { createPublish } from '../../src/slack/publish.ts';
import type { Cursor } from '../../src/workflow/ports.ts';
import { memoryJournal } from '../memory-journal.ts';
import { eventsOf, NOW, REQUEST } from '../requests.ts';
import { slackInProcess } from './slack-in-process.ts';

const CHANNEL = 'C0ONCALL';
const silent = () => undefined;

/** Each card that is made looks at the sighting of its request. */
class CountedSightings extends Map<string, Sighting> {
  cardsMade = 0;

  override get(id: string): Sighting | undefined {
    this.cardsMade += 1;
    return super.get(id);
  }
}

/** One request in the thick of its run, told but for its card, and whether it has a turn. */
async function openPublish(cursor: Cursor) {
  const journal = memoryJournal();
  await journal.open(REQUEST, eventsOf('running: follow'));
  await journal.saveCursor(REQUEST, cursor);
  let now = NOW.getTime();
  const clock = { now: () => new Date(now) };
  const slack = await slackInProcess(clock);
  const sightings = new CountedSightings();
  let hasTurn = false;
  const publish = createPublish({
    journal,
    ocps: [],
    clock,
    sightings,
    clients: slack.clients,
    cardLinks: createCardLinks(slack.clients.background),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    pacer: { takes: () => hasTurn, hold: silent, ended: silent },
    subscribersOf: async () => [],
    calendar: { timezone: 'UTC', freeze: [] },
    approversListed: false,
  });
  return {
    sightings,
    pass: () => publish(REQUEST),
    turn: (has: boolean) => {
      hasTurn = has;
    },
    now: () => now,
    wait: (ms: number) => {
      now += ms;
    },
    shown: () => slack.world.messages.of(CHANNEL),
  };
}

it('no card is made before it is its turn to be posted', async () => {
  const { sightings, pass, turn, shown } = await openPublish({ toldSeq: 0 });
  for (let passes = 0; passes < 3; passes += 1) await pass();
  expect(sightings.cardsMade).toBe(0);
  turn(true);
  await pass();
  expect(sightings.cardsMade).toBeGreaterThan(0);
  expect(shown()[0]?.text).toMatch(/Running/);
});

it('a card that may not be freshened yet is not made anew', async () => {
  const { sightings, pass, turn, wait } = await openPublish({ toldSeq: 0 });
  turn(true);
  await pass();
  const { cardsMade } = sightings;
  for (let passes = 0; passes < 3; passes += 1) await pass();
  expect(sightings.cardsMade).toBe(cardsMade);
  wait(3_000);
  await pass();
  expect(sightings.cardsMade).toBe(cardsMade + 1);
});

it('a clock that is set back by eight hours does not keep a card as it is for as long', async () => {
  const { sightings, pass, turn, wait, now } = await openPublish({ toldSeq: 0 });
  turn(true);
  await pass();
  const { cardsMade } = sightings;
  wait(-8 * 3_600_000);
  const next = await pass();
  expect(sightings.cardsMade).toBe(cardsMade + 1);
  expect((next?.getTime() ?? 0) - now()).toBeLessThanOrEqual(3_000);
});

it('a card that has no turn for minutes is looked at no more often than it may be freshened', async () => {
  const { pass, turn, wait, now } = await openPublish({ toldSeq: 0 });
  turn(true);
  await pass();
  turn(false);
  wait(40_000);
  const next = await pass();
  expect((next?.getTime() ?? 0) - now()).toBe(3_000);
});
