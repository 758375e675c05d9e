/** Whom a reminder mentions, as Slack says who is who. */
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import { createPeople, type Rosters } from '../../src/slack/people.ts';
import { LocalControls } from '../local-controls.ts';
import { ALL_SCOPES, manifestWith } from '../sandbox/manifest.ts';

const CHANNEL = 'C0ONCALL';
let slack: LocalSlack;

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), rateLimits: { minuteMs: 60_000 } });
});
afterEach(() => slack.stop());

function peopleBy(rosters: Rosters) {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  return createPeople(client, 'T0LOCAL', rosters);
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
    { why: 'mentions no more than it may', except: [], most: 1, is: ['U0ADA'] },
  ])('$why', async ({ approvers, except, most = 3, is }) => {
    const people = peopleBy(approvers === undefined ? {} : { approvers });
    expect(await people.toRemind(CHANNEL, except, most)).toEqual(is);
  });

  it('leaves out a group that cannot be read, as long as others can be mentioned', async () => {
    await new LocalControls(slack.url).setApp({ usergroups: false });
    const people = peopleBy({ approvers: { people: ['U0LINUS'], groups: ['S0DBA'] } });
    expect(await people.toRemind(CHANNEL, [], 3)).toEqual(['U0LINUS']);
    await expect(people.toRemind(CHANNEL, ['U0LINUS'], 3)).rejects.toThrow(/plan has no user groups/);
  });
});
