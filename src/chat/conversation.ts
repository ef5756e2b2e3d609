// A command without its argument asks for it, and the person's next message is the answer.
import { putQuestion } from '../store/conversations.ts';
import { sendMenu } from './answer.ts';
import type { Context } from './context.ts';
import type { TextArgs } from './text/texts.ts';

/**
 * Ask. In a private chat any next message answers; elsewhere a reply to the question does, which the bot sees even where it does not
 * see what people say to each other.
 * @param args what the answer is about, for questions.ts
 */
export async function ask(
  context: Context,
  question: string,
  { args = {}, key, textArgs }: { args?: Record<string, string>; key: string; textArgs?: TextArgs },
): Promise<void> {
  const { chat, actor, place, db } = context;
  // Channels have no force_reply; there an admin replies by hand.
  const isGroup = chat.kind === 'group' || chat.kind === 'supergroup';
  const markup = isGroup ? { force_reply: true, selective: true } : undefined;
  const messageId = await sendMenu(context, place, { text: context.text(key, textArgs) }, markup);
  await putQuestion(db, { chatId: chat.chatId, actor: actor.telegramId, question, args, messageId });
}
