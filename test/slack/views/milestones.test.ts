import { describe, expect, it } from 'vitest';
import type { RecordedEvent, Terms } from '../../../src/domain/events.ts';
import { fold } from '../../../src/domain/fold.ts';
import type { Request } from '../../../src/domain/request.ts';
import { type Post, type PostContext, postsFor } from '../../../src/slack/views/milestones.ts';
import { calendarOf } from '../../calendar-of.ts';
import { eventsOf, exampleTerms, hosts, REQUEST, SITUATION_NAMES, type Situation } from '../../requests.ts';
import { HOSTILE, labelsOf, messageProblems, readable } from '../check-message.ts';

const HEAD = '9f'.repeat(32);
const LINK = 'https://x.slack.com/archives/C0ONCALL/p1';
const CONTEXT = { howToOpen: 'Open the file with `age -d`.', head: HEAD, cardLink: LINK };

function allPosts(events: readonly RecordedEvent[], context: PostContext = CONTEXT): Post[] {
  const request: Request = fold(REQUEST, events);
  return events.flatMap((event) => postsFor(event, request, context));
}

/** The posts of the last event of a situation. */
function lastPosts(
  situation: Situation,
  change: Partial<Terms> = {},
  subscribers: readonly string[] = [],
): Post[] {
  const events = eventsOf(situation, change);
  const last = events.at(-1);
  return last === undefined ? [] : postsFor(last, fold(REQUEST, events), { ...CONTEXT, subscribers });
}

function said(posts: readonly Post[], to: Post['to']): string[] {
  return posts.filter((post) => post.to === to).map(({ message }) => readable(message.blocks));
}

describe('milestones', () => {
  it('tells a run in one calm line each', () => {
    const thread = said(allPosts(eventsOf('running: confirm')), 'thread');
    expect(thread).toEqual([
      '👍 Approved by <@U0GRACE> (1 of 1).',
      '▶️ Started.',
      'The rules were checked again: nothing forbids the move-out.',
      'The credentials are exported and encrypted; the file was sent to <@U0ADA> in a direct message.',
      'The move-out is submitted: it is OCP task 1000.',
      'The OCP task is completed. Checking that `shop:1001` is gone from OCP.',
    ]);
  });

  it.each([
    ['approved', '👍 Approved by <@U0GRACE> (1 of 1).'],
    ['approval withdrawn', '↩️ <@U0GRACE> withdrew the approval.'],
    ['approval lapsed', '⚠️ The approval of <@U0GRACE> no longer counts: no longer in this channel.'],
    [
      'changed',
      '🔁 This is no longer what was asked for. The cluster was RUNNING and is MOVINGOUT now. The cluster is MOVINGOUT. Approvals given before are void; please look at the card and approve again.',
    ],
    [
      'start moved',
      '🗓️ <@U0LINUS> chose another start: <!date^1795471200^{date_short_pretty} {time}|2026-11-23 22:00 UTC>. Approvals given before are void; please look at the card and approve again.',
    ],
    ['start asked', '<@U0LINUS> asked to start it now.'],
    [
      'start lapsed',
      '<@U0LINUS> ⏱️ It was not started now: outside the off-peak hours it has one approval too few. It starts as planned: in the off-peak window <!date^1795471200^{date_short_pretty} {time}|2026-11-23 22:00 UTC> to <!date^1795500000^{date_short_pretty} {time}|2026-11-24 06:00 UTC>.',
    ],
    [
      'reminded',
      '🔔 <@U0GRACE> This move-out awaits approval, until <!date^1795470000^{date_short_pretty} {time}|2026-11-23 21:40 UTC>.',
    ],
    ['running: retry owed', '<@U0GRACE> asked to retry.'],
    ['running: skip owed', '<@U0GRACE> asked to skip: Delete host on `obs-002`'],
    ['rolling back', 'OCP is rolling the task back.'],
    ['rejected', '<@U0ADA> ⛔ Rejected by <@U0GRACE>: Not tonight'],
    ['cancelled', '🚫 Cancelled by <@U0ADA>. Nothing was moved.'],
    ['expired', '<@U0ADA> ⌛ Not approved in time (0 of 1). Nothing was moved.'],
    ['expired: window', '<@U0ADA> ⌛ It was approved, and could not start in time. Nothing was moved.'],
  ] as const)('says in the thread, after %s', (situation, line) => {
    expect(said(lastPosts(situation), 'thread')).toEqual([line]);
  });

  it('counts each vote, also when the message is posted after the last one', () => {
    const [opened, first, ...rest] = eventsOf('running: recheck', { quorum: 2 });
    if (opened === undefined || first === undefined) throw new Error('The situation has no vote.');
    const second: RecordedEvent = { ...first, actor: 'U0LINUS', at: '2026-11-22T21:41:00.000Z' };
    const thread = said(allPosts([opened, first, second, ...rest]), 'thread');
    expect(thread[0]).toContain('<@U0GRACE> (1 of 2)');
    expect(thread[1]).toContain('<@U0LINUS> (2 of 2)');
  });

  it('says that a task was found rather than submitted', () => {
    const events = eventsOf('running: follow').map((event) =>
      event.type === 'task submitted' ? { ...event, adopted: true } : event,
    );
    expect(said(allPosts(events), 'thread')).toContain('OCP has taken the move-out: it is OCP task 1000.');
  });

  it.each([
    ['rejected', '<@U0GRACE> rejected the move-out of `shop:1001`: Not tonight'],
    ['expired', 'The move-out of `shop:1001` expired. Not approved in time'],
    ['scheduled', 'The move-out of `shop:1001` is approved. It starts <!date^'],
    ['running: recheck', 'The move-out of `shop:1001` has started. Approved by <@U0GRACE>.'],
    [
      'approval lapsed',
      'The move-out of `shop:1001` must be approved again: the approval of <@U0GRACE> no longer counts, no longer in this channel.',
    ],
    [
      'approval withdrawn',
      'The move-out of `shop:1001` must be approved again: <@U0GRACE> withdrew the approval.',
    ],
    ['start lapsed', 'The move-out of `shop:1001` was not started now:'],
  ] as const)('tells the requester directly what was decided: %s', (situation, text) => {
    const [direct] = said(lastPosts(situation), 'requester');
    expect(direct).toContain(text);
    expect(direct).toContain(`<${LINK}|Open the card>`);
  });
});

