/** A request whose credentials the requester exported in the console of OCP. */
import { describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/domain/events.ts';
import { BrokenHistory, fold } from '../../src/domain/fold.ts';
import { needsKey, restsOnApproval } from '../../src/domain/request.ts';
import { at, EVENT, MEMBER, REQUESTER, requested } from './histories.ts';

const byRequester: RequestEvent = { at: at(60), actor: REQUESTER, type: 'exported in console' };
const keyLost: RequestEvent = {
  at: at(60),
  actor: 'moveout',
  type: 'asked',
  question: 'key lost',
  why: 'Lost.',
};
const toExport: RequestEvent[] = [EVENT.approved, EVENT.started, EVENT.rechecked];

function folded(events: readonly RequestEvent[], exportedInConsole = true) {
  const terms = exportedInConsole ? { exportedInConsole: true as const } : {};
  return fold('MO-7K3F2A', [requested(terms), ...events]);
}

it('goes from the export to the submit, with no file', () => {
  expect(folded([...toExport, byRequester])).toMatchObject({ status: 'running', at: { step: 'submit' } });
  expect(JSON.stringify(folded([...toExport, byRequester]))).not.toContain('sha256');
});

it.each<[string, readonly RequestEvent[], boolean]>([
  ['an export by Moveout', [...toExport, EVENT.exported], true],
  ['an export in the console by Moveout', [...toExport, { ...byRequester, actor: 'moveout' }], true],
  ['an export in the console by somebody else', [...toExport, { ...byRequester, actor: MEMBER }], true],
  ['an export in the console before the recheck', [EVENT.approved, EVENT.started, byRequester], true],
  ['a lost key', [...toExport, keyLost], true],
  ['an export in the console where Moveout exports', [...toExport, byRequester], false],
])('cannot have been: %s', (_, events, exportedInConsole) => {
  expect(() => folded(events, exportedInConsole)).toThrow(BrokenHistory);
});

const submit = [...toExport, byRequester];
const places: [string, readonly RequestEvent[], boolean][] = [
  ['before its approval', [], true],
  ['before its run', [EVENT.approved], true],
  ['after the recheck failed', [EVENT.approved, EVENT.started, EVENT['recheck failed']], true],
  ['before the submit', submit, true],
  ['after the submit failed before it was sent', [...submit, EVENT['submit failed']], true],
  ['after the intent to submit', [...submit, EVENT.intended], false],
  ['after OCP refused the move-out', [...submit, EVENT.intended, EVENT['submit failed']], false],
  ['while it is followed', [...submit, EVENT.intended, EVENT.submitted], false],
  ['when it was cancelled', [EVENT.cancelled], false],
];

describe('it never needs a key, and waits no longer than its approval counts until something may have been sent', () => {
  it.each(places)('%s', (_, events, rests) => {
    const request = folded(events);
    expect(needsKey(request)).toBe(false);
    expect(restsOnApproval(request)).toBe(rests);
  });

  it.each([
    ['after the submit failed before it was sent', [...submit, EVENT['submit failed']], true],
    ['after OCP refused the move-out', [...submit, EVENT.intended, EVENT['submit failed']], false],
  ])('so it may expire, or not: %s', (_, events, may) => {
    const expire = () => folded([...events, EVENT.expired]);
    if (may) expect(expire()).toMatchObject({ status: 'expired', startedAt: at(60) });
    else expect(expire).toThrow(BrokenHistory);
  });
});
