/** What is read of people while Slack asks to wait. */
import { performance } from 'node:perf_hooks';
import { ConsoleLogger, LogLevel } from '@slack/logger';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { createClients } from '../../src/slack/clients.ts';
import { retryAfter } from '../../src/slack/slack-error.ts';
import { LocalControls } from '../local-controls.ts';
import { ALL_SCOPES, manifestWith } from '../sandbox/manifest.ts';

const CHANNEL = 'C0ONCALL';
let slack: LocalSlack;
let controls: LocalControls;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
  controls = new LocalControls(slack.url);
});
afterEach(() => slack.stop());

function patient() {
  const logger = new ConsoleLogger();
  logger.setLevel(LogLevel.ERROR);
  return createClients({ botToken: slack.botToken, apiUrl: slack.apiUrl, logger }).patient;
}

/** How many times Slack was asked for it, whatever it said. */
async function asked(method: string): Promise<number> {
  return (await controls.calls()).filter((call) => call.method === method).length;
}

const refuses = (times: number, seconds = 1) =>
  controls.fault({ method: 'users.info', kind: 'rate_limit', retry_after: seconds, times });

it('twenty that ask the same while Slack asks to wait have it asked once more, and all have the answer', async () => {
  await refuses(21);
  const client = patient();
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.users.info({ user: 'U0ADA' })));
  expect(new Set(answers.map(({ user }) => user?.id))).toEqual(new Set(['U0ADA']));
  // Twenty at once, one that is refused again, and one that is answered.
  expect(await asked('users.info')).toBe(22);
});

it('what was asked of others is not mixed up, and no other method waits', async () => {
  await refuses(1);
  const client = patient();
  const begun = performance.now();
  const [ada, grace, members] = await Promise.all([
    client.users.info({ user: 'U0ADA' }),
    client.users.info({ user: 'U0GRACE' }),
    client.conversations.members({ channel: CHANNEL }).then(() => performance.now() - begun),
  ]);
  expect([ada.user?.id, grace.user?.id]).toEqual(['U0ADA', 'U0GRACE']);
  expect(members).toBeLessThan(900);
});

it('who asks while Slack has asked to wait does not ask before', async () => {
  await refuses(1, 2);
  const client = patient();
  const first = client.users.info({ user: 'U0ADA' });
  await expect.poll(() => asked('users.info')).toBe(1);
  expect((await client.users.info({ user: 'U0GRACE' })).user?.id).toBe('U0GRACE');
  expect((await first).user?.id).toBe('U0ADA');
  expect(await asked('users.info')).toBe(3);
});

it('an answer is given only to those who asked before it was asked for', async () => {
  await refuses(1);
  const client = patient();
  const waited = client.users.info({ user: 'U0LINUS' });
  await waited;
  await client.users.info({ user: 'U0LINUS' });
  await client.users.info({ user: 'U0LINUS' });
  expect(await asked('users.info')).toBe(4);
});

it('a wait of more than eight seconds is not begun, and others ask', async () => {
  await refuses(1, 9);
  const client = patient();
  const begun = performance.now();
  const fault = await client.users.info({ user: 'U0ADA' }).catch((error: unknown) => error);
  expect(retryAfter(fault)).toBe(9);
  expect((await client.users.info({ user: 'U0ADA' })).user?.id).toBe('U0ADA');
  expect(performance.now() - begun).toBeLessThan(5_000);
});
