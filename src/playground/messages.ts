// sendMessage and what can be done to a message afterwards.
import {
  checkMembership,
  checkSendRight,
  checkTopicOpen,
  hasRight,
  readReplyTarget,
  resolveChat,
  resolveReply,
  resolveThread,
} from './access.ts';
import { chargeSend } from './flood.ts';
import { type MethodCall, type Methods, method } from './methods.ts';
import { isRecord, type Params, readBoolean, readInteger, readJson } from './params.ts';
import { readCaption, readMessageText } from './read_text.ts';
import { badRequest } from './refusal.ts';
import { checkButtons, readReplyMarkup } from './reply_markup.ts';
import { botEnvelope, storeMessage } from './store_message.ts';
import type { Message, RichText } from './types.ts';
import { announce, type Chat, nowSeconds, type World } from './world.ts';

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const DELETABLE_SECONDS = 48 * 3600;

export const MESSAGE_METHODS: Methods = {
  sendMessage: method(
    'business_connection_id chat_id message_thread_id direct_messages_topic_id text parse_mode entities link_preview_options ' +
      'disable_web_page_preview disable_notification protect_content allow_paid_broadcast message_effect_id ' +
      'suggested_post_parameters reply_parameters reply_to_message_id allow_sending_without_reply reply_markup',
    sendMessage,
  ),
  editMessageText: method(
    'business_connection_id chat_id message_id inline_message_id text parse_mode entities link_preview_options ' +
      'disable_web_page_preview reply_markup',
    editMessageText,
  ),
  editMessageCaption: method(
    'business_connection_id chat_id message_id inline_message_id caption parse_mode caption_entities ' +
      'show_caption_above_media reply_markup',
    editMessageCaption,
  ),
  editMessageReplyMarkup: method(
    'business_connection_id chat_id message_id inline_message_id reply_markup',
    editMessageReplyMarkup,
  ),
  deleteMessage: method('chat_id message_id', deleteMessage),
  deleteMessages: method('chat_id message_ids', deleteMessages),
  sendChatAction: method('business_connection_id chat_id message_thread_id action', sendChatAction),
};

/** Telegram counts code points, not UTF-16 units. @throws Refusal 400 */
export function checkCaption(caption: RichText): void {
  if ([...caption.text].length > MAX_CAPTION) throw badRequest('message caption is too long');
}

function checkLength({ text }: RichText): void {
  if ([...text].length > MAX_TEXT) throw badRequest('message is too long');
}

function sendMessage({ world, params }: MethodCall): Message {
  const rich = readMessageText(params);
  const target = readReplyTarget(params);
  const markup = readReplyMarkup(params);
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  const threadId = resolveThread(chat, params);
  const replyTo = resolveReply(chat, target);
  checkSendRight(chat, 'text');
  checkLength(rich);
  checkButtons(markup);
  checkTopicOpen(chat, threadId ?? replyTo?.message_thread_id);
  chargeSend(world, chat, 1, readBoolean(params, 'allow_paid_broadcast'));
  const content = {
    ...botEnvelope(world, chat, { threadId, replyTo }),
    ...showText(rich),
    ...readPreview(params),
    ...(markup?.inline_keyboard === undefined ? {} : { reply_markup: markup }),
  };
  return storeMessage(world, chat, content, { own: true });
}

function showText({ text, entities }: RichText): Pick<Message, 'text' | 'entities'> {
  return entities.length === 0 ? { text } : { text, entities };
}

function readPreview(params: Params): Pick<Message, 'link_preview_options'> {
  const given = readJson(params, 'link_preview_options', 'link preview options');
  if (isRecord(given)) return { link_preview_options: given };
  return readBoolean(params, 'disable_web_page_preview') ? { link_preview_options: { is_disabled: true } } : {};
}

