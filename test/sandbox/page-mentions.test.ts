import { expect, it } from 'vitest';
import { withMentions } from '../../src/sandbox/page/mentions.ts';
import type { LocalPerson, Workspace } from '../../src/sandbox/page/protocol.ts';

const person = (id: string, name: string, real_name: string): LocalPerson => ({
  id,
  name,
  real_name,
  title: '',
  kind: 'member',
});
const group = (id: string, handle: string, disabled = false) => ({
  id,
  handle,
  name: handle,
  members: ['U0ADA'],
  disabled,
});

const WORKSPACE: Workspace = {
  team: { id: 'T0', name: 'Team' },
  me: person('U0ADA', 'ada', 'Ada Lovelace'),
  bot: person('U0MOVEOUT', 'moveout', 'Moveout'),
  people: [person('U0ADA', 'ada', 'Ada Lovelace'), person('U0ADAM', 'adam', 'Adam Smith')],
  channels: [],
  usergroups: [group('S0DBA', 'dba'), group('S0OLD', 'old', true)],
  commands: [],
  bot_connected: true,
  views: [],
  home_tab: true,
};

it.each([
  ['@moveout how far?', '<@U0MOVEOUT> how far?'],
  ['@Ada Lovelace and @adam', '<@U0ADA> and <@U0ADAM>'],
  ['@ADA, @dba', '<@U0ADA>, <!subteam^S0DBA>'],
  ['first line\n@ada', 'first line\n<@U0ADA>'],
  ['@nobody, then @ada', '@nobody, then <@U0ADA>'],
  ['@adalbert @dba-2019 @old', '@adalbert @dba-2019 @old'],
  ['mail ada@ada.example', 'mail ada@ada.example'],
  ['<@U0ADA> already', '<@U0ADA> already'],
])('what somebody types is sent as Slack does: %s', (typed, sent) => {
  expect(withMentions(typed, WORKSPACE)).toBe(sent);
});
