// sendPhoto and its kin, albums, getFile.
import {
  checkMembership,
  checkSendRight,
  checkTopicOpen,
  readReplyTarget,
  resolveChat,
  resolveReply,
  resolveThread,
} from './access.ts';
import { sendMediaGroup } from './album.ts';
import { resolveOne } from './files.ts';
import { chargeSend } from './flood.ts';
import { type MethodCall, type Methods, method } from './methods.ts';
import { type Params, readBoolean, readInteger, readText } from './params.ts';
import { checkCaption, readCaption } from './read_text.ts';
import { badRequest } from './refusal.ts';
import { checkButtons, readReplyMarkup } from './reply_markup.ts';
import { showCaption, showMedia } from './show_media.ts';
import { botEnvelope, storeOwn } from './store_message.ts';
import type { FileShape, MediaKind, Message } from './types.ts';

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;
const COMMON =
  'business_connection_id chat_id message_thread_id direct_messages_topic_id caption parse_mode caption_entities ' +
  'disable_notification protect_content allow_paid_broadcast message_effect_id suggested_post_parameters ' +
  'reply_parameters reply_to_message_id allow_sending_without_reply reply_markup ';

export const MEDIA_METHODS: Methods = {
  sendPhoto: method(`${COMMON} photo show_caption_above_media has_spoiler`, sendAs('photo')),
  sendVideo: method(
    `${COMMON} video duration width height thumbnail cover start_timestamp show_caption_above_media has_spoiler ` +
      'supports_streaming',
    sendAs('video'),
  ),
  sendAnimation: method(
    `${COMMON} animation duration width height thumbnail show_caption_above_media has_spoiler`,
    sendAs('animation'),
  ),
  sendAudio: method(`${COMMON} audio duration performer title thumbnail`, sendAs('audio')),
  sendDocument: method(`${COMMON} document thumbnail disable_content_type_detection`, sendAs('document')),
  sendMediaGroup: method(
    'business_connection_id chat_id message_thread_id direct_messages_topic_id media disable_notification protect_content ' +
      'allow_paid_broadcast message_effect_id reply_parameters reply_to_message_id allow_sending_without_reply',
    sendMediaGroup,
  ),
  getFile: method('file_id', getFile),
};

function sendAs(kind: MediaKind): (call: MethodCall) => Promise<Message> {
  return (call) => sendMedia(call, kind);
}

async function sendMedia(call: MethodCall, kind: MediaKind): Promise<Message> {
  const { world, params, uploads } = call;
  const caption = readCaption(params);
  const target = readReplyTarget(params);
  const markup = readReplyMarkup(params);
  const named = uploads.has(kind) ? kind : readText(params, kind);
  if (named === '') throw badRequest(`there is no ${kind} in the request`);
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  const threadId = resolveThread(chat, params);
  const replyTo = resolveReply(chat, target);
  checkSendRight(chat, kind);
  checkCaption(caption);
  const file = await resolveOne(call, kind, named);
  checkButtons(markup);
  checkTopicOpen(chat, threadId ?? replyTo?.message_thread_id);
  chargeSend(world, chat, 1, readBoolean(params, 'allow_paid_broadcast'));
  const content = {
    ...botEnvelope(world, chat, { threadId, replyTo }),
    ...showMedia(kind, file, readFacts(params)),
    ...showCaption(caption, readBoolean(params, 'show_caption_above_media'), readBoolean(params, 'has_spoiler')),
  };
  return storeOwn(world, chat, content, markup);
}

function readFacts(params: Params): Partial<FileShape> {
  const numbers = (['width', 'height', 'duration'] as const).flatMap((name) => {
    const value = readInteger(params, name, 0);
    return value > 0 ? [[name, value]] : [];
  });
  const words = (['performer', 'title'] as const).flatMap((name) => {
    const value = readText(params, name);
    return value === '' ? [] : [[name, value]];
  });
  return Object.fromEntries([...numbers, ...words]);
}

function getFile({ world, params }: MethodCall): unknown {
  const file = world.files.get(readText(params, 'file_id'));
  if (file === undefined) throw badRequest('invalid file_id');
  if (file.size > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path };
}
