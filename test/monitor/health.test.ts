import { describe, expect, it } from 'vitest';
import { createHealth, type HealthSources } from '../../src/monitor/health.ts';
import type { Answering } from '../../src/monitor/observed-ocp.ts';
import type { Ocp } from '../../src/workflow/ports.ts';
import { cancelled, minute, requested } from '../journal/sample-events.ts';
import { memoryJournal } from '../memory-journal.ts';

const ID = 'MO-AAAAAA';
const OTHER = 'MO-BBBBBB';
const LIST = { name: 'hz', listClusters: async () => [] };

interface Situation {
  readonly answering?: Answering;
  readonly change?: Partial<HealthSources>;
}

/** The report, a number of minutes after a request that Slack was told of up to event `toldSeq`. */
async function healthAfter(minutes: number, toldSeq: number, { answering, change }: Situation = {}) {
  const journal = memoryJournal();
  await journal.open(ID, [requested()]);
  await journal.saveCursor(ID, { toldSeq });
  let asked = 0;
  const ocp = {
    ...LIST,
    listClusters: async () => {
      asked += 1;
      return [];
    },
  } as unknown as Ocp;
  const now = new Date(minute(minutes));
  const report = await createHealth({
    journal,
    ocps: [{ ocp, answering: () => answering ?? (asked > 0 ? { at: now } : undefined) }],
    connections: () => 2,
    tokenFault: () => undefined,
    probeStore: async () => undefined,
    clock: { now: () => now },
    ...change,
  })();
  return { report, asked };
}

describe('the health', () => {
  it.each([
    { minutes: 0, toldSeq: 0, status: 'ok', seconds: 0 },
    { minutes: 2, toldSeq: 0, status: 'ok', seconds: 120 },
    { minutes: 3, toldSeq: 0, status: 'degraded', seconds: 180 },
    { minutes: 3, toldSeq: 1, status: 'ok', seconds: 0 },
    { minutes: -1, toldSeq: 0, status: 'ok', seconds: 0 },
  ])('is $status $minutes min after an event when Slack was told of $toldSeq', async (row) => {
    const { report } = await healthAfter(row.minutes, row.toldSeq);
    expect(report.status).toBe(row.status);
    expect(report.publishing.oldestUnpublishedSeconds).toBe(row.seconds);
  });

  it('asks an OCP that nobody asked for a minute, and no other', async () => {
    expect(await healthAfter(0, 1)).toMatchObject({ asked: 1, report: { ocps: { hz: { ok: true } } } });
    const lately = { at: new Date(minute(9)), fault: 'It is away.' };
    expect(await healthAfter(10, 1, { answering: lately })).toMatchObject({
      asked: 0,
      report: { status: 'degraded', ocps: { hz: { ok: false, fault: 'It is away.', askedAt: minute(9) } } },
    });
    expect(await healthAfter(11, 1, { answering: lately })).toMatchObject({ asked: 1 });
  });

  it('asks an OCP whose last answer lies ahead, since the clock was set back', async () => {
    expect(await healthAfter(10, 1, { answering: { at: new Date(minute(490)) } })).toMatchObject({
      asked: 1,
    });
  });

  it('does not wait for an OCP that is slow', async () => {
    const ocp = { ...LIST, listClusters: () => new Promise(() => undefined) } as unknown as Ocp;
    const { report } = await healthAfter(0, 1, { change: { ocps: [{ ocp, answering: () => undefined }] } });
    const fault = `It has not answered since it was asked at ${minute(0)}.`;
    expect(report.ocps.hz).toEqual({ ok: false, fault });
  });

  it('asks an OCP that hangs once, however often the report is asked for, and is not fooled by what it said before', async () => {
    let asked = 0;
    const listClusters = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const ocp = { ...LIST, listClusters } as unknown as Ocp;
    const health = createHealth({
      journal: memoryJournal(),
      ocps: [{ ocp, answering: () => ({ at: new Date(minute(0)) }) }],
      connections: () => 2,
      tokenFault: () => undefined,
      probeStore: async () => undefined,
      clock: { now: () => new Date(minute(2)) },
    });
    const reports = await Promise.all([health(), health()]);
    for (const { ocps, status } of [...reports, await health()]) {
      expect(status).toBe('degraded');
      expect(ocps.hz).toMatchObject({ ok: false, fault: expect.stringContaining('has not answered since') });
    }
    expect(asked).toBe(1);
  });

  it.each<[string, Partial<HealthSources>, RegExp]>([
    [
      'a disk that hangs',
      { probeStore: () => new Promise(() => undefined) },
      /"store":\{"ok":false,"fault":"The data directory has not answered since/,
    ],
    [
      'a token that is revoked',
      { tokenFault: () => 'Slack does not take it.' },
      /"slack":\{"ok":false,"connections":2,"fault":"Slack does not take it\."/,
    ],
  ])('is failing with %s', async (_what, change, says) => {
    const { report } = await healthAfter(0, 1, { change });
    expect(report.status).toBe('failing');
    expect(JSON.stringify(report)).toMatch(says);
  });

  it('passes over a request that is archived while it reads, and no other', async () => {
    const journal = memoryJournal();
    await journal.open(ID, [requested()]);
    await journal.open(OTHER, [requested({ name: OTHER }, minute(-5)), cancelled()]);
    const cursor: typeof journal.cursor = async (id) => {
      if (id !== OTHER) return journal.cursor(id);
      await journal.archive(OTHER);
      throw new Error('The archive cannot be read.');
    };
    const { report } = await healthAfter(3, 1, { change: { journal: { ...journal, cursor } } });
    expect(report.publishing).toEqual({
      ok: false,
      oldestUnpublishedSeconds: 180,
      fault: `Slack has not been told of something that happened to ${ID} 180 s ago.`,
    });
  });

  it.each<[string, Partial<HealthSources['journal']>, RegExp]>([
    [
      'no request can be read',
      { active: () => Promise.reject(new Error('EIO')) },
      /^What Slack has been told cannot be read: EIO\.$/,
    ],
    [
      'one request cannot be read',
      { cursor: () => Promise.reject(new Error('EIO')) },
      /^What Slack has been told cannot be read: EIO\.$/,
    ],
    [
      'the reading hangs',
      { active: () => new Promise(() => undefined) },
      /^What Slack has been told has not been read since 2026/,
    ],
  ])('is failing when %s', async (_what, broken, says) => {
    const journal = memoryJournal();
    await journal.open(ID, [requested()]);
    const { report } = await healthAfter(0, 1, { change: { journal: { ...journal, ...broken } } });
    expect(report.status).toBe('failing');
    expect(report.publishing).toEqual({ ok: false, fault: expect.stringMatching(says) });
  });
});
