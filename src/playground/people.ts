// What people do in chats: write, edit, delete, tap. Each becomes the update that the real server would send.
import { fixText } from './fix_entities.ts';
import { removeMessage } from './messages.ts';
import { ANONYMOUS_ADMIN_ID } from './seed.ts';
import { type Content, placeIn, storeMessage } from './store_message.ts';
import type { Message, MessageEntity, TapAnswer, User } from './types.ts';
import { pushUpdate } from './updates.ts';
import { announce, type Chat, nowSeconds, type Person, showChat, showUser, type World } from './world.ts';

export type SayOptions = {
  threadId?: number;
  /** id of the message replied to */
  replyTo?: number;
  /** posted through another bot, which then stands in via_bot */
  viaBot?: { id: number; username: string };
  /** as an anonymous administrator: the sender is the group itself */
  anonymous?: boolean;
  /** formatting; links, commands and so on are found by themselves */
  entities?: MessageEntity[];
  /** more fields of the message, such as `forward_origin` */
  extra?: Partial<Message>;
};

/** A person writes. In a private chat that starts the bot, as pressing start would. */
export function say(world: World, chat: Chat, from: Person, text: string, options: SayOptions = {}): Message {
  const fixed = fixText({ text, entities: options.entities ?? [] });
  const written = {
    ...(fixed.text === '' ? {} : { text: fixed.text }),
    ...(fixed.entities.length === 0 ? {} : { entities: fixed.entities }),
  };
  return post(world, chat, from, written, options);
}

/** A person's message of any kind, stored and, if the bot sees it, told. */
export function post(world: World, chat: Chat, from: Person, written: Content, options: SayOptions = {}): Message {
  startIfPrivate(world, chat, from);
  const replyTo = options.replyTo === undefined ? undefined : chat.messages.get(options.replyTo);
  const message = storeMessage(world, chat, {
    ...senderOf(world, chat, from, options.anonymous ?? chat.members.get(from.id)?.anonymous ?? false),
    ...placeIn(chat, { threadId: options.threadId, replyTo }),
    ...written,
    ...(options.viaBot === undefined
      ? {}
      : { via_bot: { is_bot: true, first_name: options.viaBot.username, ...options.viaBot } }),
    ...options.extra,
  });
  if (botSees(world, chat, message))
    pushUpdate(world, chat.kind === 'channel' ? 'channel_post' : 'message', chat.id, message);
  return message;
}

function startIfPrivate(world: World, chat: Chat, from: Person): void {
  if (chat.kind !== 'private' || chat.bot.status === 'member') return;
  const before = chat.bot.status === 'new' ? null : chat.bot;
  chat.bot = { status: 'member' };
  if (before !== null) reportBot(world, chat, from, 'kicked');
  announce(world, 'chats', null);
}

/** Channels show only themselves; an anonymous administrator hides behind the group. */
function senderOf(world: World, chat: Chat, from: Person, isAnonymous: boolean): Content {
  if (chat.kind === 'channel') return { sender_chat: showChat(world, chat), author_signature: from.first_name };
  if (!isAnonymous) return { from: showUser(from) };
  const cover: User = { id: ANONYMOUS_ADMIN_ID, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
  return { from: cover, sender_chat: showChat(world, chat) };
}

/** A message with none of these is a service message. */
const CONTENT = ['text', 'caption', 'photo', 'video', 'animation', 'audio', 'document', 'location'] as const;

/** Privacy mode: in groups an ordinary bot sees commands, mentions, replies to itself and service messages. */
export function botSees(world: World, chat: Chat, message: Message): boolean {
  if (chat.deleted || ['left', 'kicked', 'new'].includes(chat.bot.status)) return false;
  if (chat.kind === 'private' || chat.kind === 'channel' || chat.bot.status === 'administrator') return true;
  if (!CONTENT.some((kind) => message[kind] !== undefined)) return true;
  const repliedTo = message.reply_to_message?.message_id;
  if (repliedTo !== undefined && chat.own.has(repliedTo)) return true;
  const me = `@${world.bot.username ?? ''}`.toLowerCase();
  const text = message.text ?? message.caption ?? '';
  return (message.entities ?? message.caption_entities ?? []).some((entity) => {
    const value = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    if (entity.type === 'mention') return value === me;
    return entity.type === 'bot_command' && (!value.includes('@') || value.endsWith(me));
  });
}

/** A person rewrites a message of theirs. */
export function editAsPerson(world: World, chat: Chat, messageId: number, text: string): Message {
  const before = chat.messages.get(messageId);
  if (before === undefined || chat.own.has(messageId))
    throw new Error(`message ${messageId} is not a person's to edit`);
  const { entities: _old, ...rest } = before;
  const fixed = fixText({ text, entities: [] });
  const entities = fixed.entities.length === 0 ? {} : { entities: fixed.entities };
  const edited: Message = { ...rest, text: fixed.text, ...entities, edit_date: nowSeconds(world) };
  chat.messages.set(messageId, edited);
  announce(world, 'edited', edited);
  if (botSees(world, chat, edited)) {
    pushUpdate(world, chat.kind === 'channel' ? 'edited_channel_post' : 'edited_message', chat.id, edited);
  }
  return edited;
}

/** A person deletes a message, anybody's; bots are not told. */
export function deleteAsPerson(world: World, chat: Chat, messageId: number): void {
  removeMessage(world, chat, messageId);
}

/**
 * A person taps an inline button, named by its text or its data.
 * @returns the bot's answer to the tap; for a URL button, the URL
 */
export function tap(world: World, chat: Chat, messageId: number, button: string, from: Person): Promise<TapAnswer> {
  const message = chat.messages.get(messageId);
  const buttons = message?.reply_markup?.inline_keyboard?.flat() ?? [];
  const found = buttons.find((one) => one.text === button || one.callback_data === button);
  if (message === undefined || found === undefined) {
    const there = buttons.map((one) => one.text).join(', ');
    throw new Error(`message ${messageId} has no button "${button}"; it has: ${there === '' ? 'none' : there}`);
  }
  if (found.url !== undefined) return Promise.resolve({ showAlert: false, url: found.url });
  const id = String(BigInt(world.bot.id) * 4_294_967_296n + BigInt(world.nextId));
  world.nextId += 1;
  const answered = new Promise<TapAnswer>((settle) => {
    world.queries.set(id, { id, atMs: world.now(), chatId: chat.id, settle });
  });
  pushUpdate(world, 'callback_query', chat.id, {
    id,
    from: showUser(from),
    message,
    chat_instance: String(chat.id),
    data: found.callback_data,
  });
  return answered;
}

/** my_chat_member: what became of the bot in a chat, and by whom. */
export function reportBot(world: World, chat: Chat, by: Person, oldStatus: string): void {
  const user = world.bot;
  const { status } = chat.bot;
  pushUpdate(world, 'my_chat_member', chat.id, {
    chat: showChat(world, chat),
    from: showUser(by),
    date: nowSeconds(world),
    old_chat_member: { user, status: oldStatus },
    new_chat_member: { user, status, ...(status === 'administrator' && 'rights' in chat.bot ? chat.bot.rights : {}) },
  });
}
