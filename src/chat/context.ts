// What a command or a tap is given, and how it answers.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { RichText } from '../message/part.ts';
import type { Chat } from '../store/chats.ts';
import { type AnswerDeps, type Menu, type Place, sendMenu } from './answer.ts';
import type { Actor, IncomingMessage, IncomingTap } from './incoming.ts';
import type { Standing } from './rights.ts';
import { richText, type TextArgs } from './text/texts.ts';

export type ChatDeps = AnswerDeps &
  Pick<Standing, 'rights' | 'botTelegramId'> & {
    db: Database;
    /** the bot's own name: commands addressed to another bot are not ours */
    username: string;
    limits: { subscriptions: number; filterClauses: number };
    /** Telegram ids of the people that OWNER_TELEGRAM_ID and ADMIN_TELEGRAM_ID name */
    ownerId: string | null;
    operatorId: string | null;
    log: Pick<Logger, 'warn' | 'error'>;
  };

export type Context = ChatDeps & {
  /** where we speak */
  chat: Chat;
  /** whose subscriptions and settings are meant: the same chat, unless another is managed from a private one */
  target: Chat;
  actor: Actor;
  updateId: string;
  place: Place;
  /** the person's message; null for a tap */
  messageId: string | null;
  /** whether the chat where we speak has topics */
  isForum: boolean;
  /** answer in the chat, and in the topic, where it came from @returns the message's id, null when it could not be sent */
  reply(key: string, args?: TextArgs): Promise<string | null>;
  show(menu: Menu): Promise<string | null>;
  /** a sentence in the chat's language */
  text(key: string, args?: TextArgs): RichText;
  /** a sentence in another language */
  textIn(language: string, key: string, args?: TextArgs): RichText;
  /** a sentence as a label */
  label(key: string, args?: TextArgs): string;
};

export type CommandContext = Context & { incoming: IncomingMessage; argument: string };
export type TapContext = Context & {
  tap: IncomingTap;
  /** put a menu in the place of the one that was tapped */
  edit(menu: Menu): Promise<void>;
};

export function createContext(
  deps: ChatDeps,
  about: { chat: Chat; target: Chat; incoming: IncomingMessage | IncomingTap },
): Context {
  const { chat, target, incoming } = about;
  const place = { telegramId: chat.telegramId, threadId: incoming.threadId };
  const text = (key: string, args?: TextArgs) => richText(chat.language, key, args);
  return {
    ...deps,
    chat,
    target,
    actor: incoming.actor,
    updateId: incoming.updateId,
    place,
    messageId: incoming.kind === 'message' ? incoming.messageId : null,
    isForum: incoming.chat.isForum,
    text,
    textIn: richText,
    label: (key, args) => text(key, args).text,
    show: (menu) => sendMenu(deps, place, menu),
    reply: (key, args) => sendMenu(deps, place, { text: text(key, args) }),
  };
}
