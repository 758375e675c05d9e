import { describe, expect, it } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import { at, EVENT, eventsTo } from './histories.ts';

const ID = 'MO-7K3F2A';

describe('what a request remembers of its run', () => {
  it('keeps looking for the task of an intent that was absent, also after a failed step and Retry', () => {
    const retried = fold(ID, [...eventsTo('submit failed after absences'), EVENT['retry asked']]);
    expect(retried).toMatchObject({ at: { intent: { knownTaskIds: [7], absences: [at(60), at(60)] } } });
  });

  it('remembers which tasks somebody judged to be none of ours', () => {
    const shown = { ...EVENT['asked: submit outcome'], taskIds: [8, 9] };
    const judged = [...eventsTo('intended'), shown, EVENT['submit again']];
    expect(fold(ID, judged)).toMatchObject({ at: { earlier: { knownTaskIds: [7], judgedTaskIds: [8, 9] } } });
    const more = [...judged, { ...shown, taskIds: [9, 10] }, EVENT['submit again']];
    expect(fold(ID, more)).toMatchObject({ at: { earlier: { judgedTaskIds: [8, 9, 10] } } });
    const checked = [...judged, { ...shown, taskIds: [10] }, EVENT['check again']];
    expect(fold(ID, checked)).toMatchObject({ at: { earlier: { judgedTaskIds: [8, 9] } } });
  });

  it('knows after an expiry whether the run had begun', () => {
    expect(fold(ID, eventsTo('expired'))).not.toHaveProperty('startedAt');
    expect(fold(ID, [...eventsTo('export failed'), EVENT.expired])).toMatchObject({
      status: 'expired',
      startedAt: at(60),
    });
  });
});
