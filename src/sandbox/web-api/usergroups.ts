import type { JsonObject } from '../page/protocol.ts';
import { apiUsergroup } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import { botMethod, type Call, type Methods } from './method.ts';

const NO_GROUPS = 'plan_upgrade_required';

function list({ world, args }: Call): Answer {
  if (!world.standing.usergroups) return new Refusal(NO_GROUPS);
  const groups = world.usergroups.all().filter(({ disabled }) => args.flag('include_disabled') || !disabled);
  const shown = groups.map((group): JsonObject => {
    const { members } = group;
    return {
      ...apiUsergroup(world, group),
      ...(args.flag('include_users') ? { users: [...members] } : {}),
      ...(args.flag('include_count') ? { user_count: members.length } : {}),
    };
  });
  return { usergroups: shown };
}

function members({ world, args }: Call): Answer {
  if (!world.standing.usergroups) return new Refusal(NO_GROUPS);
  const group = world.usergroups.find(args.text('usergroup') ?? '');
  if (!group || (group.disabled && !args.flag('include_disabled'))) return new Refusal('no_such_subteam');
  return { users: [...group.members] };
}

/** usergroups.list, usergroups.users.list */
export const usergroupMethods: Methods = {
  'usergroups.list': botMethod('usergroups:read', list),
  'usergroups.users.list': botMethod('usergroups:read', members),
};
