import type { ModalView } from '@slack/types';
import type { SlackClients } from './clients.ts';
import { platformError } from './slack-error.ts';

/** Shows a view in an open modal; one that the person has closed meanwhile is no fault. */
export async function updateView(
  { interactive }: SlackClients,
  viewId: string,
  view: ModalView,
): Promise<void> {
  try {
    await interactive.views.update({ view_id: viewId, view });
  } catch (error) {
    if (platformError(error) !== 'not_found') throw error;
  }
}
