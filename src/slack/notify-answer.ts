/** `/moveout notify`: whether somebody is told directly when an approval is asked for. */
import type { Bot } from './bot.ts';
import { said } from './status-answers.ts';
import type { Message } from './views/message.ts';

export async function answerNotify(
  bot: Pick<Bot, 'world'>,
  person: string,
  wish: 'on' | 'off' | undefined,
): Promise<Message> {
  const { subscribers } = bot.world;
  if (wish !== undefined) await subscribers.set(person, wish === 'on');
  return said(
    subscribers.all().includes(person)
      ? 'You get a direct message when somebody asks for an approval that you may give. `/moveout notify off` ends that.'
      : 'You get no direct message when somebody asks for an approval. `/moveout notify on` changes that.',
  );
}
