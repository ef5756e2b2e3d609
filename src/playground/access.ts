// Who may be written to: the chat a call names, and every reason why the bot may not write there.
import { isRecord, type Params, readBoolean, readInteger, readJson, readText } from './params.ts';
import { badRequest, forbidden } from './refusal.ts';
import type { Message } from './types.ts';
import type { Chat, World } from './world.ts';

/** @throws Refusal 400 or 403 where no such chat is known to the bot */
export function resolveChat(world: World, params: Params, name = 'chat_id'): Chat {
  const given = readText(params, name).trim();
  if (given === '') throw badRequest('chat_id is empty');
  if (given.startsWith('@')) {
    const username = given.slice(1).toLowerCase();
    const named = [...world.chats.values()].find((chat) => chat.username?.toLowerCase() === username);
    if (named === undefined || named.kind === 'private') throw badRequest('chat not found');
    return named;
  }
  const id = Number(given);
  const chat = world.chats.get(id);
  if (chat !== undefined) return chat;
  const person = world.people.get(id);
  if (id === world.bot.id || person?.is_bot) throw forbidden("the bot can't send messages to the bot");
  if (person !== undefined) throw forbidden("bot can't initiate conversation with a user");
  throw badRequest('chat not found');
}

/** Is the bot still part of this chat? @throws Refusal 400 or 403 in the words of the real server */
export function checkMembership(world: World, chat: Chat): void {
  if (chat.kind === 'private') {
    if (world.people.get(chat.id)?.deactivated) throw forbidden('user is deactivated');
    if (chat.bot.status === 'new') throw forbidden("bot can't initiate conversation with a user");
    if (chat.bot.status === 'kicked') throw forbidden('bot was blocked by the user');
    return;
  }
  if (chat.migratedTo !== undefined) {
    throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo });
  }
  if (chat.deleted && chat.kind === 'group') throw forbidden('the group chat was deleted');
  if (chat.deleted || chat.bot.status === 'kicked') throw forbidden(`bot was kicked from the ${chat.kind} chat`);
  if (chat.bot.status === 'left') throw forbidden(`bot is not a member of the ${chat.kind} chat`);
}

/** What is sent, as the rights are named and as the refusal names it. */
const SENDABLE = {
  text: ['can_send_messages', 'text messages'],
  photo: ['can_send_photos', 'photos'],
  video: ['can_send_videos', 'videos'],
  animation: ['can_send_other_messages', 'animations'],
  audio: ['can_send_audios', 'music'],
  document: ['can_send_documents', 'documents'],
} as const;

export type Sendable = keyof typeof SENDABLE;

/** @throws Refusal 400 where the bot is in the chat but may not send this */
export function checkSendRight(chat: Chat, what: Sendable): void {
  if (chat.kind === 'channel') {
    if (!hasRight(chat, 'can_post_messages')) throw badRequest('need administrator rights in the channel chat');
    return;
  }
  const [right, words] = SENDABLE[what];
  if (chat.bot.status !== 'administrator' && chat.permissions[right] === false) {
    throw badRequest(`not enough rights to send ${words} to the chat`);
  }
}

/** Has the bot an administrator's right here? */
export function hasRight(chat: Chat, right: string): boolean {
  return chat.bot.status === 'administrator' && 'rights' in chat.bot && chat.bot.rights?.[right] === true;
}

/** The topic a message goes to; undefined outside forums, where the id means nothing, and in General. */
export function resolveThread(chat: Chat, params: Params): number | undefined {
  const threadId = readInteger(params, 'message_thread_id', 0);
  if (!chat.isForum || threadId === 0) return undefined;
  // General's own id is 1, and the server refuses it when it is passed (telegram-bot-api#854).
  if (threadId === 1 || !chat.topics.has(threadId)) throw badRequest('message thread not found');
  return threadId;
}

/** Closed topics, General included, take messages only from who may manage topics. @throws Refusal 400 TOPIC_CLOSED */
export function checkTopicOpen(chat: Chat, threadId: number | undefined): void {
  if (!chat.isForum || hasRight(chat, 'can_manage_topics')) return;
  const closed = threadId === undefined ? chat.generalClosed : chat.topics.get(threadId)?.closed === true;
  if (closed) throw badRequest('TOPIC_CLOSED');
}

export type ReplyTarget = { messageId: number; isOptional: boolean };

/** `reply_parameters`, or the two older parameters. Read before the chat is looked at, as the server does. */
export function readReplyTarget(params: Params): ReplyTarget | null {
  const given = readJson(params, 'reply_parameters', 'reply parameters');
  if (given !== undefined) {
    if (!isRecord(given)) throw badRequest("can't parse reply parameters: object expected");
    const messageId = Number(given.message_id ?? 0);
    return messageId > 0 ? { messageId, isOptional: given.allow_sending_without_reply === true } : null;
  }
  const messageId = readInteger(params, 'reply_to_message_id', 0);
  return messageId > 0 ? { messageId, isOptional: readBoolean(params, 'allow_sending_without_reply') } : null;
}

/** @throws Refusal 400 when the message is gone and the caller insists */
export function resolveReply(chat: Chat, target: ReplyTarget | null): Message | undefined {
  if (target === null) return undefined;
  const message = chat.messages.get(target.messageId);
  if (message === undefined && !target.isOptional) throw badRequest('message to be replied not found');
  return message;
}
