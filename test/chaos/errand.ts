/** What people do about one request until it has ended: they look, click, and click again when nothing came of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KEY } from '../ask-move-out.ts';
import type { Modal } from '../modal.ts';
import type { Person } from '../person.ts';
import { chosenStart, type Story } from './stories.ts';
import type { Card, Resident, Town } from './town.ts';
import { messageOf, Violation } from './violation.ts';

const SOON = { timeoutMs: 4_000 };
const ENDED = /^(?:✅ Completed|↩️ Rolled back|⛔ Rejected|🚫 Cancelled|⌛ Expired|🏳️ Abandoned) · /;

/** What came of a story, as its people know it. */
export interface Errand {
  readonly story: Story;
  /** The modals whose submission was accepted: they closed. */
  readonly accepted: string[];
  /** Why somebody had to try again, oldest first. */
  readonly troubles: string[];
  /** Whether somebody set about taking the approval back. */
  withdraws?: boolean;
}

/**
 * Follows a story to its end. `isOver` tells that nobody waits any longer; then a {@link Violation} says what was waited for.
 */
export async function runErrand(errand: Errand, town: Town, isOver: () => boolean): Promise<void> {
  const { story } = errand;
  for (let card = await town.cardOf(story); ; card = await town.cardOf(story)) {
    if (card !== undefined && ENDED.test(card.text)) return;
    if (isOver())
      throw new Violation(
        `The request for ${story.cluster} (${story.end}) has not ended. Its card: ${card?.text.slice(0, 300) ?? 'none'}. ` +
          `Troubles: ${errand.troubles.slice(-3).join('; ') || 'none'}.`,
      );
    try {
      if (card !== undefined) await actOn(errand, town, card);
      else if (errand.accepted.length === 0) await ask(errand, town);
    } catch (error) {
      errand.troubles.push(messageOf(error).split('\n')[0] ?? '');
    }
    await sleep(200);
  }
}

/** The button that somebody presses on a card that reads so, and who. */
async function actOn(errand: Errand, town: Town, card: Card): Promise<void> {
  const { story } = errand;
  const requester = town.requester(story);
  const { approver } = town;
  if (card.text.startsWith('⏳ Awaiting approval')) {
    if (story.end === 'rejected') return decideInModal(town, story, card, { who: approver, label: 'Reject' });
    if (story.end === 'cancelled' || errand.withdraws)
      return press(town, story, card, { who: requester, label: 'Cancel' });
    return press(town, story, card, { who: approver, label: 'Approve' });
  }
  if (card.text.startsWith('🗓️ Scheduled')) return actOnScheduled(errand, town, card);
  if (card.text.startsWith('❓')) return press(town, story, card, { who: approver, label: 'Check Again' });
  if (!card.text.startsWith('❌')) return;
  if (card.text.startsWith('❌ Task failed') && story.end === 'skipped')
    return decideInModal(town, story, card, { who: requester, label: 'Skip' });
  if (card.text.startsWith('❌ Task failed') && story.end === 'given up')
    return press(town, story, card, { who: requester, label: 'Give Up' });
  const label = story.end === 'rolled back' && card.text.includes('[Roll Back]') ? 'Roll Back' : 'Retry';
  return press(town, story, card, { who: approver, label });
}

/** Who chose a start in two days wants it earlier after all, or not at all. */
async function actOnScheduled(errand: Errand, town: Town, card: Card): Promise<void> {
  const { story } = errand;
  if (story.end === 'withdrawn') {
    errand.withdraws = true;
    return press(town, story, card, { who: town.approver, label: 'Withdraw Approval' });
  }
  const who = town.requester(story);
  if (story.end === 'started now') return press(town, story, card, { who, label: 'Start Now' });
  if (story.end === 'moved') return decideInModal(town, story, card, { who, label: 'Change Start' });
}

interface Pressing {
  readonly who: Resident;
  readonly label: string;
}

async function press(town: Town, story: Story, card: Card, { who, label }: Pressing): Promise<void> {
  const outcome = await who.person.clickButton(card.message, label);
  if (!outcome.ok) throw new Error(`${label} was not taken: ${outcome.error}`);
  await town.changed(story, card);
}

/** Reject, Skip and Change Start open a modal, which is submitted with the same word. */
async function decideInModal(town: Town, story: Story, card: Card, { who, label }: Pressing): Promise<void> {
  await who.atTheScreen(async () => {
    await closeAll(who.person);
    const outcome = await who.person.clickButton(card.message, label);
    if (!outcome.ok) throw new Error(`${label} was not taken: ${outcome.error}`);
    const modal = await who.person.waitForView(({ view }) => view.submit === label, SOON);
    if (label === 'Reject') await modal.type('Reason', 'Not tonight.');
    else if (label === 'Change Start') await modal.select('As soon as it is approved');
    else await modal.check(/Stop monitoring|Delete host/);
    const submitted = await modal.submit();
    if (!submitted.ok) throw new Error(`The modal ${label} was not taken: ${submitted.error}`);
  });
  await town.changed(story, card);
}

/** Types the command, fills the modal and submits it, as often as it takes to be accepted. */
async function ask(errand: Errand, town: Town): Promise<void> {
  const { story } = errand;
  const { person, atTheScreen } = town.requester(story);
  await atTheScreen(async () => {
    if ((await town.cardOf(story)) !== undefined) return;
    await closeAll(person);
    const typed = await person.command(`/moveout ${story.cluster}`);
    if (!typed.ok) throw new Error(`The command was not taken: ${typed.error}`);
    const modal = await person.waitForView((_, text) => !text.includes('Loading'), SOON);
    for (let tried = 0; tried < 10; tried += 1) {
      await fillIn(modal, story);
      const outcome = await modal.submit();
      if (Object.keys(modal.errors).length > 0)
        throw new Error(`The modal was refused: ${JSON.stringify(modal.errors)}`);
      if (!outcome.ok) {
        errand.troubles.push(`the submission was not taken: ${outcome.error}`);
        await sleep(500);
        continue;
      }
      if (!(await modal.refresh())) return void errand.accepted.push(modal.view.id);
      await modal.waitFor(/\[Move Out\]/, SOON);
    }
  });
}

async function fillIn(modal: Modal, { name, offlineHost, end }: Story): Promise<void> {
  await modal.type(/key/i, KEY);
  await modal.type('Reason', `${name} moves to the new OCP.`);
  await modal.type(/move out/i, 'move out');
  const start = chosenStart(end, new Date());
  if (start !== undefined) {
    await modal.select('At a date and time');
    await modal.type('Date', start.date);
    await modal.type('Time', start.time);
  }
  if (offlineHost !== undefined) await modal.uncheck(new RegExp(offlineHost), /Skip operations/);
}

async function closeAll(person: Person): Promise<void> {
  for (let modal = await person.openView(); modal !== undefined; modal = await person.openView())
    await modal.close();
}
