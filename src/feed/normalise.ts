// The canonical reading of a feed to a Feed: texts to plain text, dates to UTC, media to what Telegram can tell apart.
import type { Item, Media } from '../store/item.ts';
import type { CanonicalFeed, CanonicalItem, CanonicalMedia } from './canonical_reader.ts';
import { readDate } from './dates.ts';
import type { Feed, FeedFormat } from './feed.ts';
import { publisherHints } from './hints.ts';
import { mediaKind } from './media_kind.ts';
import { mediaNumber } from './media_number.ts';
import { titleText } from './title_text.ts';

/** @param format of the document's root, which the canonical form no longer tells */
export function normaliseFeed(canonical: CanonicalFeed, format: FeedFormat): Omit<Feed, 'isCut'> {
  return {
    format,
    title: titleText(canonical.title ?? ''),
    link: canonical.link ?? null,
    selfUrl: canonical.feedUrl ?? null,
    hubUrl: canonical.hub ?? null,
    description: titleText(canonical.description ?? '') || null,
    language: canonical.language ?? null,
    imageUrl: canonical.image?.url ?? null,
    hints: publisherHints({
      ttlMinutes: canonical.ttl ?? null,
      updatePeriod: canonical.updatePeriod ?? null,
      updateFrequency: canonical.updateFrequency ?? null,
      skipHours: canonical.skipHours?.hour ?? [],
      skipDays: canonical.skipDays?.day ?? [],
    }),
    items: canonical.items.map(normaliseItem),
  };
}

function normaliseItem(item: CanonicalItem): Item {
  return {
    guid: item.guid ?? null,
    link: item.link ?? null,
    title: titleText(item.title ?? ''),
    author: titleText(item.author ?? '') || null,
    summary: item.content ?? null,
    content: item['content:encoded'] ?? null,
    categories: (item.categories ?? []).map(titleText),
    media: (item.media ?? []).flatMap(normaliseMedia),
    publishedAt: firstDate(item.pubDates),
    updatedAt: firstDate(item.updatedDates),
  };
}

function firstDate(dates: string[] | undefined): string | null {
  for (const date of dates ?? []) {
    const read = readDate(date);
    if (read !== null) return read;
  }
  return null;
}

function normaliseMedia({ $: published }: CanonicalMedia): Media[] {
  const { url, type = null, medium = null } = published;
  if (url === undefined) return [];
  return [
    {
      kind: mediaKind({ url, type, medium }),
      url,
      type,
      bytes: wholeNumber(published.bytes),
      width: wholeNumber(published.width),
      height: wholeNumber(published.height),
      durationSeconds: durationSeconds(published.duration),
      title: titleText(published.title ?? '') || null,
      previewUrl: published.previewUrl ?? null,
    },
  ];
}

/** What follows the digits, a unit mostly, is passed over. */
function wholeNumber(text: string | undefined): number | null {
  return mediaNumber(Number.parseInt(text ?? '', 10));
}

/** Seconds, or `hh:mm:ss` as podcasts write it. */
function durationSeconds(text: string | undefined): number | null {
  const parts = text?.trim().split(':') ?? [];
  if (parts.length === 0 || parts.length > 3 || !parts.every((part) => /^\d{1,9}(\.\d{1,9})?$/.test(part))) return null;
  return mediaNumber(parts.reduce((sum, part) => sum * 60 + Number(part), 0));
}
