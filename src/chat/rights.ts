// Who may change things where. Telegram is asked, and its answer believed for a minute.
import { UserError } from '../errors.ts';
import type { Chat } from '../store/chats.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { Actor } from './incoming.ts';
import { oneLine } from './one_line.ts';

export type Rights = {
  /** whether a person, or the bot, is an admin of a chat @throws UserError `rights-unknown` when Telegram does not say */
  isAdmin(chatTelegramId: string, userTelegramId: string): Promise<boolean>;
  /** what Telegram said of a chat is old: the bot's own place there changed, without which it tells us of nobody */
  forget(chatTelegramId: string): void;
};

const BELIEVED_MS = 60_000;
const KEPT = 10_000;
const ADMINS = ['creator', 'administrator'];

/** @param nowMs a clock that only moves forward */
export function createRights(telegram: TelegramClient, nowMs: () => number = () => performance.now()): Rights {
  const known = new Map<string, { isAdmin: boolean; untilMs: number }>();
  return {
    isAdmin: async (chatTelegramId, userTelegramId) => {
      const key = `${chatTelegramId} ${userTelegramId}`;
      const before = known.get(key);
      if (before && before.untilMs > nowMs()) return before.isAdmin;
      const isAdmin = await askTelegram(telegram, chatTelegramId, userTelegramId);
      if (known.size >= KEPT) known.clear();
      known.set(key, { isAdmin, untilMs: nowMs() + BELIEVED_MS });
      return isAdmin;
    },
    forget: (chatTelegramId) => {
      for (const key of known.keys()) if (key.startsWith(`${chatTelegramId} `)) known.delete(key);
    },
  };
}

async function askTelegram(telegram: TelegramClient, chatTelegramId: string, userTelegramId: string): Promise<boolean> {
  const question = { chat_id: chatTelegramId, user_id: Number(userTelegramId) };
  const outcome = await telegram.call<{ status: string }>('getChatMember', question);
  if (outcome.kind === 'ok') return ADMINS.includes(outcome.result.status);
  // Telegram does not know that person there, or we are not in that chat: in either case they are no admin that we could tell.
  if (outcome.kind === 'refused' || outcome.kind === 'chat-trouble') return false;
  throw new UserError('rights-unknown');
}

/** Where somebody speaks, and whose settings they speak about: another chat when a channel is managed from a private one. */
export type Standing = {
  chat: Chat;
  /** may be a chat that has no row yet */
  target: Pick<Chat, 'telegramId' | 'kind' | 'title'>;
  actor: Actor;
  rights: Rights;
  botTelegramId: string;
};

export async function mayChange(standing: Standing): Promise<boolean> {
  const { chat, target, actor, rights } = standing;
  if (target.telegramId !== chat.telegramId) return managesFromPrivate(standing);
  if (chat.kind === 'private') return true;
  // Only admins post in a channel, and only admins are anonymous: they speak as the chat itself.
  if (actor.kind === 'chat') return actor.telegramId === chat.telegramId;
  if (chat.kind !== 'channel' && chat.membersMayChange) return true;
  return rights.isAdmin(chat.telegramId, actor.telegramId);
}

/** Another chat is managed only in private, and only while both the person and the bot are admins there. */
async function managesFromPrivate({ chat, target, actor, rights, botTelegramId }: Standing): Promise<boolean> {
  if (chat.kind !== 'private' || actor.kind !== 'person') return false;
  const isTheirs = await rights.isAdmin(target.telegramId, actor.telegramId);
  return isTheirs && (target.kind !== 'channel' || (await rights.isAdmin(target.telegramId, botTelegramId)));
}

/** Whoever ADMIN_TELEGRAM_ID names, in their private chat. */
export function isOperator({
  chat,
  actor,
  operatorId,
}: Pick<Standing, 'chat' | 'actor'> & { operatorId: string | null }) {
  return chat.kind === 'private' && operatorId !== null && actor.telegramId === operatorId;
}

/** @throws UserError `admins-only` or, about another chat, `not-your-chat` */
export async function requireRights(standing: Standing): Promise<void> {
  if (await mayChange(standing)) return;
  const isOther = standing.target.telegramId !== standing.chat.telegramId;
  throw isOther
    ? new UserError('not-your-chat', { title: oneLine(standing.target.title, '…', 60) })
    : new UserError('admins-only');
}
