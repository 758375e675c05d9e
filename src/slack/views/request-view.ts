/** A submitted view about one request: its private_metadata is the request's id. */
import { z } from 'zod';
import { REQUEST_ID } from '../../domain/events.ts';
import { parseViewState, type ViewState } from './view-state.ts';

const schema = z.object({
  private_metadata: z.string().regex(REQUEST_ID),
  state: z.object({ values: z.unknown() }),
});

/** Throws, without repeating anything of it, when the view names no request. */
export function parseRequestView(view: unknown): { requestId: string; state: ViewState } {
  const parsed = schema.safeParse(view);
  if (!parsed.success)
    throw new Error('What Slack sent names no request. Close this view and open it again from the card.');
  return { requestId: parsed.data.private_metadata, state: parseViewState(parsed.data.state.values) };
}