describe('an approval in a freeze period', () => {
  const LONG = calendarOf('', '2026-11-20..2026-12-01');
  const direct = (events: readonly RecordedEvent[], calendar = LONG) =>
    said(allPosts(events, { ...CONTEXT, calendar }), 'requester');

  it.each([
    [
      '2026-11-20..2026-12-01',
      '2026-12-02 00:00',
      'It would expire .*2026-11-23 03:4\\d UTC>: choose another start',
    ],
    ['2026-11-22', '2026-11-23 00:00', 'It starts then, not after .*2026-11-23 03:4\\d UTC>'],
  ])('is told to the requester, with what comes of it: %s', (dates, thaw, follows) => {
    expect(direct(eventsOf('approved'), calendarOf('', dates))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^👍 The move-out of \`shop:1001\` is approved\\. Nothing starts before <!date\\^.*${thaw} UTC>: a freeze period\\. ${follows}\\.`,
        ),
      ),
    ]);
  });

  it('is not told while votes are missing, nor of a start that is planned: that is told as scheduled', () => {
    expect(direct(eventsOf('approved', { quorum: 2 }))).toEqual([]);
    expect(direct(eventsOf('scheduled'))).toEqual([expect.stringContaining('is approved. It starts')]);
    expect(said(allPosts(eventsOf('approved')), 'requester')).toEqual([]);
  });
});

describe('a request that somebody cancels', () => {
  it.each([
    ['U0GRACE', ['<@U0GRACE> cancelled the move-out of `shop:1001`. Nothing was moved.']],
    ['U0ADA', []],
  ])('is told to its requester, unless that is who did it: %s', (actor, texts) => {
    const [opened, last] = eventsOf('cancelled');
    if (opened === undefined || last === undefined) throw new Error('The situation has no end.');
    const direct = said(allPosts([opened, { ...last, actor }]), 'requester');
    expect(direct).toEqual(texts.map((text) => expect.stringContaining(text)));
  });
});

