/** Who sees which requests, on a local Slack without a network. */
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/domain/request.ts';
import { readPersonKind } from '../../src/slack/person-kind.ts';
import { createViewer, firstSeenBy, seenBy } from '../../src/slack/viewer.ts';
import { memoryJournal } from '../memory-journal.ts';
import { eventsOf, NOW, requestIn } from '../requests.ts';
import { slackInProcess } from './slack-in-process.ts';

const PUBLIC = 'C0ONCALL';
const PRIVATE = 'G0DBA';
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function slack() {
  const { world, clients } = await slackInProcess({ now: () => NOW });
  const calls = (method: string) => world.log.list().filter((call) => call.method === method).length;
  return {
    world,
    calls,
    viewer: (person: string, admins?: readonly string[]) =>
      createViewer(
        {
          clients,
          log,
          world: { admins },
          kindOf: (one) => readPersonKind(clients.interactive, one, 'T0LOCAL'),
        },
        person,
      ),
  };
}

function asked(channel: string, requester = 'U0ADA'): Request {
  return requestIn('awaiting approval', { channel, requester });
}

describe('A viewer', () => {
  it.each([
    ['a member of the private channel', 'U0GRACE', PRIVATE, true],
    ['somebody outside of it', 'U0LINUS', PRIVATE, false],
    ['somebody of another workspace', 'U0STRANGER', PRIVATE, false],
    ['the requester, who need not be in it', 'U0ADA', 'G0NOWHERE', true],
    ['a member of a public channel', 'U0LINUS', PUBLIC, true],
    ['somebody outside of a public channel', 'U0OUTSIDE', PUBLIC, true],
    ['somebody outside of a public channel without Moveout', 'U0OUTSIDE', 'C0GENERAL', true],
    ['somebody, of a channel that Slack does not show', 'U0GRACE', 'G0NOWHERE', false],
  ])('%s', async (_, person, channel, sees) => {
    const { viewer } = await slack();
    expect(await viewer(person).sees(asked(channel))).toBe(sees);
  });

  it.each([
    ['U0GUEST', 'a guest'],
    ['U0STRANGER', 'somebody of another workspace'],
  ])('%s, %s, sees those of a public channel only as a member of it', async (person) => {
    const { viewer, world } = await slack();
    expect(await viewer(person).sees(asked(PUBLIC))).toBe(true);
    const channel = world.channels.find(PUBLIC);
    if (channel === undefined) throw new Error('There is no public channel.');
    let now = world.channels.setMember(channel, person, false);
    expect(await viewer(person).sees(asked(PUBLIC))).toBe(false);
    // Among the members of a large channel the guest is found, too.
    for (let count = 0; count < 1_100; count += 1)
      now = world.channels.setMember(now, `U0MANY${count}`, true);
    world.channels.setMember(now, person, true);
    expect(await viewer(person).sees(asked(PUBLIC))).toBe(true);
  });

  it('sees no request of a direct message of somebody else', async () => {
    const { viewer, world } = await slack();
    const { channel } = world.channels.direct('U0MOVEOUT', 'U0GRACE');
    expect(await viewer('U0LINUS').sees(asked(channel.id))).toBe(false);
  });

  it('who is an administrator sees every request by its id, and in lists no more than others', async () => {
    const { viewer } = await slack();
    const admin = viewer('U0LINUS', ['U0LINUS']);
    for (const channel of [PRIVATE, 'G0NOWHERE']) {
      expect(await admin.seesById(asked(channel))).toBe(true);
      expect(await seenBy(admin, [asked(channel)])).toEqual([]);
    }
    expect(await viewer('U0GRACE', ['U0LINUS']).seesById(asked('G0NOWHERE'))).toBe(false);
  });

  it('says that channels could not be read only where that hides something', async () => {
    const { viewer } = await slack();
    const one = viewer('U0GRACE');
    expect(await seenBy(one, [asked(PUBLIC), asked(PRIVATE)])).toHaveLength(2);
    expect(one.unread()).toEqual([]);
    await seenBy(one, [asked('G0NOWHERE')]);
    expect(one.unread()).toHaveLength(1);
  });

  it('reads each channel once, and only as many requests as it takes', async () => {
    const { viewer, calls } = await slack();
    const journal = memoryJournal();
    const ids = Array.from({ length: 100 }, (_, index) => `MO-${String(index).padStart(6, '0')}`);
    for (const [index, id] of ids.entries()) {
      const channel = index % 3 === 0 ? PUBLIC : PRIVATE;
      await journal.open(id, eventsOf('rejected', { channel }));
    }
    let reads = 0;
    const read = (id: string) => {
      reads += 1;
      return journal.read(id);
    };
    const from = { world: { journal: { ...journal, read } } };
    const few = await firstSeenBy(from, viewer('U0LINUS'), { ids, most: 5 });
    expect(few.requests.map(({ id }) => id)).toEqual(
      [0, 3, 6, 9, 12].map((index) => `MO-${String(index).padStart(6, '0')}`),
    );
    expect(few.isAll).toBe(false);
    expect(reads).toBe(15);
    expect(calls('conversations.members')).toBe(2);
    expect(calls('conversations.info')).toBe(1);
    const all = await firstSeenBy(from, viewer('U0LINUS'), { ids, most: 50 });
    expect(all.requests).toHaveLength(34);
    expect(all.isAll).toBe(true);
    const exact = await firstSeenBy(from, viewer('U0GRACE'), { ids, most: 100 });
    expect(exact).toMatchObject({ isAll: true, requests: { length: 100 } });
  });

  it('is found among the members of a private channel of more than a page', async () => {
    const { viewer, world } = await slack();
    const channel = world.channels.find(PRIVATE);
    if (channel === undefined) throw new Error('There is no private channel.');
    let now = channel;
    for (let count = 0; count < 1_100; count += 1)
      now = world.channels.setMember(now, `U0MANY${count}`, true);
    world.channels.setMember(now, 'U0LINUS', true);
    expect(await viewer('U0LINUS').sees(asked(PRIVATE))).toBe(true);
    expect(await viewer('U0OUTSIDE').sees(asked(PRIVATE))).toBe(false);
  });
});
