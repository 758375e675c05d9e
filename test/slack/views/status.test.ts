import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/domain/request.ts';
import { card } from '../../../src/slack/views/card.ts';
import { clusterStatus, requestStatus, statusOverview } from '../../../src/slack/views/status.ts';
import { exampleTask, NOW, requestIn, SITUATION_NAMES } from '../../requests.ts';
import { buttonsOf, labelsOf, messageProblems, readable } from '../check-message.ts';

const LINK = 'https://x.slack.com/archives/C0ONCALL/p1';
const SHOWN = {
  now: NOW,
  sightings: new Map([
    ['MO-7K3F2A', { task: exampleTask(12, 5), noAnswerSince: '2026-11-22T21:50:00.000Z' }],
  ]),
  links: new Map([['MO-7K3F2A', LINK]]),
};
const cluster = {
  ocp: 'ocp-a',
  id: 7,
  name: 'shop',
  obClusterId: 1001,
  type: 'PRIMARY',
  status: 'MOVINGOUT',
  obVersion: '4.2.1.0',
  metaDb: false,
  standbys: [],
};

describe('/moveout status', () => {
  it('says that nothing is open', () => {
    expect(statusOverview([], SHOWN).text).toBe('No request is open.');
  });

  it('tells each open request in one line', () => {
    const open = [requestIn('running: follow'), requestIn('awaiting approval'), requestIn('scheduled')];
    const message = statusOverview(open, { ...SHOWN, notice: 'Embedded OCP' });
    const text = readable(message.blocks);
    expect(message.text).toBe('3 requests open');
    expect(text).toMatch(
      /▶️ Running <https:[^|]+\|MO-7K3F2A> · `shop:1001` · Step 5 of 6: follow the OCP task · ▓+░+ 5\/12 · 29 min · ⚠️ no answer from OCP since .* · by <@U0ADA>/,
    );
    expect(text).toContain('`shop:1001` · 0 of 1 approval · by');
    expect(text).toContain('🗓️ Scheduled');
    expect(text).toContain('starts <!date^');
    expect(text).toContain('Embedded OCP');
  });

  it('has pages of a screen each with hundreds of requests', () => {
    const open = Array.from({ length: 500 }, (_, index) => ({
      ...requestIn('running: follow'),
      id: `MO-${String(index).padStart(6, '0')}`,
    }));
    const on = (page: number) => statusOverview(open, SHOWN, page);
    const ids = (page: number) => readable(on(page).blocks).match(/MO-\d{6}/g) ?? [];
    expect(messageProblems(on(1))).toEqual([]);
    expect(on(1).text).toBe('500 requests open');
    expect(readable(on(1).blocks)).toContain('Page 1 of 13. The next: `/moveout status page 2`');
    expect(readable(on(13).blocks)).toContain('Page 13 of 13. The first: `/moveout status page 1`');
    expect(ids(14)).toEqual(ids(13));
    expect(readable(on(14).blocks)).toContain('There are 13 pages; this is the last.');
    const all = Array.from({ length: 13 }, (_, index) => ids(index + 1));
    expect(all.flat()).toEqual(open.map(({ id }) => id));
    expect(Math.max(...all.map((page) => page.length))).toBe(40);
  });
});

describe('/moveout status of a request', () => {
  it.each(SITUATION_NAMES)('is the card with its buttons and all hosts: %s', (situation) => {
    const request = requestIn(situation);
    const message = requestStatus(request, { now: NOW, link: LINK });
    const onCard = buttonsOf(card(request, { now: NOW }).blocks);
    expect(buttonsOf(message.blocks).slice(0, onCard.length)).toEqual(onCard);
    expect(labelsOf(message.blocks)).toContain('All Hosts');
    expect(readable(message.blocks)).toContain(`<${LINK}|Open the card>`);
    expect(readable(message.blocks)).toContain('*Hosts to delete (3)*');
    expect(messageProblems(message)).toEqual([]);
  });
});

describe('/moveout status of a cluster', () => {
  const listings = [
    { ocp: 'ocp-a', clusters: [cluster, { ...cluster, id: 8, name: 'other', obClusterId: 1 }] },
  ];
  const requests: Request[] = [requestIn('running: follow'), requestIn('rejected')];

  it('tells what OCP says of it, and its last requests', () => {
    const message = clusterStatus({ name: 'shop' }, { ...SHOWN, listings, requests });
    const text = readable(message.blocks);
    expect(message.text).toBe('`shop`: MOVINGOUT');
    expect(text).toContain('`shop:1001` · PRIMARY · MOVINGOUT · 4.2.1.0 · ▶️ Running MO-7K3F2A · OCP `ocp-a`');
    expect(text).toContain('⛔ Rejected');
    expect(text).not.toContain('other');
    expect(messageProblems(message)).toEqual([]);
  });

  it('says that a cluster is not listed, and what was done with it', () => {
    const message = clusterStatus({ name: 'shop', obClusterId: 9 }, { ...SHOWN, listings, requests });
    expect(message.text).toBe('No OCP that Moveout knows lists `shop:9`.');
    expect(readable(message.blocks)).toContain('MO-7K3F2A');
  });

  it('does not take silence for absence', () => {
    const silent = [{ ocp: 'ocp-b', unreadable: 'connection refused' }];
    const message = clusterStatus({ name: 'shop' }, { ...SHOWN, listings: silent, requests: [] });
    expect(message.text).toBe('No OCP that could be read lists `shop`; it may be in one that could not.');
    expect(readable(message.blocks)).toContain('connection refused');
    expect(readable(message.blocks)).toContain('No request of it is known.');
  });
});
