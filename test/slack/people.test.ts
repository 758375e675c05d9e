/** Whom a reminder mentions, and who counts, as Slack says who is who. */
import { LogLevel } from '@slack/logger';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { createCountApprovers } from '../../src/slack/approver-count.ts';
import { createPeople, type Rosters } from '../../src/slack/people.ts';
import { LocalControls } from '../local-controls.ts';
import { ALL_SCOPES, manifestWith } from '../sandbox/manifest.ts';

const CHANNEL = 'C0ONCALL';
let slack: LocalSlack;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), rateLimits: { minuteMs: 60_000 } });
});
afterEach(() => slack.stop());

function peopleBy(rosters: Rosters, asked?: WebClient) {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  return createPeople({ patient: asked ?? client, background: client }, 'T0LOCAL', rosters);
}

describe('a reminder', () => {
  it.each<{ why: string; approvers?: Rosters['approvers']; except: string[]; most?: number; is: string[] }>([
    {
      why: 'mentions full members of the channel, and neither requester nor voters',
      except: ['U0ADA'],
      is: ['U0GRACE', 'U0LINUS'],
    },
    {
      why: 'mentions the members of a group one by one: the group itself has voters in it',
      approvers: { people: [], groups: ['S0DBA'] },
      except: ['U0ADA', 'U0GRACE'],
      is: ['U0LINUS'],
    },
    {
      why: 'mentions nobody twice, and people of the list first',
      approvers: { people: ['U0LINUS', 'U0GUEST'], groups: ['S0DBA'] },
      except: [],
      is: ['U0LINUS', 'U0GRACE'],
    },
    {
      why: 'is not stopped by a wrong id, which mentions nobody',
      approvers: { people: ['U0NOBODY', 'U0GONE', 'U0LINUS'], groups: [] },
      except: [],
      is: ['U0LINUS'],
    },
    { why: 'mentions no more than it may', except: [], most: 1, is: ['U0ADA'] },
  ])('$why', async ({ approvers, except, most = 3, is }) => {
    const people = peopleBy(approvers === undefined ? {} : { approvers });
    expect(await people.toRemind(CHANNEL, except, most)).toEqual(is);
  });

  it('is not stopped by somebody of whom Slack does not say who it is', async () => {
    const controls = new LocalControls(slack.url);
    const people = peopleBy({ approvers: { people: ['U0GRACE', 'U0LINUS'], groups: [] } });
    await controls.fault({ method: 'users.info', kind: 'fail', error: 'internal_error', times: 1 });
    expect(await people.toRemind(CHANNEL, [], 3)).toEqual(['U0LINUS']);
    await controls.fault({ method: 'users.info', kind: 'fail', error: 'internal_error', times: 2 });
    await expect(people.toRemind(CHANNEL, [], 3)).rejects.toThrow(/internal_error/);
  });

  it('asks nothing with the client for what people wait for', async () => {
    const unused = new WebClient('none', {
      slackApiUrl: 'http://127.0.0.1:9/api/',
      retryConfig: { retries: 0 },
    });
    expect(await peopleBy({}, unused).toRemind(CHANNEL, ['U0ADA'], 1)).toEqual(['U0GRACE']);
  });

  it('leaves out a group that cannot be read, as long as others can be mentioned', async () => {
    await new LocalControls(slack.url).setApp({ usergroups: false });
    const people = peopleBy({ approvers: { people: ['U0LINUS'], groups: ['S0DBA'] } });
    expect(await people.toRemind(CHANNEL, [], 3)).toEqual(['U0LINUS']);
    await expect(people.toRemind(CHANNEL, ['U0LINUS'], 3)).rejects.toThrow(/plan has no user groups/);
  });
});

