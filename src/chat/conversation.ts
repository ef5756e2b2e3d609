// A command without its argument asks for it, and the person's next message is the answer.
import { join } from '../message/rich_text.ts';
import { type Pending, putQuestion, readLastQuestion, readQuestion, readQuestionOf } from '../store/conversations.ts';
import { sendMenu } from './answer.ts';
import type { CommandContext, Context } from './context.ts';
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
  const { chat, actor, place, db, messageId: replyTo } = context;
  const isPrivate = chat.kind === 'private';
  const text = join([context.text(key, textArgs), ...(isPrivate ? [] : [context.text('ask-reply')])], '\n');
  // Selective: only whoever is replied to gets the field. Channels have no force_reply; there an admin replies by hand.
  const isForced = !isPrivate && chat.kind !== 'channel' && replyTo !== null;
  const extra = isForced ? { markup: { force_reply: true, selective: true }, replyTo } : {};
  const messageId = await sendMenu(context, place, { text }, extra);
  await putQuestion(db, { chatId: chat.chatId, actor: actor.telegramId, question, args, messageId });
}

/**
 * What is waited for. A button's question is put to the person who tapped, also where the same person then speaks as the chat: in a
 * channel, or as an anonymous admin. There the message that is replied to tells which one is meant.
 */
export function findQuestion(context: CommandContext): Promise<Pending | null> {
  const { db, actor, incoming, chat } = context;
  return isChatItself(context) && incoming.replyTo !== null
    ? readQuestionOf(db, chat.chatId, incoming.replyTo)
    : readQuestion(db, chat.chatId, actor.telegramId);
}

/** The question that a /cancel is about: without a reply, one in the name of a chat is about what was asked there last. */
export async function findQuestionToCancel(context: CommandContext): Promise<Pending | null> {
  const found = await findQuestion(context);
  return found ?? (isChatItself(context) ? readLastQuestion(context.db, context.chat.chatId) : null);
}

function isChatItself({ actor, chat }: CommandContext): boolean {
  return actor.kind === 'chat' && actor.telegramId === chat.telegramId;
}
