import { WebClient } from '@slack/web-api';

type Args = Readonly<Record<string, unknown>>;

/** A call that the stub answered. */
export interface StubbedCall {
  readonly method: string;
  readonly args: Args;
}

/** Those who are no full members of the workspace, and what `users.info` says of them. */
const OTHERS: Readonly<Record<string, object>> = {
  U0GUEST: { is_restricted: true },
  U0BOT: { is_bot: true },
  U0GONE: { deleted: true },
  U0STRANGER: { is_stranger: true, team_id: 'T0OTHER' },
};

/** Slack as its Web API tells of it, without a network: a call costs next to nothing. */
export class StubClient extends WebClient {
  readonly heard: StubbedCall[] = [];
  readonly #members: readonly string[];
  readonly #cards: ReadonlyMap<string, string>;
  #views = 0;

  /** `members`: of every channel. `cards`: the request of each message that bears a mark of ours, by its ts. */
  constructor(members: readonly string[], cards: ReadonlyMap<string, string>) {
    super('xoxb-stub');
    this.#members = members;
    this.#cards = cards;
  }

  /** The id of the modal that was opened last. */
  get lastView(): string {
    return `V0STUB${this.#views}`;
  }

  override async apiCall(method: string, args: Args = {}) {
    this.heard.push({ method, args });
    return { ok: true, ...this.#answer(method, args) };
  }

  #answer(method: string, args: Args): object {
    switch (method) {
      case 'users.info':
        return { user: { id: args.user, team_id: 'T0STUB', ...OTHERS[String(args.user)] } };
      case 'conversations.members':
        return { members: this.#members };
      case 'conversations.info':
        return { channel: { id: args.channel, is_member: true } };
      case 'conversations.history':
        return { messages: this.#marked(String(args.latest)) };
      case 'conversations.open':
        return { channel: { id: 'D0STUB' } };
      case 'views.open':
        this.#views += 1;
        return { view: { id: this.lastView } };
      default:
        return { ts: '1700000000.000900', permalink: 'https://stub.example/p1' };
    }
  }

  /** In every channel: what tells requests of other channels apart is Moveout's. */
  #marked(ts: string): object[] {
    const request = this.#cards.get(ts);
    const metadata = { event_type: 'moveout_request', event_payload: { request, part: 'card' } };
    return request === undefined ? [] : [{ ts, metadata }];
  }
}
