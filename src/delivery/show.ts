// A head as the messages that show it, by the settings of its subscription and chat.
import { renderDigest } from '../message/digest.ts';
import { type MessageOptions, type OptionsSet, resolveOptions } from '../message/options.ts';
import type { Part } from '../message/part.ts';
import { renderItem } from '../message/render.ts';
import type { Head, PendingItem } from '../store/heads.ts';

/** @param readOn the words of a link to the rest of the text, in the chat's language */
export function showItem(head: Head, readOn: string): Part[] {
  return renderItem({ feed: feedOf(head), item: head, options: optionsOf(head), texts: { readOn } });
}

export function showDigest(head: Head, items: PendingItem[]): Part[] {
  return renderDigest([{ feed: feedOf(head), items, options: optionsOf(head) }]);
}

export function optionsOf({ chatSettings, settings, language, timeZone }: Head): MessageOptions {
  const { title, template } = settings;
  // Stored by chat/settings, which lets only known options in.
  const chat: OptionsSet = { ...chatSettings.options, template: chatSettings.template };
  const own: OptionsSet = { ...settings.options, title, template };
  return { ...resolveOptions(chat, own), language, timeZone };
}

function feedOf({ feedTitle, feedLink, feedUrl }: Head) {
  return { title: feedTitle, link: feedLink, url: feedUrl };
}
