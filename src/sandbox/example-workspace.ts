import type { WorkspaceSeed } from './workspace-seed.ts';

const TEAM = 'T0LOCAL';
const ONCALL = ['U0ADA', 'U0GRACE', 'U0LINUS', 'U0GUEST', 'U0GONE', 'U0STRANGER'];

/**
 * A small company for trying things out: two engineers, a third member, a guest, a colleague who is not in the on-call channel,
 * somebody who has left, somebody of another workspace, three channels of which the bot is in two, and usergroups, one of them disabled.
 */
export const exampleWorkspace: WorkspaceSeed = {
  team: { id: TEAM, name: 'Harbour Database Team', domain: 'harbour-local' },
  bot: { id: 'U0MOVEOUT', botId: 'B0MOVEOUT', appId: 'A0MOVEOUT', name: 'moveout', realName: 'Moveout' },
  people: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', title: 'Database engineer', kind: 'member' },
    { id: 'U0GRACE', name: 'grace', realName: 'Grace Hopper', title: 'Database engineer', kind: 'member' },
    { id: 'U0LINUS', name: 'linus', realName: 'Linus Berg', title: 'Platform engineer', kind: 'member' },
    { id: 'U0GUEST', name: 'priya', realName: 'Priya Nair', title: 'Contractor (guest)', kind: 'guest' },
    {
      id: 'U0OUTSIDE',
      name: 'olga',
      realName: 'Olga Petrova',
      title: 'Finance, not in #database-oncall',
      kind: 'member',
    },
    {
      id: 'U0GONE',
      name: 'barbara',
      realName: 'Barbara Liskov',
      title: 'Has left the company',
      kind: 'deleted',
    },
    {
      id: 'U0STRANGER',
      name: 'edsger',
      realName: 'Edsger Dijkstra',
      title: 'Vendor support, another workspace',
      kind: 'stranger',
      teamId: 'T0VENDOR',
      teamName: 'Northwind Support',
    },
  ],
  channels: [
    {
      id: 'C0ONCALL',
      name: 'database-oncall',
      kind: 'channel',
      topic: 'OceanBase on call: moves, incidents, hand-overs',
      members: [...ONCALL, 'U0MOVEOUT'],
      shared: true,
    },
    {
      id: 'C0GENERAL',
      name: 'general',
      kind: 'channel',
      topic: 'Everybody; the bot was never invited',
      members: [...ONCALL, 'U0OUTSIDE'],
    },
    {
      id: 'G0DBA',
      name: 'dba-private',
      kind: 'private',
      topic: 'Two engineers and the bot',
      members: ['U0ADA', 'U0GRACE', 'U0MOVEOUT'],
    },
  ],
  usergroups: [
    { id: 'S0DBA', handle: 'dba', name: 'Database engineers', members: ['U0GRACE', 'U0LINUS'] },
    { id: 'S0OLD', handle: 'dba-2019', name: 'Former team', members: ['U0ADA'], disabled: true },
  ],
};
