/** What can be seen of the bot from outside, at the moment at which it happens. */

/**
 * Of a call: it arrives (and was not passed on), it is answered (and the bot does not know), it is told (the bot has its answer).
 * Of what Slack sends: it arrives at the bot, is answered by its acknowledgement (and Slack does not know), is told to Slack. Of a file: it appears under its name.
 */
export type Phase = 'arrives' | 'answered' | 'told' | 'appears';

export interface Sight {
  /** Such as `Slack chat.postMessage`, `OCP moveOut`, `submission`, `file active`. */
  readonly what: string;
  readonly phase: Phase;
}

/** Is told of every sight; true when the bot was killed at it, and then it is dead. */
export type Watch = (sight: Sight) => Promise<boolean>;

/** The sight of an `apps.connections.open`, a `chat.postMessage`, an upload or an answer to a response_url. */
export function slackCall(path: string): string {
  const [, family, name] = /^\/(api|response|upload)\/(?:v1\/)?([^/?]+)/.exec(path) ?? [];
  return `Slack ${family === 'api' ? name : (family ?? 'other')}`;
}

const OCP_CALLS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\/moveOut$/, 'moveOut'],
  [/\/credentials\/export$/, 'export'],
  [/\/retry$/, 'retry'],
  [/\/rollback$/, 'rollback'],
  [/\/skip$/, 'skip'],
  [/\/log$/, 'subtask log'],
  [/\/tasks\/instances\/\d+$/, 'one task'],
  [/\/tasks\/instances$/, 'tasks'],
  [/\/ob\/clusters$/, 'clusters'],
  [/\/ob\/clusters\/\d+$/, 'one cluster'],
  [/\/compute\/hosts/, 'hosts'],
];

/** The sight of a call to OCP. */
export function ocpCall(path: string): string {
  const bare = path.replace(/\?.*$/, '');
  return `OCP ${OCP_CALLS.find(([pattern]) => pattern.test(bare))?.[1] ?? 'other'}`;
}
