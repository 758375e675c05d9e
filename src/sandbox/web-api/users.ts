import { apiUser } from '../present/api-objects.ts';
import { type Answer, Refusal } from '../refusal.ts';
import { botMethod, type Call, type Methods } from './method.ts';
import { paginate } from './paginate.ts';

function info({ world, args }: Call): Answer {
  const person = world.people.get(args.text('user') ?? '');
  return person ? { user: apiUser(person) } : new Refusal('user_not_found');
}

function list({ world, args }: Call): Answer {
  const page = paginate([...world.people.values()], args, { standard: 1_000, most: 1_000 });
  if (page instanceof Refusal) return page;
  return { members: page.items.map(apiUser), response_metadata: page.response_metadata };
}

function botInfo({ world, args }: Call): Answer {
  const { bot } = world.seed;
  if (args.text('bot') !== bot.botId) return new Refusal('bot_not_found');
  const { botId, id, appId, name } = bot;
  return { bot: { id: botId, deleted: false, name, updated: 0, app_id: appId, user_id: id } };
}

/** users.info, users.list, bots.info */
export const userMethods: Methods = {
  'users.info': botMethod('users:read', info),
  'users.list': botMethod('users:read', list),
  'bots.info': botMethod('users:read', botInfo),
};