describe('those who asked to be told', () => {
  it('learn when it is to start, and how many approvals it has', () => {
    const start = { kind: 'at', at: '2026-11-23T22:00:00.000Z' } as const;
    const [told] = lastPosts('awaiting approval', { start, quorum: 2 }, ['U0EVE']).filter(
      ({ to }) => typeof to === 'object',
    );
    expect(readable(told?.message.blocks)).toMatch(
      /\*Start\* .*2026-11-23 22:00 UTC.* · \*Approvals\* 0 of 2/,
    );
  });

  it.each(['awaiting approval', 'changed', 'start moved', 'approval lapsed', 'approval withdrawn'] as const)(
    'are told where an approval is missing, or missing anew: %s',
    (situation) => {
      const told = lastPosts(situation, {}, ['U0EVE']).filter(({ to }) => typeof to === 'object');
      expect(told.map(({ to, message }) => [to, message.text])).toEqual([
        [{ person: 'U0EVE' }, expect.stringContaining('asks for approval of the move-out of `shop:1001`')],
      ]);
    },
  );

  it('are not told of a vote that comes and goes while others are awaited anyway, nor is the requester', () => {
    const events = eventsOf('approval withdrawn', { quorum: 2 });
    const posts = allPosts(events, { ...CONTEXT, subscribers: ['U0EVE'] }).filter(
      ({ seq, to }) => seq === 3 && to !== 'thread',
    );
    expect(posts).toEqual([]);
  });
});

