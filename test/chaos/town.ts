/** The people of a round, and what all of them see: the channel is read once for everybody. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ShownMessage } from '../../src/sandbox/page/protocol.ts';
import { CHANNEL } from '../ask-move-out.ts';
import { messageText } from '../flatten-blocks.ts';
import { Person } from '../person.ts';
import type { Story } from './stories.ts';

const LOOK_MS = 200;

export interface Town {
  readonly requester: (story: Story) => Resident;
  readonly approver: Resident;
  /** The newest card of a cluster as the channel shows it, at most a moment old. */
  cardOf(story: Story): Promise<Card | undefined>;
  /** Waits until the card of a cluster reads otherwise, for a few seconds. */
  changed(story: Story, card: Card): Promise<void>;
}

export interface Card {
  readonly message: ShownMessage;
  readonly text: string;
}

/** A person, who looks at one modal at a time. */
export interface Resident {
  readonly person: Person;
  atTheScreen<T>(act: () => Promise<T>): Promise<T>;
}

export function openTown(slackUrl: string): Town {
  const residents = new Map(['U0ADA', 'U0LINUS', 'U0GRACE'].map((id) => [id, resident(slackUrl, id)]));
  const known = (id: string): Resident => {
    const found = residents.get(id);
    if (found === undefined) throw new Error(`Nobody is called ${id}.`);
    return found;
  };
  const eye = known('U0GRACE').person;
  let last: { readonly at: number; readonly cards: Promise<readonly Card[]> } | undefined;

  function cards(): Promise<readonly Card[]> {
    if (last === undefined || performance.now() > last.at + LOOK_MS)
      last = { at: performance.now(), cards: read() };
    return last.cards;
  }

  async function read(): Promise<readonly Card[]> {
    const messages = await eye.messages(CHANNEL);
    return messages
      .filter(({ thread_ts: thread, ephemeral }) => thread === undefined && ephemeral !== true)
      .map((message) => ({ message, text: messageText(message) }));
  }

  async function cardOf({ cluster }: Story): Promise<Card | undefined> {
    return (await cards()).findLast(({ text }) => text.split('\n')[0]?.endsWith(` · ${cluster}`) === true);
  }

  return {
    requester: (story) => known(story.requester),
    approver: known('U0GRACE'),
    cardOf,
    async changed(story, card) {
      const buttons = JSON.stringify(card.message.blocks);
      for (const until = performance.now() + 3_000; performance.now() < until; ) {
        await sleep(LOOK_MS);
        if (JSON.stringify((await cardOf(story))?.message.blocks) !== buttons) return;
      }
    },
  };
}

function resident(slackUrl: string, id: string): Resident {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    person: new Person(slackUrl, id),
    atTheScreen: (act) => {
      const mine = turn.then(act);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
