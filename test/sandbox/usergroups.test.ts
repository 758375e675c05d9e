import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../src/sandbox/local-slack.ts';
import type { JsonObject } from '../../src/sandbox/page/protocol.ts';
import { LocalControls } from '../local-controls.ts';
import { Person } from '../person.ts';
import { ALL_SCOPES, manifestWith } from './manifest.ts';
import { callApi } from './raw-bot.ts';

let slack: LocalSlack;
let controls: LocalControls;
const call = (method: string, args: JsonObject = {}): Promise<JsonObject> => callApi(slack, method, args);
const membersOf = (usergroup: string, more: JsonObject = {}): Promise<JsonObject> =>
  call('usergroups.users.list', { usergroup, ...more });

beforeEach(async () => {
  slack = await startLocalSlack({ manifest: manifestWith(ALL_SCOPES), rateLimits: { minuteMs: 60_000 } });
  controls = new LocalControls(slack.url);
});

afterEach(() => slack.stop());

describe('usergroups.list', () => {
  it('names those that are not disabled, with members and count where asked for', async () => {
    const { usergroups } = await call('usergroups.list');
    expect(usergroups).toMatchObject([{ id: 'S0DBA', handle: 'dba', is_usergroup: true, date_delete: 0 }]);
    expect(JSON.stringify(usergroups)).not.toMatch(/"users"|user_count/);
    expect(
      await call('usergroups.list', { include_disabled: true, include_users: true, include_count: true }),
    ).toMatchObject({
      usergroups: [
        { id: 'S0DBA', users: ['U0GRACE', 'U0LINUS'], user_count: 2 },
        { id: 'S0OLD', users: ['U0ADA'], user_count: 1, date_delete: 1 },
      ],
    });
  });
});

describe('usergroups.users.list', () => {
  it('names the members as they are now', async () => {
    expect(await membersOf('S0DBA')).toEqual({ ok: true, users: ['U0GRACE', 'U0LINUS'] });
    await controls.setUsergroup('S0DBA', { users: ['U0ADA'] });
    expect(await membersOf('S0DBA')).toEqual({ ok: true, users: ['U0ADA'] });
  });

  it('knows a disabled one only where asked for', async () => {
    await controls.setUsergroup('S0DBA', { disabled: true });
    expect(await membersOf('S0DBA')).toEqual({ ok: false, error: 'no_such_subteam' });
    expect(await membersOf('S0DBA', { include_disabled: true })).toMatchObject({ ok: true });
    expect(await membersOf('S0NOBODY')).toEqual({ ok: false, error: 'no_such_subteam' });
  });

  it('is refused on a plan without usergroups, and without the scope', async () => {
    await controls.setApp({ usergroups: false });
    expect(await membersOf('S0DBA')).toEqual({ ok: false, error: 'plan_upgrade_required' });
    expect(await call('usergroups.list')).toEqual({ ok: false, error: 'plan_upgrade_required' });
    await controls.setManifest(manifestWith(['commands']));
    expect(await membersOf('S0DBA')).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'usergroups:read',
      provided: 'commands',
    });
  });

  it('takes twenty calls a minute', async () => {
    for (let made = 0; made < 20; made += 1) expect(await membersOf('S0DBA')).toMatchObject({ ok: true });
    expect(await membersOf('S0DBA')).toEqual({ ok: false, error: 'ratelimited' });
  });
});

describe('the test controls', () => {
  it('never empty a usergroup, as Slack does not', async () => {
    await expect(controls.setUsergroup('S0DBA', { users: [] })).rejects.toThrow('never empty; disable it');
  });

  it('change what the page is told', async () => {
    const ada = new Person(slack.url, 'U0ADA');
    await controls.setUsergroup('S0DBA', { users: ['U0ADA'] });
    expect((await ada.workspace()).usergroups[0]).toMatchObject({ handle: 'dba', members: ['U0ADA'] });
  });
});