describe('how many people may approve', () => {
  let now = new Date('2026-11-02T10:00:00.000Z');
  const countBy = (approvers?: Rosters['approvers']) =>
    createCountApprovers(
      {
        client: new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl }),
        teamId: 'T0LOCAL',
        rosters: { approvers },
      },
      { now: () => now },
    );

  it.each<[string, Rosters['approvers'], number, number | undefined]>([
    ['everybody in the channel who counts', undefined, 9, 2],
    ['no more than is asked for', undefined, 1, 1],
    [
      'those of the list who are in the channel',
      { people: ['U0OUTSIDE', 'U0GONE', 'U0GRACE'], groups: [] },
      9,
      1,
    ],
    ['unknown, where a group cannot be read', { people: ['U0GRACE'], groups: ['S0GONE'] }, 9, undefined],
    [
      'as many as are asked for, whatever cannot be read',
      { people: ['U0GRACE', 'U0LINUS'], groups: ['S0GONE'] },
      1,
      1,
    ],
  ])('%s', async (_, approvers, most, count) => {
    expect(await countBy(approvers)(CHANNEL, { except: 'U0ADA', most, asOf: 'now' })).toBe(count);
  });

  it('is unknown in a channel that Slack does not show, and costs one look at one that it does', async () => {
    expect(await countBy()('G0NOWHERE', { most: 2, asOf: 'now' })).toBeUndefined();
    const controls = new LocalControls(slack.url);
    const looks = async () => (await controls.calls('conversations.members')).length;
    const before = await looks();
    await countBy()(CHANNEL, { most: 9, asOf: 'now' });
    expect(await looks()).toBe(before + 1);
  });

  it('is kept for forms while there are enough, and read again where there are too few', async () => {
    const count = countBy();
    const controls = new LocalControls(slack.url);
    const looks = async () => (await controls.calls('users.info')).length;
    const forms = (most: number) => count(CHANNEL, { except: 'U0ADA', most, asOf: 'lately' });
    expect(await forms(1)).toBe(1);
    const once = await looks();
    expect(await forms(1)).toBe(1);
    expect(await looks()).toBe(once);
    now = new Date(now.getTime() + 11 * 60_000);
    expect(await forms(2)).toBe(2);
    const again = await looks();
    expect(again).toBeGreaterThan(once);
    now = new Date(now.getTime() + 11 * 60_000);
    expect(await forms(5)).toBe(2);
    await controls.setMember(CHANNEL, 'U0OUTSIDE', true);
    expect(await forms(5)).toBe(3);
  });
});

describe('on the list of approvers', () => {
  const MIXED = { approvers: { people: ['U0LINUS', 'U0NOBODY'], groups: ['S0DBA'] } };

  it('somebody who is there by the own id counts while a group cannot be read, and nobody of that group', async () => {
    await new LocalControls(slack.url).setApp({ usergroups: false });
    const people = peopleBy(MIXED);
    expect(await people.standing('U0LINUS', CHANNEL, 'approver')).toMatchObject({ listed: true });
    await expect(people.standing('U0GRACE', CHANNEL, 'approver')).rejects.toThrow(/plan has no user groups/);
  });

  it('an id that Slack does not know counts like a deactivated account', async () => {
    expect(await peopleBy(MIXED).standing('U0NOBODY', CHANNEL, 'approver')).toEqual({
      person: 'U0NOBODY',
      kind: 'deleted',
      inChannel: false,
      listed: true,
    });
  });
});

describe('what was thrown', () => {
  const thrownBy = async (people: ReturnType<typeof peopleBy>) => {
    const thrown = await people.standing('U0GRACE', CHANNEL, 'approver').catch((fault: unknown) => fault);
    expect(thrown).toBeInstanceOf(Error);
    return people.isAway(thrown);
  };

  it('tells a Slack that is away from one that answers and does not say who somebody is', async () => {
    const controls = new LocalControls(slack.url);
    const gone = new WebClient('none', {
      slackApiUrl: 'http://127.0.0.1:9/api/',
      retryConfig: { retries: 0 },
      logLevel: LogLevel.ERROR,
    });
    expect(await thrownBy(peopleBy({}, gone))).toBe(true);
    await controls.fault({ method: 'users.info', kind: 'fail', error: 'missing_scope', times: 1 });
    expect(await thrownBy(peopleBy({}))).toBe(false);
    const listed = peopleBy({ approvers: { people: [], groups: ['S0GONE'] } });
    expect(await thrownBy(listed)).toBe(false);
    await controls.setApp({ bot_token: 'token_revoked' });
    expect(await thrownBy(listed)).toBe(true);
    expect(await thrownBy(peopleBy({}))).toBe(true);
  });
});
