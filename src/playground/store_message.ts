// Putting a message into a chat, whoever it is from.
import type { Message, ReplyMarkup } from './types.ts';
import { announce, type Chat, nowSeconds, showChat, type World } from './world.ts';

export type Content = Omit<Message, 'message_id' | 'date' | 'chat'>;

/**
 * Store a message and tell the chat page. It does not make an update: that is for what people do.
 * @returns the stored message itself; `world.stored` keeps a copy that no edit touches
 */
export function storeMessage(world: World, chat: Chat, content: Content, { own = false } = {}): Message {
  const message: Message = {
    message_id: chat.nextMessageId,
    date: nowSeconds(world),
    chat: showChat(world, chat),
    ...content,
  };
  chat.nextMessageId += 1;
  chat.messages.set(message.message_id, message);
  if (own) chat.own.add(message.message_id);
  world.stored.push(structuredClone(message));
  announce(world, 'message', message);
  return message;
}

/** A message by the bot. Inline buttons stand in it; a reply keyboard is the chat's, and the message does not show it. */
export function storeOwn(world: World, chat: Chat, content: Content, markup: ReplyMarkup | undefined): Message {
  if (markup === undefined) return storeMessage(world, chat, content, { own: true });
  const isReplyKeyboard = markup.keyboard !== undefined || markup.remove_keyboard === true;
  if (isReplyKeyboard) chat.replyKeyboard = { messageId: chat.nextMessageId, markup };
  const shown = markup.inline_keyboard === undefined ? content : { ...content, reply_markup: markup };
  return storeMessage(world, chat, shown, { own: true });
}

/** Sender, thread and reply of a message by the bot. Channel posts have no `from`. */
export function botEnvelope(
  world: World,
  chat: Chat,
  place: { threadId?: number | undefined; replyTo?: Message | undefined },
) {
  return {
    ...(chat.kind === 'channel' ? { sender_chat: showChat(world, chat) } : { from: world.bot }),
    ...placeIn(chat, place),
  };
}

/** A reply without an own thread lands in the topic of the message replied to. */
export function placeIn(
  chat: Chat,
  { threadId, replyTo }: { threadId?: number | undefined; replyTo?: Message | undefined },
): Pick<Content, 'message_thread_id' | 'is_topic_message' | 'reply_to_message'> {
  const thread = chat.isForum ? (threadId ?? replyTo?.message_thread_id) : undefined;
  const topic = thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true as const };
  if (replyTo === undefined) return topic;
  const { reply_to_message: _nested, ...shown } = replyTo;
  return { ...topic, reply_to_message: shown };
}
