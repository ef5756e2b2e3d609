// An update of Telegram's as what it means to us. Only fields that we know are read: whatever else it carries cannot break us.
import type { ChatKind } from '../store/chats.ts';
import {
  type Actor,
  type Incoming,
  type IncomingChat,
  type IncomingMessage,
  type IncomingTap,
  type Membership,
  readCommand,
  type Service,
} from './incoming.ts';

type TelegramChat = {
  id: number;
  type: ChatKind;
  title?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: boolean;
};
type TelegramUser = { id: number; is_bot?: boolean; language_code?: string };
type Entity = { type: string; offset: number; length: number; url?: string };
type TelegramMessage = {
  message_id: number;
  chat: TelegramChat;
  from?: TelegramUser;
  sender_chat?: TelegramChat;
  is_automatic_forward?: boolean;
  message_thread_id?: number;
  is_topic_message?: boolean;
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  reply_to_message?: { message_id: number; forum_topic_created?: { name: string } };
  forward_origin?: { type: string; chat?: TelegramChat };
  location?: { latitude: number; longitude: number };
  chat_shared?: { chat_id: number };
  forum_topic_created?: { name: string };
  forum_topic_edited?: { name?: string };
  forum_topic_closed?: object;
  forum_topic_reopened?: object;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
};
type Tap = { id: string; from: TelegramUser; message?: TelegramMessage; data?: string };
type ChatMember = { chat: TelegramChat; from: TelegramUser; old_chat_member: Member; new_chat_member: Member };
type Member = { status: string; is_member?: boolean };
export type TelegramUpdate = {
  update_id: number;
  message?: TelegramMessage;
  channel_post?: TelegramMessage;
  callback_query?: Tap;
  my_chat_member?: ChatMember;
};

/** What an update is about, or null where it is nothing of ours. Edited messages are not read: a command would be obeyed twice. */
export function readUpdate(update: TelegramUpdate): Incoming | null {
  const updateId = String(update.update_id);
  const message = update.message ?? update.channel_post;
  if (message) return readMessage(message, updateId);
  if (update.callback_query) return readTap(update.callback_query, updateId);
  return update.my_chat_member ? readMembership(update.my_chat_member, updateId) : null;
}

function readMessage(message: TelegramMessage, updateId: string): IncomingMessage | Service | null {
  const actor = readActor(message);
  // Posts that Telegram carries over from a linked channel are nobody's commands.
  if (actor === null || message.is_automatic_forward) return null;
  const where = { updateId, chat: readChat(message.chat), threadId: threadOf(message), actor };
  const languageCode = message.from?.language_code;
  const event = readEvent(message);
  if (event) return { kind: 'service', ...where, languageCode, event };
  if (!hasContent(message)) return null;
  const text = message.text ?? message.caption ?? '';
  const origin = message.forward_origin;
  return {
    kind: 'message',
    ...where,
    languageCode,
    messageId: String(message.message_id),
    text,
    command: message.text === undefined || origin ? null : readCommand(text),
    links: readLinks(text, message.entities ?? message.caption_entities ?? []),
    ...readReply(message),
    isForwarded: origin !== undefined,
    forwardedFrom: origin?.type === 'channel' && origin.chat ? String(origin.chat.id) : null,
    location: message.location ?? null,
    pickedChat: message.chat_shared ? String(message.chat_shared.chat_id) : null,
  };
}

/**
 * What people send, as against what Telegram says of a chat (a pinned message, a new picture, a timer), which nobody wants answered.
 * A list of the latter would be out of date with each version of the Bot API.
 */
const CONTENT = [
  ...[
    'text',
    'caption',
    'photo',
    'video',
    'animation',
    'audio',
    'voice',
    'video_note',
    'document',
    'sticker',
    'paid_media',
  ],
  ...['story', 'contact', 'dice', 'game', 'poll', 'checklist', 'location', 'venue', 'chat_shared'],
];

function hasContent(message: TelegramMessage): boolean {
  return CONTENT.some((name) => Boolean((message as Record<string, unknown>)[name]));
}

/** A message without a sender of its own is its chat's; one of another bot's is nobody's. */
function readActor({ from, sender_chat: sender, chat }: TelegramMessage): Actor | null {
  if (sender) return { kind: 'chat', telegramId: String(sender.id) };
  if (!from) return { kind: 'chat', telegramId: String(chat.id) };
  return from.is_bot ? null : { kind: 'person', telegramId: String(from.id) };
}

/** In a topic every message that is no other reply is one to the message that opened it. */
function readReply({ reply_to_message: reply, is_topic_message: isTopic, message_thread_id: thread }: TelegramMessage) {
  const isOpening = isTopic === true && reply?.message_id === thread;
  return {
    replyTo: reply && !isOpening ? String(reply.message_id) : null,
    topicName: isOpening ? (reply?.forum_topic_created?.name ?? null) : null,
  };
}

function readEvent(message: TelegramMessage): Service['event'] | null {
  const id = String(message.chat.id);
  const topic = message.forum_topic_created?.name ?? message.forum_topic_edited?.name;
  if (topic !== undefined) return { what: 'topic', name: topic };
  if (message.forum_topic_closed) return { what: 'topic-closed' };
  if (message.forum_topic_reopened) return { what: 'topic-reopened' };
  if (message.migrate_to_chat_id) return { what: 'migrated', from: id, to: String(message.migrate_to_chat_id) };
  if (message.migrate_from_chat_id) return { what: 'migrated', from: String(message.migrate_from_chat_id), to: id };
  return null;
}

function readTap({ id, from, message, data }: Tap, updateId: string): IncomingTap | null {
  if (!message?.chat || data === undefined || from.is_bot) return null;
  return {
    kind: 'tap',
    updateId,
    chat: readChat(message.chat),
    threadId: threadOf(message),
    actor: { kind: 'person', telegramId: String(from.id) },
    languageCode: from.language_code,
    queryId: id,
    messageId: String(message.message_id),
    data,
  };
}

const isIn = ({ status, is_member: isMember }: Member) =>
  ['creator', 'administrator', 'member'].includes(status) || (status === 'restricted' && isMember !== false);

function readMembership(change: ChatMember, updateId: string): Membership {
  const { chat, from, old_chat_member: before, new_chat_member: now } = change;
  return {
    kind: 'membership',
    updateId,
    chat: readChat(chat),
    threadId: 0,
    actor: { kind: 'person', telegramId: String(from.id) },
    languageCode: from.language_code,
    status: now.status,
    wasIn: isIn(before),
    isIn: isIn(now),
  };
}

function readChat(chat: TelegramChat): IncomingChat {
  const name = [chat.first_name, chat.last_name].filter(Boolean).join(' ');
  return { telegramId: String(chat.id), kind: chat.type, title: chat.title ?? name, isForum: chat.is_forum ?? false };
}

function threadOf(message: TelegramMessage): number {
  return message.is_topic_message ? (message.message_thread_id ?? 0) : 0;
}

function readLinks(text: string, entities: Entity[]): string[] {
  const found = entities.flatMap(({ type, offset, length, url }) => {
    if (type === 'url') return [text.slice(offset, offset + length)];
    return type === 'text_link' && url ? [url] : [];
  });
  return [...new Set(found)];
}
