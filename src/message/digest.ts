// Many items in as few messages as fit: one line each, headed by their feed, none left out.
import type { Item } from '../store/item.ts';
import { countCodePoints } from './characters.ts';
import { beginningOf, dateText, type FeedHead, feedName, shorten, webLink } from './lines.ts';
import type { MessageOptions } from './options.ts';
import type { Part, RichText } from './part.ts';
import { readHtmlOnce } from './read_once.ts';
import { concat, join, linkTo, normalise, plain, wrap } from './rich_text.ts';
import { ENTITY_LIMIT, MESSAGE_LIMIT } from './split.ts';

const TITLE_LIMIT = 200;

export type DigestGroup = {
  feed: FeedHead;
  items: Item[];
  options: Pick<MessageOptions, 'title' | 'showDate' | 'language' | 'timeZone'>;
};

/** A line that stays whole, and what stands between it and the line before. */
type Line = { rich: RichText; gap: '\n' | '\n\n'; needsNext: boolean };

/**
 * The digest of one or several feeds, items in the order given. A feed's heading stays with its first item.
 * @returns text messages within Telegram's limits, without previews; none for no items
 */
export function renderDigest(groups: DigestGroup[]): Part[] {
  const lines = groups.filter(({ items }) => items.length > 0).flatMap(linesOf);
  return pack(lines).map((rich) => ({ kind: 'text', preview: 'off', previewUrl: null, ...normalise(rich) }));
}

function linesOf({ feed, items, options }: DigestGroup): Line[] {
  const name = shorten(feedName(feed, options.title), TITLE_LIMIT);
  const heading: Line = { rich: wrap(linkTo(name, webLink(feed.link)), 'bold'), gap: '\n\n', needsNext: true };
  return [heading, ...items.map((item): Line => ({ rich: itemLine(item, options), gap: '\n', needsNext: false }))];
}

function itemLine(item: Item, options: DigestGroup['options']): RichText {
  const link = webLink(item.link);
  const title = linkTo(titleOf(item, link), link);
  const date = options.showDate ? dateText(item.publishedAt ?? item.updatedAt, options) : '';
  return concat(plain('• '), join([title, plain(date)], ' · '));
}

/** The title, else the beginning of the text, else the link. */
function titleOf(item: Item, link: string | null): RichText {
  const title = shorten(item.title, TITLE_LIMIT);
  if (title.text !== '') return title;
  const text = beginningOf(readHtmlOnce(item.content ?? item.summary ?? '', link).rich, TITLE_LIMIT);
  return text.text === '' ? shorten(link ?? item.guid ?? '—', TITLE_LIMIT) : text;
}

function pack(lines: Line[]): RichText[] {
  const messages: RichText[] = [];
  let open: RichText[] = [];
  let size = { codePoints: 0, entities: 0 };
  lines.forEach((line, index) => {
    const own = sizeOf(line);
    const next = lines[index + 1];
    const ahead = line.needsNext && next ? sizeOf(next) : { codePoints: 0, entities: 0 };
    const isFull =
      size.codePoints + own.codePoints + ahead.codePoints > MESSAGE_LIMIT ||
      size.entities + own.entities + ahead.entities > ENTITY_LIMIT;
    if (isFull && open.length > 0) {
      messages.push(concat(...open));
      open = [];
      size = { codePoints: 0, entities: 0 };
    }
    if (open.length > 0) open.push(plain(line.gap));
    open.push(line.rich);
    size = { codePoints: size.codePoints + own.codePoints, entities: size.entities + own.entities };
  });
  return open.length > 0 ? [...messages, concat(...open)] : messages;
}

function sizeOf({ rich, gap }: Line): { codePoints: number; entities: number } {
  return { codePoints: countCodePoints(rich.text) + gap.length, entities: rich.entities.length };
}
