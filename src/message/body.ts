// What an item says and shows, read from its HTML, before anything is cut.
import type { Item, Media } from '../store/item.ts';
import { cleanText } from './characters.ts';
import { shorten, webLink } from './lines.ts';
import type { RichText } from './part.ts';
import { readHtmlOnce } from './read_once.ts';
import { normalise, plain, slice, wrap } from './rich_text.ts';

export type Body = {
  /** '' when the item has none, or when its title is only the beginning of its text */
  title: string;
  text: RichText;
  /** media of the text, in order */
  media: Media[];
  /** whether the item's HTML was longer than is read */
  isTruncated: boolean;
};

/** A title this long is the text of a post that has none. */
const LONGEST_REPEATED_TITLE = 80;
/** An image's hover text is a caption when it is a sentence, as comics have it. */
const SHORTEST_CAPTION = 20;

/** The content, or the summary where the content has no text; a title that the text repeats stands once. */
export function readBody(item: Item): Body {
  const link = webLink(item.link);
  const content = readHtmlOnce(item.content ?? '', link);
  const hasText = content.rich.text !== '' || item.summary === null;
  const summary = hasText ? null : readHtmlOnce(item.summary ?? '', link);
  const text = summary?.rich ?? content.rich;
  const media = [...content.media, ...(summary?.media ?? [])];
  const isTruncated = content.isTruncated || (summary?.isTruncated ?? false);
  const title = cleanText(item.title).replace(/\s+/g, ' ').trim();
  return { ...withoutRepetition(title, captioned(text, title, media)), media, isTruncated };
}

function captioned(text: RichText, title: string, media: Media[]): RichText {
  const caption = media.length === 1 ? (media[0]!.title ?? '') : '';
  const isCaption =
    text.text === '' && caption.length >= SHORTEST_CAPTION && caption !== title && caption.includes(' ');
  return isCaption ? wrap(shorten(caption, 1000), 'italic') : text;
}

function withoutRepetition(title: string, text: RichText): { title: string; text: RichText } {
  const stem = title.replace(/\s*(…|\.\.\.|\[…\]|\[\.\.\.\])$/, '');
  if (stem === '') return { title: '', text };
  const end = text.text.indexOf('\n');
  const firstLine = (end === -1 ? text.text : text.text.slice(0, end)).replace(/\s+/g, ' ');
  if (firstLine === title) return { title, text: end === -1 ? plain('') : normalise(slice(text, end)) };
  const isBeginning = firstLine.startsWith(stem) && (stem !== title || title.length > LONGEST_REPEATED_TITLE);
  return isBeginning ? { title: '', text } : { title, text };
}
