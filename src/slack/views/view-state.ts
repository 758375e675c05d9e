/** What a person filled in, as Slack sends it with a click or a submission: `view.state.values`, parsed where it arrives. */
import { z } from 'zod';

const element = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
export const viewStateSchema = z.record(z.string(), z.record(z.string(), element));
/** By block id, then by action id. May hold the encryption key: never to be logged or kept. */
export type ViewState = Readonly<z.infer<typeof viewStateSchema>>;

/** Throws, without repeating anything of it, when the value is not what Slack sends. */
export function parseViewState(values: unknown): ViewState {
  const parsed = viewStateSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error('What Slack sent with this view cannot be read. Open it again and try once more.');
}

/** What was typed into a text field, as it was typed; empty when nothing was. */
export function typedText(state: ViewState, field: string): string {
  return elementsOf(state, (block) => block === field)[0]?.value ?? '';
}

/** The value of the chosen radio button; undefined when none is chosen or there is no such field. */
export function chosenOption(state: ViewState, field: string): string | undefined {
  return elementsOf(state, (block) => block === field)[0]?.selected_option?.value;
}

/** `2026-12-01`, as Slack sends a chosen date; undefined when none is chosen or it is none. */
export function pickedDate(state: ViewState, field: string): string | undefined {
  const date = elementsOf(state, (block) => block === field)[0]?.selected_date;
  return date != null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined;
}

/** `22:30`, as Slack sends a chosen time; undefined when none is chosen or it is none. */
export function pickedTime(state: ViewState, field: string): string | undefined {
  const time = elementsOf(state, (block) => block === field)[0]?.selected_time;
  return time != null && /^\d{2}:\d{2}$/.test(time) ? time : undefined;
}

/** Whether a box of that field is ticked. */
export function isTicked(state: ViewState, field: string): boolean {
  return elementsOf(state, (block) => block === field).some(
    (boxes) => (boxes.selected_options ?? []).length > 0,
  );
}

/** The numbers that are ticked in all checkboxes whose block id begins with `prefix`; NaN for what is no number. */
export function tickedIds(state: ViewState, prefix: string): number[] {
  const ticked = elementsOf(state, (block) => block.startsWith(prefix));
  const values = ticked.flatMap((boxes) => boxes.selected_options ?? []);
  const ids = values.map(({ value }) => (/^\d{1,15}$/.test(value) ? Number(value) : Number.NaN));
  return [...new Set(ids)];
}

function elementsOf(state: ViewState, isWanted: (block: string) => boolean) {
  return Object.entries(state)
    .filter(([block]) => isWanted(block))
    .flatMap(([, elements]) => Object.values(elements));
}