describe('what somebody must see', () => {
  const alerts = SITUATION_NAMES.filter((name) =>
    /failed|delayed|asking|completed|rolled back|abandoned/.test(name),
  );

  it.each(alerts)(
    'mentions the requester in the thread and goes to the requester as well: %s',
    (situation) => {
      const posts = lastPosts(situation);
      expect(posts.map(({ to }) => to)).toEqual(['thread', 'requester']);
      expect(posts[0]?.message.text).toMatch(/^<@U0ADA> /);
      expect(posts[0]?.message.text).toContain('`shop:1001`');
      expect(said(posts, 'requester')[0]).toContain(`<${LINK}|Open the card>`);
      for (const { message } of posts) expect(labelsOf(message.blocks)).toEqual([]);
    },
  );

  it('says of a start that does not come until when it is tried, and where to look', () => {
    const [thread] = said(lastPosts('start delayed'), 'thread');
    expect(thread).toContain('The move-out of `shop:1001` cannot start*\n> Slack did not answer.');
    expect(thread).toMatch(/Moveout keeps trying, until <!date.*`\/moveout doctor` says what to mend\.$/);
  });

  it.each([
    ['Mon-Sun 20:00-22:30', '22:30'],
    ['Mon-Sun 20:00-06:00', '03:40'],
    ['Mon-Sun 00:00-24:00', '03:40'],
  ])('names no time after the hours in which its approvals suffice: %s', (hours, until) => {
    const posts = allPosts(eventsOf('start delayed'), { ...CONTEXT, calendar: calendarOf(hours) });
    const [thread = ''] = said(posts, 'thread').slice(-1);
    expect(/keeps trying, until <[^|]*\|[\d-]+ (\d\d:\d\d) UTC>/.exec(thread)?.[1]).toBe(until);
  });

  it('names the time after those hours where its approvals suffice for every hour', () => {
    const events = eventsOf('start delayed', { outsideWindows: true });
    const posts = allPosts(events, { ...CONTEXT, calendar: calendarOf('Mon-Sun 20:00-22:30') });
    expect(said(posts, 'thread').at(-1)).toMatch(/keeps trying, until <[^|]*\|[\d-]+ 03:40 UTC>/);
  });

  it.each([
    ['step failed: export', 'Nothing has moved. Give Up, then request it again.', 'Retry'],
    ['asking: key lost', 'Nothing has left OCP. Give Up, then request it again.', 'Enter Key'],
    [
      'asking: submit outcome',
      'No task moves the cluster out: Give Up, then request it again.',
      'Submit Again',
    ],
  ] as const)(
    'names no button that the card does not have, since the window is over: %s',
    (situation, words, button) => {
      const over = {
        start: { kind: 'window', at: '2026-11-22T18:00:00.000Z', until: '2026-11-22T21:41:10.000Z' },
      } as const;
      for (const { message } of lastPosts(situation, over)) {
        expect(readable(message.blocks)).toContain(words);
        expect(readable(message.blocks)).not.toContain(button);
      }
      expect(said(lastPosts(situation), 'thread')[0]).toContain(button);
    },
  );

  it.each([
    'running: follow',
    'step failed: submit',
    'asking: submit outcome',
    'asking: task lost',
    'asking: still listed',
  ] as const)(
    'advises nothing about an earlier stop that is told late: to give up would leave a move-out under way. %s',
    (situation) => {
      const now = fold(REQUEST, eventsOf(situation));
      for (const earlier of ['step failed: export', 'asking: key lost', 'task failed'] as const)
        for (const event of eventsOf(earlier).slice(-1))
          for (const { message } of postsFor(event, now, CONTEXT)) {
            expect(readable(message.blocks)).toMatch(/failed|cannot be read any more/);
            expect(readable(message.blocks)).not.toMatch(/Nothing has|Give Up|buttons/);
          }
    },
  );

  it.each([
    ['expired: stopped run', 'step failed'],
    ['abandoned: step failed', 'step failed'],
    ['abandoned: task failed', 'task failed'],
    ['abandoned: outcome unknown', 'asked'],
  ] as const)('tells of what is over by then only what happened: %s, %s', (situation, type) => {
    const events = eventsOf(situation);
    const posts = events
      .filter((event) => event.type === type)
      .flatMap((event) => postsFor(event, fold(REQUEST, events), CONTEXT));
    expect(posts.map(({ to }) => to)).toEqual(['thread', 'requester']);
    for (const { message } of posts) {
      expect(readable(message.blocks)).toMatch(/failed|Did OCP take/);
      expect(readable(message.blocks)).not.toMatch(/Give Up|buttons/);
    }
  });

  it('does not say that a start is still tried where the request has ended before that is told', () => {
    const events = [...eventsOf('start delayed'), ...eventsOf('expired').slice(-1)];
    const [thread] = said(allPosts(events), 'thread').slice(-2);
    expect(thread).toContain('cannot start');
    expect(thread).not.toContain('keeps trying');
  });

  it('says of Start Now only that it is tried: the wish counts for minutes, not until the planned start is over', () => {
    const asked = [...eventsOf('start asked'), ...eventsOf('start delayed').slice(-1)];
    const [thread] = said(allPosts(asked), 'thread').slice(-1);
    expect(thread).toContain('and Moveout keeps trying. `/moveout doctor`');
  });

  it.each([
    [
      'step failed: recheck',
      'Step 1 of 6',
      'The standby shop_b:1002 is still listed.',
      'Fix the cause, then Retry',
    ],
    ['step failed: deliver', 'The workspace forbids uploads.', 'the credentials must arrive first'],
    [
      'task failed',
      'OCP trace id `5f0d2c1b7a9e4c33`',
      '• Delete host on `obs-002`',
      'Roll Back undoes the task',
    ],
    ['task failed: no rollback', 'OCP does not allow this task to be rolled back'],
    ['rollback failed', 'The rollback of `shop:1001` failed', 'cannot be retried'],
    [
      'asking: submit outcome',
      'Did OCP take the move-out',
      'new task of this cluster (77)',
      'Check Again',
      'Submit Again',
    ],
    ['asking: key lost', 'The encryption key for `shop:1001` cannot be read any more.', 'Enter Key'],
  ] as const)('says what happened and what to do next: %s', (situation, ...words) => {
    const [thread] = said(lastPosts(situation), 'thread');
    for (const word of words) expect(thread).toContain(word);
    expect(thread).toContain('The buttons are on the card.');
  });

  it('ends with what was moved, the hosts, the time, the people, the next steps and the record', () => {
    const [thread] = said(lastPosts('completed'), 'thread');
    for (const word of [
      '`shop:1001` is moved out of OCP `ocp-a`*, in 3 min 30 s',
      '*Hosts deleted (3)* `obs-001`, `obs-002`, `obs-003`',
      '*Hosts kept (2)* `obs-004`, `obs-005`',
      'Requested by <@U0ADA>. Approved by <@U0GRACE>.',
      '1. Take `shop:1001` over in the new OCP. It asks for the password of root@sys.\n',
      '2. Open the file with `age -d`. <@U0ADA> has both.\n',
      '3. Delete those of the kept hosts in OCP that nothing else needs: OCP can deploy other clusters on them, and these can harm this cluster.',
      `Record ${HEAD}`,
    ])
      expect(thread).toContain(word);
  });

  it('has a file that people can read opened before the take-over, which needs a password of it; each step once', () => {
    const [message] = said(
      allPosts(eventsOf('completed'), { ...CONTEXT, isFileReadable: true }),
      'thread',
    ).slice(-1);
    const steps = message?.split('*Next*\n')[1]?.split('\n') ?? [];
    expect(steps.slice(0, 4)).toEqual([
      '1. Open the file with `age -d`. <@U0ADA> has both.',
      '2. Take `shop:1001` over in the new OCP, with the password of root@sys from the file.',
      '3. Enter the other passwords of the file there.',
      expect.stringMatching(/^4\. Delete those of the kept hosts/),
    ]);
  });

  it('says nothing of kept hosts when there are none', () => {
    const [thread] = said(lastPosts('completed', { keepHosts: [] }), 'thread');
    expect(thread).toContain('*Hosts kept (0)* none');
    expect(thread).not.toContain('3. ');
  });

  it.each([
    [
      'abandoned: task failed',
      'stay as they are (often FAILED and MOVINGOUT). Finish in OCP what is left. The cluster can be requested again once it is RUNNING, STOPPED or UNAVAILABLE there.',
    ],
    ['abandoned: step failed', 'No move-out of `shop:1001` was submitted; Moveout changed nothing in OCP.'],
    [
      'abandoned: outcome unknown',
      'may have reached OCP. Look in OCP’s task list before you request it again.',
    ],
    ['rolled back', 'OCP lists it again; nothing is moved out.'],
  ] as const)('says what is left behind: %s', (situation, text) => {
    const [thread] = said(lastPosts(situation), 'thread');
    expect(thread).toContain(text);
    expect(thread).toContain(`Record ${HEAD}`);
  });
});

