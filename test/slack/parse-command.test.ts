import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/slack/parse-command.ts';

describe('/moveout', () => {
  it.each([
    ['', { kind: 'pick' }],
    ['payments', { kind: 'request', reference: { name: 'payments' } }],
    ['HELP', { kind: 'help' }],
    ['list', { kind: 'list', page: 1 }],
    ['list page 3', { kind: 'list', page: 3 }],
    ['list PAGE 3', { kind: 'list', page: 3 }],
    ['list 3', { kind: 'list', page: 1, filter: '3' }],
    ['list 1001', { kind: 'list', page: 1, filter: '1001' }],
    ['list page', { kind: 'list', page: 1, filter: 'page' }],
    ['list page 0', { kind: 'unknown', text: 'list page 0' }],
    ['list page 3 running', { kind: 'unknown', text: 'list page 3 running' }],
    ['list running', { kind: 'list', page: 1, filter: 'running' }],
    ['list shop_2 page 2', { kind: 'list', page: 2, filter: 'shop_2' }],
    ['list 1001 page 2', { kind: 'list', page: 2, filter: '1001' }],
    ['list shop_2 2', { kind: 'unknown', text: 'list shop_2 2' }],
    ['list running now', { kind: 'unknown', text: 'list running now' }],
    ['status', { kind: 'status', page: 1 }],
    ['status page 2', { kind: 'status', page: 2 }],
    ['status 2', { kind: 'status', of: '2' }],
    ['status page', { kind: 'status', of: 'page' }],
    ['status payments page 2', { kind: 'unknown', text: 'status payments page 2' }],
    ['status payments', { kind: 'status', of: 'payments' }],
    ['status a b', { kind: 'unknown', text: 'status a b' }],
    ['history', { kind: 'history' }],
    ['history payments', { kind: 'history', cluster: 'payments' }],
    ['history 7d', { kind: 'history', since: { lastMs: 604_800_000 } }],
    [
      'history payments@hz 2026-11-01',
      { kind: 'history', cluster: 'payments@hz', since: { day: '2026-11-01' } },
    ],
    ['history a b c', { kind: 'unknown', text: 'history a b c' }],
    ['why MO-7K3F2A', { kind: 'why', of: 'MO-7K3F2A' }],
    ['why', { kind: 'unknown', text: 'why' }],
    ['cancel payments', { kind: 'cancel', of: 'payments' }],
    ['start MO-7K3F2A', { kind: 'start', of: 'MO-7K3F2A' }],
    ['start MO-7K3F2A now', { kind: 'unknown', text: 'start MO-7K3F2A now' }],
    ['notify', { kind: 'notify' }],
    ['notify ON', { kind: 'notify', wish: 'on' }],
    ['notify maybe', { kind: 'unknown', text: 'notify maybe' }],
    ['doctor', { kind: 'doctor' }],
    ['doctor who', { kind: 'unknown', text: 'doctor who' }],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toMatchObject(command);
  });
});
