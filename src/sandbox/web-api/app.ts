import { type Answer, Refusal } from '../refusal.ts';
import { botMethod, type Call, type Methods } from './method.ts';

function test({ world, token }: Call): Answer {
  const { team, bot } = world.seed;
  if (token === 'app') return { app_name: world.manifest.appName, app_id: bot.appId };
  return {
    url: world.url,
    team: team.name,
    user: bot.name,
    team_id: team.id,
    user_id: bot.id,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

function teamInfo({ world }: Call): Answer {
  const { id, name, domain } = world.seed.team;
  return { team: { id, name, domain, email_domain: '', url: world.url } };
}

/** A WebSocket address with a ticket for one connection. */
function openConnection({ world }: Call): Answer {
  if (!world.manifest.socketMode) return new Refusal('not_allowed');
  const link = new URL('link/', world.url.replace(/^http/, 'ws'));
  link.searchParams.set('ticket', world.sockets.ticket());
  link.searchParams.set('app_id', world.seed.bot.appId);
  return { url: link.href };
}

/** auth.test, team.info, apps.connections.open */
export const appMethods: Methods = {
  'auth.test': { tokens: ['bot', 'app'], scopes: [], run: test },
  'team.info': botMethod('team:read', teamInfo),
  'apps.connections.open': { tokens: ['app'], scopes: [], run: openConnection },
};
