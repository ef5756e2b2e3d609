// How a chat wants its messages: its defaults, and what a subscription says instead.
import type { LinkPreview } from './part.ts';

export type Mode = 'auto' | 'full' | 'title' | 'template';

export type MessageOptions = {
  mode: Mode;
  preview: LinkPreview;
  /** sent without a sound; read by the sender */
  silent: boolean;
  /** whether a burst of items comes as one message; read by the sender */
  digest: boolean;
  media: 'off' | 'on' | 'only';
  showAuthor: boolean;
  showSource: boolean;
  showDate: boolean;
  /** the reader's own name for the feed; null takes the feed's */
  title: string | null;
  hashtags: { own: string[]; fromCategories: boolean };
  /** template of mode `template`, checked when it was set */
  template: string | null;
  /** BCP 47, for dates */
  language: string;
  /** IANA, for dates */
  timeZone: string;
};

export const DEFAULT_OPTIONS: Readonly<MessageOptions> = Object.freeze({
  mode: 'auto',
  preview: 'on',
  silent: false,
  digest: true,
  media: 'on',
  showAuthor: false,
  showSource: true,
  showDate: false,
  title: null,
  hashtags: Object.freeze({ own: Object.freeze([]) as unknown as string[], fromCategories: false }),
  template: null,
  language: 'en',
  timeZone: 'UTC',
});

/** What is set, as it is stored: only what differs from the level above. */
export type OptionsSet = { [K in keyof MessageOptions]?: MessageOptions[K] | undefined };

/** The subscription's word counts, then the chat's, then ours. A template set without a mode means mode `template`. */
export function resolveOptions(chatDefaults: OptionsSet, subscription: OptionsSet): MessageOptions {
  const resolved = { ...DEFAULT_OPTIONS, ...defined(chatDefaults), ...defined(subscription) };
  const mode =
    subscription.mode ??
    (subscription.template ? 'template' : chatDefaults.mode) ??
    (chatDefaults.template ? 'template' : 'auto');
  return { ...resolved, mode: mode === 'template' && !resolved.template ? 'auto' : mode };
}

function defined(options: OptionsSet): Partial<MessageOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));
}
