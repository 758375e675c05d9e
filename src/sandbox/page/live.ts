import type { LocalEvent } from './protocol.ts';

const RETRY_MS = 2000;

export interface LiveHandlers {
  /** The line is open, for the first time or again: everything must be loaded, as events may have been missed. */
  readonly opened: () => void;
  readonly lost: () => void;
  readonly event: (event: LocalEvent) => void;
}

/**
 * Listens to the events of a person until the returned function is called. The browser reconnects by itself after a cut;
 * after an answer that is no stream it gives up, so then a new line is opened every two seconds.
 */
export function listen(as: string, handlers: LiveHandlers): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  function open(): void {
    source = new EventSource(`/local/events?${new URLSearchParams({ as })}`);
    source.onopen = handlers.opened;
    source.onmessage = (message) => handlers.event(parseEvent(message.data));
    source.onerror = () => {
      handlers.lost();
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
    };
  }
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parseEvent(data: string): LocalEvent {
  const event: LocalEvent = JSON.parse(data);
  return event;
}
