import { describe, expect, it } from 'vitest';
import {
  beyond,
  EVERY_OPTION,
  type MoveOutOrder,
  orderOf,
  unknownTo,
} from '../../src/domain/move-out-options.ts';

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

const host = (id: number) => ({ id, name: `ob-${id}`, address: `10.0.0.${id}`, zone: 'zone1' });

describe('what was approved and an OCP of another version cannot', () => {
  const ALL_OR_NONE = { ...NONE, deleteHosts: 'all or none' } as const;
  const part = { deleteHosts: [host(1)], keepHosts: [host(2)], skipHosts: [] };
  const whole = { ...part, keepHosts: [] };
  const nothing = { ...part, deleteHosts: [] };

  it.each([
    ['some of the hosts', ALL_OR_NONE, part, ['delete only some of the hosts']],
    ['all of the hosts', ALL_OR_NONE, whole, []],
    ['no host', ALL_OR_NONE, nothing, []],
    ['no host, of an OCP that deletes none', NONE, nothing, []],
    ['all hosts, of an OCP that deletes none', NONE, whole, ['delete hosts with a move-out']],
    ['a skipped host', NONE, { ...nothing, skipHosts: [host(2)] }, ['skip hosts']],
    [
      'kept information',
      NONE,
      { ...nothing, keepClusterInfo: true as const },
      ['keep the cluster information'],
    ],
    ['some hosts, of an OCP that knows everything', EVERY_OPTION, part, []],
  ])('%s', (_, options, chosen, clauses) => {
    expect(beyond(options, chosen)).toEqual(clauses);
  });

  it('is asked of OCP as it was approved', () => {
    expect(orderOf({ ...part, skipHosts: [host(2)], configAddress: 'http://a:1' })).toEqual({
      deleteHostIds: [1],
      skipHostIds: [2],
      configAddress: 'http://a:1',
    });
  });
});
