import type { ModalView } from '@slack/types';
import type { SlackClients } from './clients.ts';
import { type OfferedFields, offeredFields } from './offered-fields.ts';

/** A modal that Moveout opened: for whom, and about what. */
export interface OpenView {
  readonly person: string;
  /** What was opened. The views of one modal take each other's place; this stays. */
  readonly callbackId: string;
  /** The request that it is about; a modal for a new request has none. */
  readonly request?: string | undefined;
  /** Digest of what the card showed when the modal was opened from it. */
  readonly fingerprint?: string | undefined;
  /** Whether it was opened from the person's App Home, which shows what comes of it. */
  readonly fromHome?: boolean | undefined;
  /** When a form that offers starts was made. */
  readonly openedAt?: Date | undefined;
  /** The channel in which the command for a new request was typed. */
  readonly channel?: string | undefined;
  /** What it lets the person fill in, as it was opened; a modal for a new request has a draft instead. */
  readonly fields?: OfferedFields | undefined;
}

/** The modals that Moveout opened, by Slack's view id. In memory only: after a restart none is known. */
export interface OpenViews {
  of(viewId: string): OpenView | undefined;
  add(viewId: string, view: OpenView): void;
}

/** Modals are rarely closed in a way that Slack tells of; the oldest ones are forgotten. */
const MOST = 1_000;

export function createOpenViews(): OpenViews {
  const views = new Map<string, OpenView>();
  return {
    of: (viewId) => views.get(viewId),
    add: (viewId, view) => {
      views.set(viewId, view);
      const [oldest] = views.keys();
      if (views.size > MOST && oldest !== undefined) views.delete(oldest);
    },
  };
}

/** Opens a modal and remembers for whom and about what it is. Gives Slack's id of it. */
export async function openView(
  { clients, views }: { readonly clients: SlackClients; readonly views: OpenViews },
  triggerId: string,
  view: ModalView,
  about: Omit<OpenView, 'callbackId' | 'fields'>,
): Promise<string> {
  const opened = await clients.interactive.views.open({ trigger_id: triggerId, view });
  if (opened.view?.id === undefined) throw new Error('Slack opened no modal.');
  views.add(opened.view.id, { ...about, callbackId: view.callback_id ?? '', fields: offeredFields(view) });
  return opened.view.id;
}
