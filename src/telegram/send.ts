// A part of a message, as the Bot API call that sends it.

import type { LinkPreview, Part } from '../message/part.ts';
import type { Media } from '../store/item.ts';
import type { TelegramClient } from './client.ts';
import type { CallFailure } from './outcome.ts';

export type SendOutcome = { kind: 'sent'; messageIds: string[] } | CallFailure;

/** Where a part goes, and how. Ids of Telegram are int8 as strings; a thread of 0 is none. */
export type Destination = {
  telegramId: string;
  threadId: number;
  replyTo?: string | undefined;
  silent?: boolean;
  /** may go beyond Telegram's free 30 a second, for a fee (Bot API: allow_paid_broadcast) */
  paid?: boolean;
};

/** Files to be sent in the place of URLs that Telegram cannot fetch. */
export type Uploads = ReadonlyMap<string, Upload>;
export type Upload = { bytes: Uint8Array; filename: string };

/** An upload takes longer than a call: up to 50 MB (Bot API: Sending files). */
const UPLOAD_TIMEOUT_MS = 30_000;

/** The Bot API server cuts larger ones to these (tdlib/telegram-bot-api, Client.h: MAX_DURATION, MAX_LENGTH). */
const MAX_DURATION_SECONDS = 24 * 3600;
const MAX_SIDE = 10_000;

type Message = { message_id: number };

const NO_UPLOADS: Uploads = new Map();

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
 * Media go by URL, which Telegram fetches, but for those in `uploads`.
 */
export async function sendPart(
  client: TelegramClient,
  part: Part,
  to: Destination,
  uploads: Uploads = NO_UPLOADS,
): Promise<SendOutcome> {
  const { method, payload } = describeCall(part, uploads);
  const isUpload = uploads.size > 0;
  const destination = describeDestination(to, isUpload);
  const options = isUpload ? { timeoutMs: UPLOAD_TIMEOUT_MS } : {};
  const outcome = await client.call<Message | Message[]>(method, { ...destination, ...payload }, options);
  if (outcome.kind !== 'ok') return outcome;
  return { kind: 'sent', messageIds: [outcome.result].flat().map((message) => String(message.message_id)) };
}

/** How many messages a part counts as: an album is as many as it has pieces. */
export function countMessages(part: Part): number {
  return part.kind === 'album' ? part.media.length : 1;
}

/** @param isUpload telegraf drops objects from a form with files (telegraf#1970): they go as JSON */
function describeDestination({ telegramId, threadId, replyTo, silent, paid }: Destination, isUpload: boolean): object {
  const reply = { message_id: Number(replyTo), allow_sending_without_reply: true };
  return {
    chat_id: telegramId,
    ...(threadId === 0 ? {} : { message_thread_id: threadId }),
    ...(replyTo === undefined ? {} : { reply_parameters: isUpload ? JSON.stringify(reply) : reply }),
    ...(silent ? { disable_notification: true } : {}),
    ...(paid ? { allow_paid_broadcast: true } : {}),
  };
}

function describeCall(part: Part, uploads: Uploads): { method: string; payload: object } {
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
        payload: {
          [FIELDS[part.media.kind]]: sourceOf(part.media, uploads),
          ...describeFile(part.media, part.performer ?? null),
          caption: part.text,
          caption_entities: part.entities,
        },
      };
    case 'album':
      return {
        method: 'sendMediaGroup',
        payload: { media: part.media.map((media, index) => describePiece(media, index === 0 ? part : null, uploads)) },
      };
  }
}

/** Telegram shows the caption of an album's first piece as the album's. */
function describePiece(media: Media, caption: Part | null, uploads: Uploads): object {
  return {
    type: media.kind === 'image' ? 'photo' : media.kind,
    media: sourceOf(media, uploads),
    ...describeFile(media, null),
    ...(caption ? { caption: caption.text, caption_entities: caption.entities } : {}),
  };
}

/** What a player shows before the file is there. A thumbnail is left out: the Bot API takes none by URL. */
function describeFile({ kind, title, durationSeconds, width, height }: Media, performer: string | null): object {
  const duration = within(durationSeconds, MAX_DURATION_SECONDS);
  const timed = duration === null ? {} : { duration };
  switch (kind) {
    case 'audio':
      return { ...timed, ...(title === null ? {} : { title }), ...(performer === null ? {} : { performer }) };
    case 'video':
    case 'animation': {
      const size = { width: within(width, MAX_SIDE), height: within(height, MAX_SIDE) };
      return { ...timed, ...(size.width === null || size.height === null ? {} : size) };
    }
    case 'image':
    case 'document':
      return {};
  }
}

/** A publisher's figure as the Bot API takes it, an Integer; one that cannot be true is none. */
function within(value: number | null, max: number): number | null {
  const whole = Math.round(value ?? 0);
  return whole >= 1 && whole <= max ? whole : null;
}

function sourceOf({ url }: Media, uploads: Uploads): string | { source: Buffer; filename: string } {
  const upload = uploads.get(url);
  return upload ? { source: Buffer.from(upload.bytes), filename: upload.filename } : url;
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
