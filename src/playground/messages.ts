// sendMessage, and messages taken away again.
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
import { checkLength, readMessageText } from './read_text.ts';
import { badRequest } from './refusal.ts';
import { checkButtons, readReplyMarkup } from './reply_markup.ts';
import { botEnvelope, storeOwn } from './store_message.ts';
import type { Message, RichText } from './types.ts';
import { announce, type Chat, nowSeconds, type World } from './world.ts';

const DELETABLE_SECONDS = 48 * 3600;

export const MESSAGE_METHODS: Methods = {
  sendMessage: method(
    'business_connection_id chat_id message_thread_id direct_messages_topic_id text parse_mode entities link_preview_options ' +
      'disable_web_page_preview disable_notification protect_content allow_paid_broadcast message_effect_id ' +
      'suggested_post_parameters reply_parameters reply_to_message_id allow_sending_without_reply reply_markup',
    sendMessage,
  ),
  deleteMessage: method('chat_id message_id', deleteMessage),
  deleteMessages: method('chat_id message_ids', deleteMessages),
  sendChatAction: method('business_connection_id chat_id message_thread_id action', sendChatAction),
};

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
  };
  return storeOwn(world, chat, content, markup);
}

export function showText({ text, entities }: RichText): Pick<Message, 'text' | 'entities'> {
  return entities.length === 0 ? { text } : { text, entities };
}

export function readPreview(params: Params): Pick<Message, 'link_preview_options'> {
  const given = readJson(params, 'link_preview_options', 'link preview options');
  if (isRecord(given)) return { link_preview_options: given };
  return readBoolean(params, 'disable_web_page_preview') ? { link_preview_options: { is_disabled: true } } : {};
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
