/** The slash command: parse, then a modal or an answer through the command's own response. */
import type { App, RespondFn, SlashCommand } from '@slack/bolt';
import { type ClusterReference, matchingClusters } from '../../domain/cluster-reference.ts';
import type { Bot } from '../bot.ts';
import { answerDoctor } from '../doctor.ts';
import { fillModal } from '../fill-modal.ts';
import { answerNotify } from '../notify-answer.ts';
import { openView } from '../open-views.ts';
import { type MoveoutCommand, parseCommand } from '../parse-command.ts';
import { COMMAND } from '../payload.ts';
import { answerAct, answerHistory } from '../request-answers.ts';
import { answerList, answerOverview, answerStatus } from '../status-answers.ts';
import { helpMessage } from '../views/help.ts';
import { loadingView } from '../views/loading-view.ts';
import type { Message } from '../views/message.ts';
import { answerWhy } from '../why-answers.ts';
import { IN_DIRECT_MESSAGE_TEXT } from '../wording.ts';

export function registerCommand(app: App, bot: Bot): void {
  app.command(COMMAND, async ({ command, ack, respond }) => {
    await ack();
    const parsed = parseCommand(command.text);
    if (parsed.kind === 'pick' || parsed.kind === 'request') return openModal(bot, command, parsed, respond);
    await respond({ ...(await answer(bot, command, parsed)), response_type: 'ephemeral' });
  });
}

function answer(
  bot: Bot,
  typed: SlashCommand,
  command: Exclude<MoveoutCommand, { kind: 'pick' | 'request' }>,
): Promise<Message> | Message {
  const person = typed.user_id;
  switch (command.kind) {
    case 'list':
      return answerList(bot, person, command);
    case 'history':
      return answerHistory(bot, person, command);
    case 'why':
      return answerWhy(bot, person, command.of, bot.settings.channel ?? channelOf(typed));
    case 'cancel':
    case 'start':
      return answerAct(bot, person, { kind: command.kind, of: command.of });
    case 'notify':
      return answerNotify(bot, person, command.wish);
    case 'doctor':
      return answerDoctor(bot, { person, channel: channelOf(typed) });
    case 'status':
      return 'of' in command
        ? answerStatus(bot, person, command.of)
        : answerOverview(bot, person, command.page);
    case 'help':
      return helpMessage();
    case 'unknown':
      return helpMessage(command.text);
  }
}

/** The loading view opens before anything is asked of OCP or of Slack: the trigger lives three seconds. */
async function openModal(
  bot: Bot,
  command: SlashCommand,
  parsed: Extract<MoveoutCommand, { kind: 'pick' | 'request' }>,
  respond: RespondFn,
): Promise<void> {
  if (bot.settings.channel === undefined && isDirectMessage(command)) {
    await respond({ text: IN_DIRECT_MESSAGE_TEXT, response_type: 'ephemeral' });
    return;
  }
  const { user_id: person, channel_id: channel, trigger_id: trigger } = command;
  const viewId = await openView(bot, trigger, loadingView(), { person, channel });
  const typed = parsed.kind === 'request' ? parsed.reference : undefined;
  await fillModal(bot, { viewId, person, channel, typed });
  if (typed !== undefined && isUnknownWord(bot, typed))
    await respond({ ...helpMessage(command.text.trim()), response_type: 'ephemeral' });
}

/** Whether a single word is neither a command nor a cluster of any OCP, as they were all read for the modal. It may be a mistyped command. */
function isUnknownWord(bot: Bot, typed: ClusterReference): boolean {
  if (typed.ocp !== undefined || typed.obClusterId !== undefined) return false;
  const listings = bot.clusters.cached() ?? [];
  const allRead = listings.every((listing) => 'clusters' in listing);
  return listings.length > 0 && allRead && matchingClusters(listings, typed).length === 0;
}

/** Where it was typed; undefined for a direct message. */
function channelOf(typed: SlashCommand): string | undefined {
  return isDirectMessage(typed) ? undefined : typed.channel_id;
}

function isDirectMessage({ channel_id, channel_name }: SlashCommand): boolean {
  return channel_id.startsWith('D') || channel_name === 'directmessage' || channel_name.startsWith('mpdm-');
}
