// The shapes of the Bot API that the playground answers with, in the API's own names.

export type User = {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
};

export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel';

export type ChatShape = {
  id: number;
  type: ChatKind;
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: true;
};

/** Offsets and lengths in UTF-16 code units. */
export type MessageEntity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
  user?: User;
};

export type RichText = { text: string; entities: MessageEntity[] };

export type InlineButton = { text: string; url?: string; callback_data?: string; [action: string]: unknown };
export type ReplyMarkup = { inline_keyboard?: InlineButton[][]; [other: string]: unknown };

export type FileShape = {
  file_id: string;
  file_unique_id: string;
  file_size?: number;
  file_name?: string;
  mime_type?: string;
  width?: number;
  height?: number;
  duration?: number;
  title?: string;
  performer?: string;
  /** for the chat page only */
  url?: string;
};

export type MediaKind = 'photo' | 'video' | 'animation' | 'audio' | 'document';

/** Where a forwarded message comes from. */
export type MessageOrigin =
  | { type: 'user'; date: number; sender_user: User }
  | { type: 'hidden_user'; date: number; sender_user_name: string }
  | { type: 'chat'; date: number; sender_chat: ChatShape; author_signature?: string }
  | { type: 'channel'; date: number; chat: ChatShape; message_id: number; author_signature?: string };

export type Message = {
  message_id: number;
  date: number;
  chat: ChatShape;
  from?: User;
  sender_chat?: ChatShape;
  author_signature?: string;
  via_bot?: User;
  message_thread_id?: number;
  is_topic_message?: true;
  reply_to_message?: Message;
  forward_origin?: MessageOrigin;
  edit_date?: number;
  media_group_id?: string;
  text?: string;
  entities?: MessageEntity[];
  caption?: string;
  caption_entities?: MessageEntity[];
  show_caption_above_media?: true;
  has_media_spoiler?: true;
  link_preview_options?: Record<string, unknown>;
  photo?: FileShape[];
  video?: FileShape;
  animation?: FileShape;
  audio?: FileShape;
  document?: FileShape;
  location?: { latitude: number; longitude: number };
  chat_shared?: { request_id: number; chat_id: number };
  reply_markup?: ReplyMarkup;
  new_chat_members?: User[];
  left_chat_member?: User;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string; icon_color: number };
  forum_topic_closed?: Record<string, never>;
  forum_topic_reopened?: Record<string, never>;
};

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

export type Update = { update_id: number; [kind: string]: unknown };

/** What a person sees after tapping a button. */
export type TapAnswer = { text?: string; showAlert: boolean; url?: string };
