// A part of a message, as the Bot API call that sends it.

import type { LinkPreview, Part } from '../message/part.ts';
import type { Media } from '../store/item.ts';
import type { CallOptions, TelegramClient } from './client.ts';
import type { CallFailure } from './outcome.ts';

export type SendOutcome = { kind: 'sent'; messageIds: string[] } | CallFailure;

/** Where a part goes, and how. Ids of Telegram are int8 as strings; a thread of 0 is none. */
export type Destination = { telegramId: string; threadId: number; replyTo?: string | undefined; silent?: boolean };

type Message = { message_id: number };

const METHODS = {
  image: 'sendPhoto',
  video: 'sendVideo',
  animation: 'sendAnimation',
  audio: 'sendAudio',
  document: 'sendDocument',
} as const;
const FIELDS = {
  image: 'photo',
  video: 'video',
  animation: 'animation',
  audio: 'audio',
  document: 'document',
} as const;

/**
 * Send one part as text and entities, never as markup that could be refused.
 * Media go by URL: Telegram fetches them.
 */
export async function sendPart(
  client: TelegramClient,
  part: Part,
  to: Destination,
  options?: CallOptions,
): Promise<SendOutcome> {
  const { method, payload } = describeCall(part);
  const outcome = await client.call<Message | Message[]>(method, { ...describeDestination(to), ...payload }, options);
  if (outcome.kind !== 'ok') return outcome;
  return { kind: 'sent', messageIds: [outcome.result].flat().map((message) => String(message.message_id)) };
}

/** How many messages a part counts as: an album is as many as it has pieces. */
export function countMessages(part: Part): number {
  return part.kind === 'album' ? part.media.length : 1;
}

function describeDestination({ telegramId, threadId, replyTo, silent }: Destination): object {
  return {
    chat_id: telegramId,
    ...(threadId === 0 ? {} : { message_thread_id: threadId }),
    ...(replyTo === undefined
      ? {}
      : { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } }),
    ...(silent ? { disable_notification: true } : {}),
  };
}

function describeCall(part: Part): { method: string; payload: object } {
  switch (part.kind) {
    case 'text':
      return {
        method: 'sendMessage',
        payload: {
          text: part.text,
          entities: part.entities,
          link_preview_options: describePreview(part.preview, part.previewUrl),
        },
      };
    case 'media':
      return {
        method: METHODS[part.media.kind],
        payload: { [FIELDS[part.media.kind]]: part.media.url, caption: part.text, caption_entities: part.entities },
      };
    case 'album':
      return {
        method: 'sendMediaGroup',
        payload: { media: part.media.map((media, index) => describePiece(media, index === 0 ? part : null)) },
      };
  }
}

/** Telegram shows the caption of an album's first piece as the album's. */
function describePiece(media: Media, caption: Part | null): object {
  return {
    type: media.kind === 'image' ? 'photo' : media.kind,
    media: media.url,
    ...(caption ? { caption: caption.text, caption_entities: caption.entities } : {}),
  };
}

function describePreview(preview: LinkPreview, url: string | null): object {
  if (preview === 'off') return { is_disabled: true };
  return {
    ...(url === null ? {} : { url }),
    ...(preview === 'small' ? { prefer_small_media: true } : {}),
    ...(preview === 'large' ? { prefer_large_media: true } : {}),
    ...(preview === 'above' ? { show_above_text: true } : {}),
  };
}
