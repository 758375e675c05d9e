/** What the doctor says where it cannot see, on a local Slack without a network, which does not tell the scopes of the token. */
import { expect, it } from 'vitest';
import { answerDoctor } from '../../src/slack/doctor.ts';
import { readPersonKind } from '../../src/slack/person-kind.ts';
import { memoryJournal } from '../memory-journal.ts';
import { memoryVault } from '../memory-vault.ts';
import { eventsOf, NOW, REQUEST, type Situation } from '../requests.ts';
import { messageProblems, readable } from './check-message.ts';
import { slackInProcess } from './slack-in-process.ts';

/** `open`: where a request stands whose channel Moveout is not in; an administrator asks then. */
async function answered(
  ocps: Parameters<typeof answerDoctor>[0]['checkup']['ocps'] = [],
  open?: Situation,
): Promise<string> {
  const journal = memoryJournal();
  if (open !== undefined) await journal.open(REQUEST, eventsOf(open, { channel: 'C0GONE' }));
  const vault = memoryVault();
  await vault.seal(REQUEST, 'Correct-Horse-42');
  const clock = { now: () => NOW };
  const { clients } = await slackInProcess(clock);
  const bot = {
    clients,
    settings: { channel: undefined, quorum: 1 },
    kindOf: (person: string) => readPersonKind(clients.interactive, person, 'T0LOCAL'),
    countApprovers: async () => 5,
    checkup: { connections: () => 1, probeStore: async () => undefined, ocps, rosters: {} },
    world: {
      clock,
      calendar: { timezone: 'UTC', freeze: [] },
      journal,
      vault,
      ...(open === undefined ? {} : { admins: ['U0ADA'] }),
    },
  };
  const message = await answerDoctor(bot, { person: 'U0ADA' });
  expect(messageProblems(message)).toEqual([]);
  return readable(message.blocks);
}

it('does not take scopes that Slack does not name for granted, and says where to look', async () => {
  const text = await answered();
  expect(text).toMatch(/^\*2 things to look at\*$/m);
  expect(text).toMatch(
    /^\? \*Bot token and scopes\*: Slack takes the token and does not say its scopes, so they could not be checked\. Compare them with manifest\.yml/m,
  );
});

it('tells what to mend from what to look at', async () => {
  const text = await answered([
    { name: 'hz', probe: async () => ({ says: 'it answers.' }) },
    { name: 'sh', probe: async () => ({ doubt: 'it lists no cluster.' }) },
    { name: 'bj', probe: async () => ({ fault: 'OCP bj did not answer.' }) },
  ]);
  expect(text).toMatch(/^\*1 thing to mend, 3 to look at\*$/m);
  expect(text).toMatch(/^✓ \*OCP hz\*: it answers\.$/m);
  expect(text).toMatch(/^\? \*OCP sh\*: it lists no cluster\.$/m);
  expect(text).toMatch(/^✗ \*OCP bj\*: OCP bj did not answer\.$/m);
});

it.each([
  ['awaiting approval', '/moveout cancel MO-7K3F2A.'],
  ['step failed: recheck', '/moveout cancel MO-7K3F2A.'],
  ['task failed', '/moveout status MO-7K3F2A, Give Up.'],
  ['running: follow', '/moveout status MO-7K3F2A, Give Up, once its run has stopped.'],
] as const)('says how a request ends whose channel is gone: %s', async (situation, way) => {
  expect(await answered([], situation)).toContain(
    `Moveout is not in C0GONE. Type /invite @Moveout there. If it is gone for good, an administrator can end its requests: ${way}`,
  );
});
