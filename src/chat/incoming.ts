// An update of Telegram's as what it means to us: who says what, where. Pure.
import type { ChatKind } from '../store/chats.ts';

/** Fields of the Bot API that we read, nothing more; whatever else an update carries cannot break us. */
type TelegramChat = {
  id: number;
  type: ChatKind;
  title?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: boolean;
};
type TelegramMessage = {
  message_id: number;
  chat: TelegramChat;
  from?: { id: number; is_bot?: boolean; language_code?: string };
  message_thread_id?: number;
  is_topic_message?: boolean;
  text?: string;
};
export type TelegramUpdate = { update_id: number; message?: TelegramMessage; channel_post?: TelegramMessage };

export type IncomingMessage = {
  updateId: string;
  messageId: string;
  chat: { telegramId: string; kind: ChatKind; title: string };
  /** a forum's topic; 0: none, since a thread of replies outside forums is not one */
  threadId: number;
  languageCode: string | undefined;
  text: string;
  command: Command | null;
};

/** `/name@handle argument`; the name in lower case. */
export type Command = { name: string; handle: string | null; argument: string };

/** A message or channel post with text. Edited ones are not read: a command would be obeyed twice. */
export function readUpdate(update: TelegramUpdate): IncomingMessage | null {
  const message = update.message ?? update.channel_post;
  if (message?.text === undefined || message.from?.is_bot) return null;
  const { chat } = message;
  const name = [chat.first_name, chat.last_name].filter(Boolean).join(' ');
  return {
    updateId: String(update.update_id),
    messageId: String(message.message_id),
    chat: { telegramId: String(chat.id), kind: chat.type, title: chat.title ?? name },
    threadId: message.is_topic_message ? (message.message_thread_id ?? 0) : 0,
    languageCode: message.from?.language_code,
    text: message.text,
    command: readCommand(message.text),
  };
}

/** The whole word after the slash is the command: `/subscribehttps://…` is none. */
export function readCommand(text: string): Command | null {
  const found = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  return found
    ? { name: found[1]!.toLowerCase(), handle: found[2]?.toLowerCase() ?? null, argument: (found[3] ?? '').trim() }
    : null;
}

/** The chat an update belongs to, whatever it is about: updates of one chat are handled in order. */
export function chatOf(update: object): string | null {
  for (const about of Object.values(update)) {
    const chat = about?.chat ?? about?.message?.chat;
    if (chat?.id !== undefined) return String(chat.id);
  }
  return null;
}
