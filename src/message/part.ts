// What one message in Telegram is to show, before anybody sends it.
import type { Media } from '../store/item.ts';

export type EntityType =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strikethrough'
  | 'spoiler'
  | 'code'
  | 'pre'
  | 'text_link'
  | 'blockquote'
  | 'expandable_blockquote';

/** Offsets and lengths in UTF-16 code units, as the Bot API counts them. */
export type Entity = { type: EntityType; offset: number; length: number; url?: string; language?: string };

export type RichText = { text: string; entities: Entity[] };

/** `link_preview_options` of the Bot API, in our words; `off` shows none. */
export type LinkPreview = 'off' | 'on' | 'small' | 'large' | 'above';

/** One Telegram message; an album is one send that becomes several messages. */
export type Part =
  | ({ kind: 'text'; preview: LinkPreview; previewUrl: string | null } & RichText)
  // text is the caption; a recording may say who is heard
  | ({ kind: 'media'; media: Media; performer?: string | null } & RichText)
  | ({ kind: 'album'; media: Media[] } & RichText);
