// What people send besides text: forwarded posts, files, a place, a chat picked for the bot.
import { keepFile } from './files.ts';
import { fixText } from './fix_entities.ts';
import { isRecord } from './params.ts';
import { post, type SayOptions } from './people.ts';
import { showMedia } from './show_media.ts';
import type { Content } from './store_message.ts';
import type { Message, MessageOrigin } from './types.ts';
import type { Chat, Person, World } from './world.ts';

/** What of a message goes with it when it is forwarded. */
const CARRIED = new Set<string>([
  ...['text', 'entities', 'caption', 'caption_entities', 'link_preview_options'],
  ...['photo', 'video', 'animation', 'audio', 'document', 'location'],
]);

/** Forward a message that stands in another chat, or in this one. */
export function forward(
  world: World,
  { from, to, source, messageId }: { from: Person; to: Chat; source: Chat; messageId: number },
  options: SayOptions = {},
): Message {
  const message = source.messages.get(messageId);
  if (message === undefined) throw new Error(`chat ${source.id} has no message ${messageId} to forward`);
  const carried = Object.fromEntries(Object.entries(message).filter(([name]) => CARRIED.has(name)));
  return post(world, to, from, { ...carried, forward_origin: originOf(message) }, options);
}

function originOf({
  date,
  chat,
  message_id,
  from,
  sender_chat,
  author_signature,
  forward_origin,
}: Message): MessageOrigin {
  if (forward_origin !== undefined) return forward_origin;
  const signed = author_signature === undefined ? {} : { author_signature };
  if (chat.type === 'channel') return { type: 'channel', date, chat, message_id, ...signed };
  if (sender_chat !== undefined) return { type: 'chat', date, sender_chat, ...signed };
  if (from === undefined) throw new Error(`nobody sent message ${message_id}`);
  return { type: 'user', date, sender_user: from };
}

export type PersonFile = { name: string; type: string; bytes: Buffer; caption?: string };

/** Send a file as a document; the bot can fetch it by getFile. */
export function sendFile(world: World, chat: Chat, from: Person, file: PersonFile, options: SayOptions = {}): Message {
  const { name, type, bytes } = file;
  const stored = keepFile(world, { kind: 'document', name, type, bytes, url: null });
  const { text, entities } = fixText({ text: file.caption ?? '', entities: options.entities ?? [] });
  const captioned: Content = {
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length === 0 ? {} : { caption_entities: entities }),
  };
  return post(world, chat, from, { ...showMedia('document', stored, {}), ...captioned }, options);
}

/** Press a key of the bot's keyboard that asks for a chat, and pick one. @throws where no such key is there */
export function shareChat(world: World, chat: Chat, from: Person, picked: Chat): Message {
  const request = requestsOf(chat).find((one) => fits(one, picked));
  if (request === undefined) throw new Error(`no key in chat ${chat.id} asks for a ${picked.kind}`);
  return post(world, chat, from, { chat_shared: { request_id: request.id, chat_id: picked.id } });
}

/** Is this the label of a key that asks for a chat? Then the first chat that fits and that the person runs is picked. */
export function pickForKey(world: World, chat: Chat, from: Person, label: string): Message | null {
  const request = requestsOf(chat).find(({ text }) => text === label);
  if (request === undefined) return null;
  const picked = [...world.chats.values()].find(
    (one) => fits(request, one) && ['creator', 'administrator'].includes(one.members.get(from.id)?.status ?? ''),
  );
  return picked === undefined ? null : shareChat(world, chat, from, picked);
}

type ChatRequest = { text: string; id: number; isChannel: boolean };

function requestsOf({ replyKeyboard }: Chat): ChatRequest[] {
  const keyboard = replyKeyboard?.markup.keyboard;
  const keys: unknown[] = Array.isArray(keyboard) ? keyboard.flat() : [];
  return keys.flatMap((key) => {
    if (!isRecord(key) || !isRecord(key.request_chat)) return [];
    const { request_id: id, chat_is_channel: isChannel } = key.request_chat;
    return [{ text: String(key.text), id: Number(id), isChannel: isChannel === true }];
  });
}

const fits = (request: ChatRequest, { kind }: Chat) =>
  request.isChannel ? kind === 'channel' : kind === 'group' || kind === 'supergroup';
