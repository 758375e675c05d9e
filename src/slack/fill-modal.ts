import type { ModalView } from '@slack/types';
import { type Bot, noticeOf } from './bot.ts';
import { composeModal, errandAgain, type ModalErrand } from './compose-modal.ts';
import { updateView } from './update-view.ts';
import { withNotice } from './views/elements.ts';
import { noticeView } from './views/notice-view.ts';

/** When a modal that still waits for OCP says so. */
const SLOW_MS = 4_000;

/**
 * Fills a modal that shows "Loading". If OCP is slow the modal says so after some seconds, offers Try Again, and is still
 * filled when the answer comes; if something cannot be read it says what, and offers Try Again.
 */
export async function fillModal(bot: Bot, errand: ModalErrand): Promise<void> {
  const isNewest = bot.drafts.begin(errand.viewId);
  const tryAgain = { value: errandAgain(errand) };
  let slowNotice: Promise<void> = Promise.resolve();
  const timer = setTimeout(() => {
    const text = 'OCP has not answered yet. Moveout keeps waiting; this fills in when the answer comes.';
    if (!isNewest()) return;
    slowNotice = show(bot, errand.viewId, noticeView({ text, tryAgain })).catch((error: unknown) => {
      bot.log.warn('the modal could not say that OCP is slow', {
        person: errand.person,
        error: String(error),
      });
    });
  }, SLOW_MS);
  const view = await composed(bot, errand, tryAgain).finally(() => clearTimeout(timer));
  await slowNotice;
  if (isNewest()) await show(bot, errand.viewId, view);
}

async function composed(
  bot: Bot,
  errand: ModalErrand,
  tryAgain: { readonly value: string },
): Promise<ModalView> {
  try {
    return await composeModal(bot, errand);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    bot.log.warn('the modal could not be filled', { person: errand.person, error: why });
    return noticeView({ text: [`This could not be loaded: ${why}`, 'Nothing was changed.'], tryAgain });
  }
}

/** Every modal of ours says when no real cluster is touched. */
function show(bot: Bot, viewId: string, view: ModalView): Promise<void> {
  return updateView(bot.clients, viewId, withNotice(view, noticeOf(bot)));
}
