// What a command is given, and how it answers.
import type { Database } from '../db.ts';
import type { Budget } from '../delivery/budget.ts';
import type { Logger } from '../log.ts';
import type { RichText } from '../message/part.ts';
import type { Chat } from '../store/chats.ts';
import type { TelegramClient } from '../telegram/client.ts';
import { type SendOutcome, sendPart } from '../telegram/send.ts';
import type { IncomingMessage } from './incoming.ts';
import { richText, type TextArgs } from './text/texts.ts';

export type ChatDeps = {
  db: Database;
  telegram: TelegramClient;
  budget: Budget;
  limits: { subscriptions: number };
  log: Pick<Logger, 'warn' | 'error'>;
};

export type CommandContext = ChatDeps & {
  chat: Chat;
  incoming: IncomingMessage;
  argument: string;
  /** answer in the chat, and in the topic, where the command came from */
  reply(key: string, args?: TextArgs): Promise<SendOutcome>;
  replyWith(text: RichText): Promise<SendOutcome>;
};

/** A message to people: it goes through the same budget as items, in the lane kept for answers. */
export async function sendAnswer(
  { telegram, budget }: Pick<ChatDeps, 'telegram' | 'budget'>,
  to: { telegramId: string; threadId: number },
  text: RichText,
): Promise<SendOutcome> {
  await budget.waitFor('people', 1);
  return sendPart(telegram, { kind: 'text', preview: 'off', previewUrl: null, ...text }, to);
}

export function createContext(deps: ChatDeps, chat: Chat, incoming: IncomingMessage): CommandContext {
  const to = { telegramId: chat.telegramId, threadId: incoming.threadId };
  const replyWith = (text: RichText) => sendAnswer(deps, to, text);
  return {
    ...deps,
    chat,
    incoming,
    argument: incoming.command?.argument ?? '',
    replyWith,
    reply: (key, args) => replyWith(richText(chat.language, key, args)),
  };
}