describe('every post', () => {
  it.each(SITUATION_NAMES)('has a key of its own, and is one that Slack takes: %s', (situation) => {
    for (const count of [0, 300]) {
      const posts = allPosts(
        eventsOf(situation, { deleteHosts: hosts(count), keepHosts: hosts(count, 400) }),
      );
      expect(new Set(posts.map(({ key }) => key)).size).toBe(posts.length);
      for (const { key, to, message } of posts) {
        expect(key).toMatch(new RegExp(`^\\d+:${to}$`));
        expect(messageProblems(message)).toEqual([]);
      }
    }
  });

  it.each(HOSTILE)('is harmless and fits whatever it is told, %#', (text) => {
    const { cluster } = exampleTerms();
    const some = hosts(12).map((host) => ({ ...host, name: text }));
    const change = { cluster: { ...cluster, name: text, ocp: text }, deleteHosts: some, keepHosts: some };
    const failure = { message: text, code: text, traceId: text };
    const subtasks = Array.from({ length: 12 }, (_, id) => ({ id, name: text, host: text }));
    for (const situation of SITUATION_NAMES) {
      const events = eventsOf(situation, change).map((event) => ({
        ...event,
        ...('failure' in event ? { failure } : {}),
        ...('subtasks' in event ? { subtasks } : {}),
        ...('reason' in event ? { reason: text } : {}),
        ...('why' in event ? { why: text } : {}),
      }));
      for (const { message } of allPosts(events, { ...CONTEXT, ...{ notice: text } })) {
        expect(messageProblems(message)).toEqual([]);
        expect(readable(message.blocks) + message.text).not.toMatch(
          /<!(?!date\^)|<@U0GONE|<https:\/\/evil|<img|\u202e/iu,
        );
      }
    }
  });

  it('links nothing but an address of the web', () => {
    const [direct] = allPosts(eventsOf('rejected'), { ...CONTEXT, cardLink: 'javascript:alert(1)|x' }).slice(
      -1,
    );
    expect(readable(direct?.message.blocks)).not.toContain('javascript');
  });
});
