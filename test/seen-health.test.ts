import { expect, it } from 'vitest';
import { seenHealth } from '../src/seen-health.ts';

it('says that the clusters may be listed where some are, and doubts an empty list', () => {
  expect(seenHealth(12, 'it answers')).toEqual({
    says: 'it answers; its user may list clusters and sees 12. Whether it may move one out shows only at the submission.',
  });
  expect(seenHealth(0, 'it answers')).toEqual({
    doubt:
      'it answers, but it lists no cluster. If it manages any, its user may not see them: give that user the permission to read every cluster.',
  });
});
