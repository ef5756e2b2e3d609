// Messages changed after they were sent: text, caption, medium, keyboard.
import { checkMembership, hasRight, resolveChat } from './access.ts';
import { resolveOne } from './files.ts';
import { readInputMedia } from './input_media.ts';
import { readPreview, showText } from './messages.ts';
import { type MethodCall, type Methods, method } from './methods.ts';
import { isRecord, type Params, readInteger, readJson } from './params.ts';
import { checkCaption, checkLength, readCaption, readMessageText } from './read_text.ts';
import { badRequest } from './refusal.ts';
import { checkButtons, readReplyMarkup } from './reply_markup.ts';
import { showCaption, showMedia } from './show_media.ts';
import type { Message } from './types.ts';
import { announce, type Chat, nowSeconds, type World } from './world.ts';

export const EDIT_METHODS: Methods = {
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
  editMessageMedia: method(
    'business_connection_id chat_id message_id inline_message_id media reply_markup',
    editMessageMedia,
  ),
};

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

/** A text may become a medium; a piece of an album stays of a kind that fits the others. */
async function editMessageMedia(call: MethodCall): Promise<Message> {
  const { world, params } = call;
  const piece = readInputMedia(readJson(params, 'media', 'input media'));
  const markup = readReplyMarkup(params);
  const { message } = findEditable(world, params);
  checkCaption(piece.caption);
  const isVisual = piece.kind === 'photo' || piece.kind === 'video';
  const fits = isVisual ? (message.photo ?? message.video) !== undefined : message[piece.kind] !== undefined;
  if (message.media_group_id !== undefined && !fits) throw badRequest("can't change media type in the album");
  const file = await resolveOne(call, piece.kind, piece.named);
  return replaceMessage(world, message, {
    ...withoutContent(message),
    ...showMedia(piece.kind, file, piece.facts),
    ...showCaption(piece.caption, piece.isAbove, piece.isSpoiler),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  });
}

/** What stays of a message when its content is replaced: who, when, where. */
const FRAME = new Set<string>([
  ...['message_id', 'date', 'chat', 'from', 'sender_chat', 'media_group_id'],
  ...['message_thread_id', 'is_topic_message', 'reply_to_message'],
]);

function withoutContent(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([name]) => FRAME.has(name))) as Message;
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