/** The message an edit names. @throws Refusal 400 when it is gone or somebody else's */
function findEditable(world: World, params: Params): { chat: Chat; message: Message } {
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  const message = chat.messages.get(readInteger(params, 'message_id', 0));
  if (message === undefined) throw badRequest('message to edit not found');
  const mayEdit = chat.own.has(message.message_id) || (chat.kind === 'channel' && hasRight(chat, 'can_edit_messages'));
  if (!mayEdit) throw badRequest("message can't be edited");
  return { chat, message };
}

function editMessageText({ world, params }: MethodCall): Message {
  const rich = readMessageText(params);
  const markup = readReplyMarkup(params);
  const { message } = findEditable(world, params);
  if (message.text === undefined) throw badRequest('there is no text in the message to edit');
  checkLength(rich);
  const { text: _text, entities: _entities, link_preview_options: _preview, reply_markup: _markup, ...rest } = message;
  return replaceMessage(world, message, {
    ...rest,
    ...showText(rich),
    ...readPreview(params),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  });
}

function editMessageCaption({ world, params }: MethodCall): Message {
  const caption = readCaption(params);
  const markup = readReplyMarkup(params);
  const { message } = findEditable(world, params);
  if (message.text !== undefined) throw badRequest('there is no caption in the message to edit');
  checkCaption(caption);
  const { caption: _caption, caption_entities: _entities, reply_markup: _markup, ...rest } = message;
  return replaceMessage(world, message, {
    ...rest,
    ...(caption.text === '' ? {} : { caption: caption.text, caption_entities: caption.entities }),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  });
}

function editMessageReplyMarkup({ world, params }: MethodCall): Message {
  const markup = readReplyMarkup(params);
  const { message } = findEditable(world, params);
  const { reply_markup: _markup, ...rest } = message;
  return replaceMessage(world, message, { ...rest, ...(markup === undefined ? {} : { reply_markup: markup }) });
}

/** @throws Refusal 400 when nothing would change or a button is wrong */
function replaceMessage(world: World, before: Message, after: Message): Message {
  checkButtons(after.reply_markup);
  const edited = dropEmptyKeyboard(after);
  const { edit_date: _before, ...old } = before;
  const { edit_date: _after, ...fresh } = edited;
  if (canonical(old) === canonical(fresh)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
        'and reply markup of the message',
    );
  }
  const stored = { ...edited, edit_date: nowSeconds(world) };
  world.chats.get(before.chat.id)?.messages.set(before.message_id, stored);
  announce(world, 'edited', stored);
  return stored;
}

function dropEmptyKeyboard(message: Message): Message {
  if (message.reply_markup === undefined || message.reply_markup.inline_keyboard?.length) return message;
  const { reply_markup: _empty, ...rest } = message;
  return rest;
}

/** JSON with its keys in order, so that equal messages are equal strings. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function deleteMessage({ world, params }: MethodCall): true {
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  const message = chat.messages.get(readInteger(params, 'message_id', 0));
  if (message === undefined) throw badRequest('message to delete not found');
  if (!mayDelete(world, chat, message)) throw badRequest("message can't be deleted");
  removeMessage(world, chat, message.message_id);
  return true;
}

/** Unlike the single form, this one passes over messages that are gone or may not go. */
function deleteMessages({ world, params }: MethodCall): true {
  const ids = readJson(params, 'message_ids', 'message identifiers');
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  for (const id of ids) {
    const message = chat.messages.get(Number(id));
    if (message !== undefined && mayDelete(world, chat, message)) removeMessage(world, chat, message.message_id);
  }
  return true;
}

function mayDelete(world: World, chat: Chat, message: Message): boolean {
  if (hasRight(chat, 'can_delete_messages')) return true;
  const isFresh = nowSeconds(world) - message.date <= DELETABLE_SECONDS;
  return isFresh && (chat.kind === 'private' || chat.own.has(message.message_id));
}

export function removeMessage(world: World, chat: Chat, messageId: number): void {
  chat.messages.delete(messageId);
  announce(world, 'deleted', { chatId: chat.id, messageId });
}

function sendChatAction({ world, params }: MethodCall): true {
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  resolveThread(chat, params);
  return true;
}
