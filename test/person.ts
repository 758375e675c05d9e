import { stateValues } from '../src/sandbox/block-kit/state-values.ts';
import type {
  ActOutcome,
  ShownFile,
  ShownMessage,
  ShownView,
  Workspace,
} from '../src/sandbox/page/protocol.ts';
import { findButton } from './find-button.ts';
import { messageText } from './flatten-blocks.ts';
import { LocalHttp } from './local-http.ts';
import { Modal } from './modal.ts';
import { type Patience, waitUntil } from './wait-until.ts';

/** What a message or modal is looked for by: its visible text, or a condition. */
export type Wanted<Thing> = RegExp | ((thing: Thing, text: string) => boolean);

/** Somebody who uses the local Slack as its page would, over HTTP. */
export class Person {
  readonly id: string;
  readonly #http: LocalHttp;
  readonly #modals = new Map<string, Modal>();

  /** `baseUrl` is the page's address, `userId` for example `U0ADA`. */
  constructor(baseUrl: string, userId: string) {
    this.id = userId;
    this.#http = new LocalHttp(baseUrl);
  }

  workspace(): Promise<Workspace> {
    return this.#http.get('workspace', { as: this.id });
  }

  /** Types a slash command. */
  command(text: string, channel = 'C0ONCALL'): Promise<ActOutcome> {
    return this.#http.post('command', { as: this.id, channel, text });
  }

  /** Writes a plain message. */
  post(channel: string, text: string, threadTs?: string): Promise<ActOutcome> {
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    return this.#http.post('post', { as: this.id, channel, text, ...thread });
  }

