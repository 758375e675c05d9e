import type { AppStanding, Fault, JsonObject, LoggedCall } from '../src/sandbox/page/protocol.ts';
import { LocalHttp } from './local-http.ts';

/** What a test can do to a local Slack that no person in it can. */
export class LocalControls {
  readonly #http: LocalHttp;

  /** `baseUrl` is the page's address. */
  constructor(baseUrl: string) {
    this.#http = new LocalHttp(baseUrl);
  }

  /** Every call of the bot, oldest first; only those of one method when it is named. */
  async calls(method?: string): Promise<readonly LoggedCall[]> {
    const { calls } = await this.#http.get<{ calls: readonly LoggedCall[] }>('log');
    return method === undefined ? calls : calls.filter((call) => call.method === method);
  }

  /** What the bot acknowledged with, oldest first: field errors, views, options. */
  async acks(): Promise<readonly JsonObject[]> {
    return (await this.#http.get<{ acks: readonly JsonObject[] }>('log')).acks;
  }

  /** The calls that were refused, as `method: error (messages)`. */
  async refusals(): Promise<string[]> {
    const refused = (await this.calls()).filter(({ ok }) => !ok);
    return refused.map(({ method, error, messages = [] }) => [`${method}: ${error}`, ...messages].join(' '));
  }

  async fault(fault: Fault): Promise<void> {
    await this.#http.post('faults', fault);
  }

  /** Gives the number of sockets that were open. */
  async refreshSockets(
    reason: 'refresh_requested' | 'warning' | 'cut',
    which: 'all' | 'next' = 'all',
  ): Promise<number> {
    return (await this.#http.post<{ sockets: number }>('socket-refresh', { reason, which })).sockets;
  }

  async deleteMessage(channel: string, ts: string): Promise<void> {
    await this.#http.post('delete-message', { channel, ts });
  }

  /** All faults that wait are over. */
  async clearFaults(): Promise<void> {
    await this.#http.post('clear-faults', {});
  }

  async setArchived(channel: string, archived: boolean): Promise<void> {
    await this.#http.post('archive', { channel, archived });
  }

  /** What the workspace lets the app do from now on: whether a token is valid, whether files may be uploaded, whether its plan has usergroups. */
  async setApp(standing: AppStanding): Promise<void> {
    await this.#http.post('app', standing);
  }

  /** Changes the members of a usergroup, or disables it; what is absent stays. */
  async setUsergroup(
    usergroup: string,
    change: { readonly users?: readonly string[]; readonly disabled?: boolean },
  ): Promise<void> {
    await this.#http.post('usergroup', { usergroup, ...change });
  }

  async setMember(channel: string, user: string, member: boolean): Promise<void> {
    await this.#http.post('membership', { channel, user, member });
  }

  /** Changes the app's manifest, as on Slack's page. */
  async setManifest(text: string): Promise<void> {
    await this.#http.post('manifest', { text });
  }
}
