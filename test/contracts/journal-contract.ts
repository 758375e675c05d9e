import { describe, expect, it } from 'vitest';
import type { Dossier, Journal } from '../../src/workflow/ports.ts';
import { approved, cancelled, minute, requested } from '../journal/sample-events.ts';

const A = 'MO-AAAAAA';
const B = 'MO-BBBBBB';
const C = 'MO-CCCCCC';

/** What every journal does. `create` gives an empty one. */
export function journalContract(name: string, create: () => Promise<Journal>): void {
  describe(`${name} opens`, () => {
    it('a request that can be read again', async () => {
      const journal = await create();
      const answer = await journal.open(A, [requested()]);
      expect(answer).toMatchObject({ opened: { request: { id: A, seq: 1, status: 'awaiting approval' } } });
      expect(await journal.read(A)).toEqual('opened' in answer ? answer.opened : undefined);
      expect(await journal.read(B)).toBeUndefined();
    });

    it.each([
      ['the same cluster', {}, 'busy'],
      ['the same cluster under another number of OCP', { id: 99 }, 'busy'],
      ['the same name with another obClusterId', { obClusterId: 2 }, 'opened'],
      ['another name with the same obClusterId', { name: 'cl2' }, 'opened'],
      ['the same identity in another OCP', { ocp: 'north' }, 'opened'],
    ])('beside an open request for %s %j: %s', async (_case, cluster, answer) => {
      const journal = await create();
      await journal.open(A, [requested()]);
      const second = await journal.open(B, [requested(cluster)]);
      expect(Object.keys(second)).toEqual([answer]);
      if ('busy' in second) expect(second.busy.request.id).toBe(A);
      expect((await journal.read(B)) !== undefined).toBe(answer === 'opened');
    });

    it('one request of a cluster when many are opened at the same moment', async () => {
      const journal = await create();
      const ids = ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => `MO-00000${digit}`);
      const answers = await Promise.all(ids.map((id) => journal.open(id, [requested()])));
      expect(answers.filter((answer) => 'opened' in answer)).toHaveLength(1);
      expect(await journal.active()).toHaveLength(1);
    });

    it('the next request of a cluster once the one before has ended', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await journal.append(A, 1, [cancelled()]);
      expect(await journal.open(B, [requested()])).toHaveProperty('opened');
    });

    it.each(['MO-abcdef', 'MO-AAAAAAA', '../MO-AAAA', '', 'MO-AAAAAA\n'])(
      'nothing under the id %j',
      async (id) => {
        const journal = await create();
        await expect(journal.open(id, [requested()])).rejects.toThrow('looks like MO-7K3F2A');
        await expect(journal.append(id, 1, [approved()])).rejects.toThrow('There is no request');
        expect(await journal.read(id)).toBeUndefined();
      },
    );

    it('no second request under a taken id, be it active or archived', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      const again = () => journal.open(A, [requested({ name: 'cl2' })]);
      await expect(again()).rejects.toThrow(`The request id ${A} is taken.`);
      await journal.append(A, 1, [cancelled()]);
      await journal.archive(A);
      await expect(again()).rejects.toThrow(`The request id ${A} is taken.`);
    });
  });

  describe(`${name} appends`, () => {
    it('events, each numbered and chained to the one before', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await journal.append(A, 1, [approved('U0BOB'), approved('U0CAROL')]);
      const { events, request } = await read(journal, A);
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(events.map(({ prev }) => prev)).toEqual([A, events[0]?.hash, events[1]?.hash]);
      expect(request.approvals.map(({ person }) => person)).toEqual(['U0BOB', 'U0CAROL']);
    });

    it('nothing on another number than the expected one, and shows what is there', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await journal.append(A, 1, [approved()]);
      expect(await journal.append(A, 1, [cancelled()])).toMatchObject({ conflict: { request: { seq: 2 } } });
      expect((await read(journal, A)).request.status).toBe('awaiting approval');
    });

    it('once, of two at the same moment', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      const answers = await Promise.all([
        journal.append(A, 1, [approved('U0BOB')]),
        journal.append(A, 1, [approved('U0CAROL')]),
      ]);
      expect(answers.map((answer) => Object.keys(answer)[0]).sort()).toEqual(['appended', 'conflict']);
      expect((await read(journal, A)).request.approvals).toHaveLength(1);
    });

    it('nothing that cannot follow, and is unharmed by the attempt', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      const tooEarly = journal.append(A, 1, [
        approved(),
        { type: 'completed', at: minute(3), actor: 'moveout' },
      ]);
      await expect(tooEarly).rejects.toThrow('cannot follow');
      const unreadable = journal.append(A, 1, [{ type: 'approved', at: 'yesterday', actor: 'U0BOB' }]);
      await expect(unreadable).rejects.toThrow(`${A}: event 2 "approved" could not be read back`);
      expect((await read(journal, A)).events).toHaveLength(1);
      expect(await journal.append(A, 1, [approved()])).toHaveProperty('appended');
    });

    it('nothing to an archived request', async () => {
      const journal = await withArchived(create, A);
      await expect(journal.append(A, 2, [approved()])).rejects.toThrow('cannot follow "cancelled"');
      expect(await journal.append(A, 1, [approved()])).toMatchObject({ conflict: { request: { seq: 2 } } });
    });
  });

  describe(`${name} archives`, () => {
    it('a request that has ended: it can be read, but is no longer active', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await journal.append(A, 1, [approved(), cancelled()]);
      const before = await read(journal, A);
      expect(await journal.active()).toEqual([before]);
      await journal.archive(A);
      expect(await journal.active()).toEqual([]);
      expect(await read(journal, A)).toEqual(before);
    });

    it('only what has ended, and as often as it is asked', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await expect(journal.archive(A)).rejects.toThrow('has not ended');
      await expect(journal.archive(B)).rejects.toThrow('There is no request');
      await journal.append(A, 1, [cancelled()]);
      await Promise.all([journal.archive(A), journal.archive(A)]);
      await journal.archive(A);
      expect(await journal.ofCluster('cl1', 10)).toEqual([A]);
    });
  });

  describe(`${name} lists`, () => {
    it('the active requests, oldest first', async () => {
      const journal = await create();
      await journal.open(A, [requested({ name: 'cl3' }, minute(9))]);
      await journal.open(C, [requested({ name: 'cl1' }, minute(5))]);
      await journal.open(B, [requested({ name: 'cl2' }, minute(7))]);
      expect((await journal.active()).map(({ request }) => request.id)).toEqual([C, B, A]);
    });

    it.each([
      ['cl1', 10, [C, B, A]],
      ['cl1', 2, [C, B]],
      ['cl1:1', 10, [B, A]],
      ['cl1:2', 10, [C]],
      ['cl1@north', 10, [C]],
      ['cl1:2@north', 10, [C]],
      ['cl1:1@north', 10, []],
      ['cl1@nowhere', 10, []],
      ['cl', 10, []],
      ['CL1', 10, []],
      ['', 10, []],
    ])('the requests of %j, at most %i: %j', async (cluster, limit, ids) => {
      const journal = await withArchived(create, A);
      await journal.open(B, [requested({}, minute(5))]);
      await journal.open(C, [requested({ obClusterId: 2, ocp: 'north' }, minute(6))]);
      expect(await journal.ofCluster(cluster, limit)).toEqual(ids);
    });
  });

  describe(`${name} tells of the past`, () => {
    it.each([
      [{}, 10, { count: 2, ids: [B, A] }],
      [{}, 1, { count: 2, ids: [B] }],
      [{ cluster: 'cl1' }, 10, { count: 1, ids: [A] }],
      [{ cluster: 'cl2@nowhere' }, 10, { count: 0, ids: [] }],
      [{ since: minute(6) }, 10, { count: 1, ids: [B] }],
      [{ since: minute(8) }, 10, { count: 0, ids: [] }],
    ])('of the ended requests %j, at most %i', async (wanted, limit, found) => {
      const journal = await create();
      await journal.open(A, [requested()]);
      await journal.append(A, 1, [{ ...cancelled(), at: minute(5) }]);
      await journal.archive(A);
      await journal.open(B, [requested({ name: 'cl2' })]);
      await journal.append(B, 1, [{ ...cancelled(), at: minute(7) }]);
      await journal.open(C, [requested()]);
      expect(await journal.ended(wanted, limit)).toEqual(found);
    });
  });

  describe(`${name} keeps a cursor`, () => {
    it('beside the events, at 0 first', async () => {
      const journal = await create();
      await journal.open(A, [requested()]);
      expect(await journal.cursor(A)).toEqual({ toldSeq: 0 });
      const cursor = { toldSeq: 1, card: { channel: 'C0OPS', ts: '1.2' }, posting: 'card' };
      await Promise.all([journal.saveCursor(A, cursor), journal.append(A, 1, [cancelled()])]);
      expect(await journal.cursor(A)).toEqual(cursor);
      expect((await read(journal, A)).request.status).toBe('cancelled');
      await journal.archive(A);
      expect(await journal.cursor(A)).toEqual(cursor);
    });

    it('of known requests only, and for good once they are archived', async () => {
      const journal = await withArchived(create, A);
      await expect(journal.cursor(B)).rejects.toThrow('There is no request');
      await expect(journal.saveCursor(B, { toldSeq: 1 })).rejects.toThrow('There is no request');
      await expect(journal.saveCursor(A, { toldSeq: 9 })).rejects.toThrow('is archived');
    });
  });
}

async function read(journal: Journal, id: string): Promise<Dossier> {
  const dossier = await journal.read(id);
  if (dossier === undefined) throw new Error(`${id} is missing`);
  return dossier;
}

async function withArchived(create: () => Promise<Journal>, id: string): Promise<Journal> {
  const journal = await create();
  await journal.open(id, [requested()]);
  await journal.append(id, 1, [cancelled()]);
  await journal.archive(id);
  return journal;
}
