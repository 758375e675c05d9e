import { describe, expect, it } from 'vitest';
import { EVERY_OPTION, type MoveOutOrder, unknownTo } from '../../src/domain/move-out-options.ts';

const NONE = { deleteHosts: 'none', skipHosts: false, keepClusterInfo: false, configAddress: false } as const;
const PLAIN: MoveOutOrder = { deleteHostIds: [], skipHostIds: [] };

describe('what an OCP does not know of an order', () => {
  it.each<[string, MoveOutOrder, string[]]>([
    ['nothing is said', PLAIN, []],
    ['what is not wanted may be said', { ...PLAIN, keepClusterInfo: false, configAddress: undefined }, []],
    ['hosts to delete', { ...PLAIN, deleteHostIds: [1] }, ['delete hosts with a move-out']],
    ['hosts to skip', { ...PLAIN, skipHostIds: [1] }, ['skip hosts']],
    ['cluster information', { ...PLAIN, keepClusterInfo: true }, ['keep the cluster information']],
    ['a config server', { ...PLAIN, configAddress: 'http://a:1' }, ['set another config server']],
    [
      'all of it',
      { deleteHostIds: [1], skipHostIds: [2], keepClusterInfo: true, configAddress: 'http://a:1' },
      [
        'delete hosts with a move-out',
        'skip hosts',
        'keep the cluster information',
        'set another config server',
      ],
    ],
  ])('%s', (_, order, expected) => {
    expect(unknownTo(NONE, order)).toEqual(expected);
    expect(unknownTo(EVERY_OPTION, order)).toEqual([]);
  });

  it('leaves "all or none" to whoever knows the hosts', () => {
    expect(unknownTo({ ...NONE, deleteHosts: 'all or none' }, { ...PLAIN, deleteHostIds: [1] })).toEqual([]);
  });
});
