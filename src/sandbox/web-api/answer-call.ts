import { type Answer, Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { missingScope } from './access.ts';
import { appMethods } from './app.ts';
import type { Args } from './args.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Method, Methods } from './method.ts';
import { usergroupMethods } from './usergroups.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

const METHODS: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...userMethods,
  ...usergroupMethods,
  ...viewMethods,
  ...fileMethods,
};

/** Answers a call of the Web API: refuses it in Slack's words, or does it. */
export function answerCall(world: World, name: string, args: Args, token: string | undefined): Answer {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) return new Refusal('unknown_method', { req_method: name });
  const kind = admit(world, method, token);
  if (kind instanceof Refusal) return kind;
  return missingScope(world, method.scopes) ?? method.run({ world, args, token: kind });
}

function admit(world: World, method: Method, token: string | undefined): 'bot' | 'app' | Refusal {
  if (!token) return new Refusal('not_authed');
  const kind = token === world.botToken ? 'bot' : token === world.appToken ? 'app' : undefined;
  if (!kind) return new Refusal('invalid_auth');
  if (world.standing[kind] !== 'valid') return new Refusal(world.standing[kind]);
  return method.tokens.includes(kind) ? kind : new Refusal('not_allowed_token_type');
}
