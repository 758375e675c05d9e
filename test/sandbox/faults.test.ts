import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { Fault } from '../../src/sandbox/page/protocol.ts';
import { messageText } from '../flatten-blocks.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { RawBot } from './raw-bot.ts';

let slack: LocalSlack;
let controls: LocalControls;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES) });
  controls = new LocalControls(slack.url);
});

afterEach(() => slack.stop());

function client(retries: number): WebClient {
  const retryConfig = { retries, minTimeout: 1, maxTimeout: 2 };
  return new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig,
    rejectRateLimitedCalls: true,
  });
}

const post = (retries = 0): Promise<unknown> =>
  client(retries).chat.postMessage({ channel: 'C0ONCALL', text: 'hello' });

async function posted(): Promise<string[]> {
  return (await new Person(slack.url, 'U0ADA').messages()).map(messageText);
}

const METHOD = 'chat.postMessage';

/** A fault at chat.postMessage, what the SDK says of it, how often the message is there afterwards, and what the log says. */
const ROWS: readonly (readonly [fault: Fault, failure: RegExp | undefined, there: number, log: string[]])[] =
  [
    [
      { method: METHOD, kind: 'fail', error: 'fatal_error' },
      /fatal_error/,
      0,
      ['chat.postMessage: fatal_error'],
    ],
    [{ method: METHOD, kind: 'http', status: 503 }, /503/, 0, ['chat.postMessage: http_503']],
    [
      { method: METHOD, kind: 'rate_limit', retry_after: 7 },
      /retry-after: 7|rate-limit/i,
      0,
      ['chat.postMessage: ratelimited'],
    ],
    [{ method: METHOD, kind: 'delay', ms: 30 }, undefined, 1, []],
    [{ method: METHOD, kind: 'lose_answer' }, /fetch failed/, 1, []],
    [{ method: METHOD, kind: 'cut' }, /fetch failed/, 0, ['chat.postMessage: cut']],
  ];

describe('faults on demand', () => {
  it.each(ROWS)('%o', async (fault, failure, there, log) => {
    await controls.fault(fault);
    if (failure) await expect(post()).rejects.toThrow(failure);
    else await post();
    expect(await posted()).toHaveLength(there);
    expect(await controls.refusals()).toEqual(log);
    await post();
    expect(await posted()).toHaveLength(there + 1);
  });

  it('make the SDK post twice when an answer is lost', async () => {
    await controls.fault({ method: METHOD, kind: 'lose_answer' });
    await post(1);
    expect(await posted()).toEqual(['hello', 'hello']);
  });

  it('come as often as they are asked for, and only in their channel', async () => {
    await controls.fault({ method: METHOD, kind: 'fail', error: 'a', times: 2, channel: 'C0ONCALL' });
    await controls.fault({ method: METHOD, kind: 'fail', error: 'b', channel: 'G0DBA' });
    await expect(post()).rejects.toThrow(/: a$/);
    await expect(post()).rejects.toThrow(/: a$/);
    await post();
    const elsewhere = client(0).chat.postMessage({ channel: 'G0DBA', text: 'x' });
    await expect(elsewhere).rejects.toThrow(/: b$/);
  });

  it('reach uploads and response_urls, too', async () => {
    await controls.fault({ method: 'upload', kind: 'http', status: 500 });
    const upload = client(0).filesUploadV2({
      file: Buffer.from('abc'),
      filename: 'a.txt',
      channel_id: 'C0ONCALL',
    });
    await expect(upload).rejects.toThrow(/500/);
    await controls.fault({ method: 'response_url', kind: 'http', status: 500 });
    const bot = await RawBot.connect(slack);
    await new Person(slack.url, 'U0ADA').command('/try');
    const url = String((await bot.payload()).response_url);
    const answer = await fetch(url, { method: 'POST', body: '{"text":"x"}' });
    expect(answer.status).toBe(500);
    await bot.close();
    expect(await controls.refusals()).toEqual(['upload: http_500', 'response_url: http_500']);
  });
});
