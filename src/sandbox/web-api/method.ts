import type { Answer } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Args } from './args.ts';

/** One call of a Web API method, let in by token and scope. */
export interface Call {
  readonly world: World;
  readonly args: Args;
  /** Which of the app's tokens it came with. */
  readonly token: 'bot' | 'app';
}

/** A Web API method: whose token it takes, the scopes of which the manifest must grant one, and what it does. */
export interface Method {
  readonly tokens: readonly ('bot' | 'app')[];
  /** None needed when empty. */
  readonly scopes: readonly string[];
  readonly run: (call: Call) => Answer;
}

/** A method that a bot token calls. */
export function botMethod(scopes: string | readonly string[], run: (call: Call) => Answer): Method {
  return { tokens: ['bot'], scopes: typeof scopes === 'string' ? [scopes] : scopes, run };
}

/** The methods of one family by their full names. */
export type Methods = { readonly [name: string]: Method };
