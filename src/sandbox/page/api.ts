import type {
  ActOutcome,
  ClickCall,
  Container,
  JsonObject,
  ShownMessage,
  StateValues,
  SubmitOutcome,
  Workspace,
} from './protocol.ts';

/** What an element with choices from outside asks for. */
export interface SuggestCall {
  readonly as: string;
  readonly container: Container;
  readonly block_id: string;
  readonly action_id: string;
  readonly value: string;
}

export interface Suggestions {
  readonly ok: boolean;
  readonly error?: string;
  readonly options?: readonly JsonObject[];
  readonly option_groups?: readonly JsonObject[];
}

const UNREACHABLE = 'The local Slack does not answer. Is it still running?';

/** The workspace as a person sees it. Throws an Error with a sentence when the local Slack cannot be reached or refuses. */
export async function fetchWorkspace(as: string | undefined): Promise<Workspace> {
  return await get(`/local/workspace?${new URLSearchParams(as === undefined ? {} : { as })}`);
}

/** The messages of a channel, oldest first. Throws as {@link fetchWorkspace} does. */
export async function fetchHistory(as: string, channel: string): Promise<readonly ShownMessage[]> {
  const answer: { messages: readonly ShownMessage[] } = await get(
    `/local/history?${new URLSearchParams({ as, channel })}`,
  );
  return answer.messages;
}

/** Runs a slash command. Like all acts below it never throws: what went wrong is in the outcome. */
export function sendCommand(as: string, channel: string, text: string): Promise<ActOutcome> {
  return act('/local/command', { as, channel, text });
}

/** Posts a person's own message, into a thread when `threadTs` is given. */
export function sendPost(as: string, channel: string, text: string, threadTs?: string): Promise<ActOutcome> {
  return act('/local/post', {
    as,
    channel,
    text,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });
}

/** Says that a person has opened a tab of the app. */
export function sendOpenApp(as: string, tab: 'home' | 'messages'): Promise<ActOutcome> {
  return act('/local/open-app', { as, tab });
}

/** Uses a button, menu, checkbox or other element of a message or modal. */
export function sendClick(call: ClickCall): Promise<ActOutcome> {
  return act('/local/click', call);
}

/** Submits a modal. */
export function sendSubmit(as: string, viewId: string, values: StateValues): Promise<SubmitOutcome> {
  return act('/local/submit', { as, view_id: viewId, values });
}

/** Closes a modal; with `cleared` the whole stack. */
export function sendClose(as: string, viewId: string, cleared: boolean): Promise<ActOutcome> {
  return act('/local/close', { as, view_id: viewId, cleared });
}

/** Asks the bot for the choices of an external select. */
export function askSuggestions(call: SuggestCall): Promise<Suggestions> {
  return act('/local/suggest', call);
}

/** The address of a file for a download link. */
export function fileAddress(id: string, as: string): string {
  return `/local/files/${encodeURIComponent(id)}?${new URLSearchParams({ as })}`;
}

async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: { accept: 'application/json' } }).catch(() => undefined);
  if (!response) throw new Error(UNREACHABLE);
  const answer: Answer & { error?: string } = await response.json();
  if (!response.ok)
    throw new Error(answer.error ?? `The local Slack answered with status ${response.status}.`);
  return answer;
}

async function act<Answer extends ActOutcome>(path: string, body: unknown): Promise<Answer | ActOutcome> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: Answer = await response.json();
    return answer;
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}
