// The lines around an item's text: title, source, tags. No words of a language: those come in.
import { cleanText, countCodePoints } from './characters.ts';
import { cutAtSentence } from './cut.ts';
import { dateFormat } from './date_format.ts';
import { cleanLink } from './links.ts';
import type { MessageOptions } from './options.ts';
import type { RichText } from './part.ts';
import { join, linkTo, plain, wrap } from './rich_text.ts';

const TITLE_LIMIT = 300;
const TAG_LIMIT = { fromCategories: 6, length: 40 };

export type FeedHead = { title: string | null; link: string | null; url: string };

/** A title on one line, bold, linked to the item. */
export function titleLine(title: string, link: string | null): RichText {
  return wrap(linkTo(shorten(title, TITLE_LIMIT), webLink(link)), 'bold');
}

/** Text without markup on one line, at most so many code points. */
export function shorten(text: string, codePoints: number): RichText {
  return cutAtSentence(plain(cleanText(text).replace(/\s+/g, ' ').trim()), codePoints).rich;
}

/** The beginning of a text on one line, as a name for what has no title; it ends before anything that is hidden. */
export function beginningOf({ text, entities }: RichText, codePoints: number): RichText {
  const hidden = entities.find(({ type }) => type === 'spoiler');
  return shorten(text.slice(0, hidden?.offset), codePoints);
}

export function webLink(link: string | null): string | null {
  return link === null ? null : cleanLink(link, null);
}

/** The reader's name for a feed, else its own, else its host. */
export function feedName(feed: FeedHead, ownTitle: string | null): string {
  const name = cleanText(ownTitle ?? feed.title ?? '').trim();
  return name || (URL.parse(feed.url)?.hostname.replace(/^www\./, '') ?? feed.url);
}

/** A date as the reader's language writes it in the reader's time zone; '' for none or one that cannot be read. */
export function dateText(
  iso: string | null,
  { language, timeZone }: Pick<MessageOptions, 'language' | 'timeZone'>,
): string {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(time)) return '';
  return dateFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(time);
}

/** One line of what there is: the way to the rest of the text, then source, author and date. */
export function footLine(
  pieces: { readOn: string; source: string; author: string; date: string },
  links: { item: string | null; source: string | null },
): RichText {
  const readOn = linkTo(plain(pieces.readOn), webLink(links.item));
  const source = linkTo(shorten(pieces.source, 120), webLink(links.source));
  return join([readOn, source, shorten(pieces.author, 120), plain(pieces.date)], ' · ');
}

/** Hashtags as Telegram reads them: letters, digits and underscores, not digits alone; each once. */
export function tagLine(hashtags: MessageOptions['hashtags'], categories: string[]): RichText {
  const fromCategories = hashtags.fromCategories ? categories.slice(0, 50).map(asTag).filter(Boolean) : [];
  const tags = [...hashtags.own.map(asTag).filter(Boolean), ...fromCategories.slice(0, TAG_LIMIT.fromCategories)];
  const once = new Map(tags.map((tag) => [tag.toLowerCase(), tag]));
  return plain([...once.values()].map((tag) => `#${tag}`).join(' '));
}

function asTag(name: string): string {
  const tag = cleanText(name.slice(0, 4 * TAG_LIMIT.length))
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return /\p{L}/u.test(tag) && countCodePoints(tag) <= TAG_LIMIT.length ? tag : '';
}