  /** Everything this person sees in a channel, replies and ephemeral messages included, oldest first. */
  async messages(channel = 'C0ONCALL'): Promise<readonly ShownMessage[]> {
    const query = { as: this.id, channel };
    return (await this.#http.get<{ messages: readonly ShownMessage[] }>('history', query)).messages;
  }

  /** The direct messages with the bot; none before it wrote. */
  async directMessages(): Promise<readonly ShownMessage[]> {
    const { channels } = await this.workspace();
    const direct = channels.find(({ kind }) => kind === 'im');
    return direct ? this.messages(direct.id) : [];
  }

  /** The replies to a message, oldest first. */
  async thread(channel: string, ts: string): Promise<readonly ShownMessage[]> {
    return (await this.messages(channel)).filter((message) => message.thread_ts === ts);
  }

  /** Waits for the newest message of a channel that fits. */
  waitForMessage(channel: string, wanted: Wanted<ShownMessage>, patience?: Patience): Promise<ShownMessage> {
    return this.#waitFor(() => this.messages(channel), wanted, `in ${channel}`, patience);
  }

  /** Waits for the newest direct message of the bot that fits. */
  waitForDirectMessage(wanted: Wanted<ShownMessage>, patience?: Patience): Promise<ShownMessage> {
    return this.#waitFor(() => this.directMessages(), wanted, 'as a direct message', patience);
  }

  /** Waits for the newest reply in a thread that fits. */
  waitForReply(
    { channel, ts }: ShownMessage,
    wanted: Wanted<ShownMessage>,
    patience?: Patience,
  ): Promise<ShownMessage> {
    return this.#waitFor(() => this.thread(channel, ts), wanted, `in the thread of ${ts}`, patience);
  }

  /** The message as it is now; an Error when it is gone. */
  async reread({ channel, ts }: ShownMessage): Promise<ShownMessage> {
    const message = (await this.messages(channel)).find((each) => each.ts === ts);
    if (!message) throw new Error(`${this.id} does not see the message ${ts} in ${channel} any more.`);
    return message;
  }

  /** The modal on top, or nothing. It keeps what this person has filled in. */
  async openView(): Promise<Modal | undefined> {
    const view = (await this.workspace()).views.at(-1);
    return view ? this.#modal(view) : undefined;
  }

  /** Waits for a modal on top whose text fits. */
  async waitForView(wanted: Wanted<Modal> = () => true, patience?: Patience): Promise<Modal> {
    return this.#waitForTop(() => this.openView(), wanted, 'modal', patience);
  }

  /** Opens a tab of the app; the bot is told if it subscribes to that. */
  openApp(tab: 'home' | 'messages'): Promise<ActOutcome> {
    return this.#http.post('open-app', { as: this.id, tab });
  }

  /** Opens the home tab and gives what it shows; waits for the first view when the bot has published none yet. */
  async openHome(patience?: Patience): Promise<Modal> {
    const outcome = await this.openApp('home');
    if (!outcome.ok) throw new Error(`${this.id} cannot open the home tab: ${outcome.error}`);
    return this.waitForHome(undefined, patience);
  }

  /** The home tab as it is; nothing before the bot has published one. It keeps what this person has filled in. */
  async home(): Promise<Modal | undefined> {
    const { home } = await this.workspace();
    return home && this.#modal(home);
  }

  /** Waits until the text of the home tab fits. */
  async waitForHome(wanted: Wanted<Modal> = () => true, patience?: Patience): Promise<Modal> {
    return this.#waitForTop(() => this.home(), wanted, 'home tab', patience);
  }

  /** Presses a button of a message, or chooses in its overflow menu, by the visible text. */
  async clickButton(message: ShownMessage, label: string): Promise<ActOutcome> {
    const { channel, ts, blocks = [] } = message;
    const { blockId, actionId, state } = findButton(blocks, label);
    return this.#http.post('click', {
      as: this.id,
      container: { kind: 'message', channel, ts },
      block_id: blockId,
      action_id: actionId,
      values: stateValues(blocks),
      ...state,
    });
  }

  /** The bytes of a file; an Error when this person may not have it. */
  async download(file: Pick<ShownFile, 'id'>): Promise<Buffer> {
    const response = await fetch(this.#http.url(`files/${file.id}`, { as: this.id }));
    if (!response.ok) throw new Error(`${this.id} cannot download ${file.id}: ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  async #waitForTop(
    look: () => Promise<Modal | undefined>,
    wanted: Wanted<Modal>,
    what: string,
    patience?: Patience,
  ): Promise<Modal> {
    let last = `no ${what}`;
    return waitUntil(
      async () => {
        const shown = await look();
        last = shown ? shown.text() : `no ${what}`;
        return shown && fits(shown, shown.text(), wanted) ? shown : undefined;
      },
      () => `${this.id} waited in vain for a ${what} with ${wanted}. There was:\n${last}`,
      patience,
    );
  }

  /** The modals, bottom first, and the home tab. */
  async #shown(): Promise<readonly ShownView[]> {
    const { views, home } = await this.workspace();
    return home ? [...views, home] : views;
  }

  #modal(view: ShownView): Modal {
    const known = this.#modals.get(view.id);
    if (known) return known.show(view);
    const reread = async (): Promise<ShownView | undefined> =>
      (await this.#shown()).find(({ id }) => id === view.id);
    const created = new Modal({ http: this.#http, user: this.id, view, reread });
    this.#modals.set(view.id, created);
    return created;
  }

  async #waitFor(
    list: () => Promise<readonly ShownMessage[]>,
    wanted: Wanted<ShownMessage>,
    where: string,
    patience?: Patience,
  ): Promise<ShownMessage> {
    return waitUntil(
      async () => (await list()).findLast((message) => fits(message, messageText(message), wanted)),
      async () => {
        const there = (await list()).map((message) => `${message.ts} ${messageText(message)}`);
        return `${this.id} waited in vain for ${wanted} ${where}. There was:\n${there.join('\n---\n')}`;
      },
      patience,
    );
  }
}

function fits<Thing>(thing: Thing, text: string, wanted: Wanted<Thing>): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : wanted(thing, text);
}
