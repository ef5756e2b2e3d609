// JSON Feed 1.0 and 1.1 to a Feed. feedsmith reads it; what is kept, and how long it may be, is decided here.
import { type JsonFeed, parseJsonFeed } from 'feedsmith';
import type { Item, Media } from '../store/item.ts';
import { readDate } from './dates.ts';
import { type Feed, LIMITS } from './feed.ts';
import { plainTextHtml } from './front/entry.ts';
import { stripControls } from './front/references.ts';
import { absoluteHtml, boundedBase, resolveUrl } from './front/urls.ts';
import { keepNewest } from './item_order.ts';
import { mediaKind } from './media_kind.ts';
import { mediaNumber } from './media_number.ts';
import { titleText } from './title_text.ts';

type Published = JsonFeed.Feed<string>;
type PublishedItem = JsonFeed.Item<string>;

/** null if the text is no JSON Feed. */
export function readJsonFeed(text: string, url: string | null): Feed | null {
  const published = parsed(text);
  if (published === null) return null;
  const base = boundedBase(resolveUrl(published.home_page_url, url) ?? url);
  let roomChars: number = LIMITS.feedChars;
  const newest = keepNewest(published.items ?? [], (item) => readDate(item.date_published ?? ''));
  const items = newest.map((item) => {
    const read = readItem(item, published, base, Math.min(LIMITS.itemChars, Math.max(0, roomChars)));
    roomChars -= (read.content?.length ?? 0) + (read.summary?.length ?? 0) + read.title.length;
    return read;
  });
  return {
    format: 'json',
    title: lineOf(published.title),
    link: resolveUrl(published.home_page_url, url),
    selfUrl: resolveUrl(published.feed_url, url),
    hubUrl: resolveUrl(published.hubs?.find(({ type }) => type?.toLowerCase() === 'websub')?.url, url),
    description: lineOf(published.description) || null,
    language: published.language?.slice(0, 64) ?? null,
    imageUrl: resolveUrl(published.icon ?? published.favicon, url),
    hints: { ttlMs: 0, updatePeriodMs: 0, skipHours: [], skipDays: [] },
    items,
    isCut: false, // what breaks off is no JSON
  };
}

/**
 * Names that no JSON Feed has, and that mean something to those who look for them in an object: feedsmith takes one with a `length` for a list of that
 * length, which ended the process.
 */
const NOT_NAMES = new Set(['length', 'constructor', 'prototype', '__proto__']);

function parsed(text: string): Published | null {
  try {
    const value: unknown = JSON.parse(text, keepable);
    if (!isJsonFeed(value)) return null;
    return parseJsonFeed(withoutMiddle(value), { parseDateFn: (date: string) => date }) as Published;
  } catch {
    return null; // no JSON, or feedsmith found no field of a feed in it
  }
}

/** Of very many items the first and the last; which of them are the new ones is told by their dates. */
function withoutMiddle(feed: object): object {
  if (!('items' in feed) || !Array.isArray(feed.items) || feed.items.length <= 2 * LIMITS.items) return feed;
  return { ...feed, items: [...feed.items.slice(0, LIMITS.items), ...feed.items.slice(-LIMITS.items)] };
}

/** A number beyond what JavaScript counts exactly is kept as it is written: rounded, the ids of two items may be one. */
function keepable(name: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (NOT_NAMES.has(name)) return undefined;
  if (typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')) return source;
  return typeof value === 'string' ? stripControls(value) : value;
}

/** feedsmith takes any object with items for a feed; the version is what tells one apart (JSON Feed 1.1, Top-level). */
function isJsonFeed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || !('version' in value)) return false;
  return typeof value.version === 'string' && /jsonfeed\.org\/version\/1/i.test(value.version);
}

function readItem(item: PublishedItem, feed: Published, base: string | null, maxChars: number): Item {
  const html = item.content_html ?? (item.content_text === undefined ? undefined : plainTextHtml(item.content_text));
  const content = html === undefined ? null : absoluteHtml(html, base).slice(0, maxChars) || null;
  const summary = item.summary === undefined ? null : plainTextHtml(item.summary);
  return {
    guid: item.id?.slice(0, LIMITS.urlChars) ?? null,
    link: resolveUrl(item.url, base) ?? resolveUrl(item.external_url, base) ?? permalink(item.id),
    title: lineOf(item.title),
    author: authorsOf(item.authors ?? feed.authors),
    summary: summary?.slice(0, Math.max(0, maxChars - (content?.length ?? 0))) || null,
    content,
    categories: (item.tags ?? []).slice(0, LIMITS.categories).map((tag) => lineOf(tag.slice(0, LIMITS.categoryChars))),
    media: mediaOf(item, base),
    publishedAt: readDate(item.date_published ?? ''),
    updatedAt: readDate(item.date_modified ?? ''),
  };
}

/** JSON Feed texts are plain, but many publishers put HTML's references into titles. */
function lineOf(text: string | undefined): string {
  return titleText((text ?? '').slice(0, LIMITS.titleChars));
}

function permalink(id: string | undefined): string | null {
  return id !== undefined && /^https?:\/\//i.test(id) ? resolveUrl(id, null) : null;
}

function authorsOf(authors: JsonFeed.Author[] | undefined): string | null {
  const names = (authors ?? []).slice(0, 20).map(({ name, url }) => lineOf(name ?? url));
  return names.filter((name) => name !== '').join(', ') || null;
}

function mediaOf(item: PublishedItem, base: string | null): Media[] {
  const media = (item.attachments ?? []).flatMap((attachment) => {
    const url = resolveUrl(attachment.url, base);
    const type = attachment.mime_type ?? null;
    const bytes = mediaNumber(attachment.size_in_bytes ?? 0);
    const durationSeconds = mediaNumber(attachment.duration_in_seconds ?? 0);
    const title = lineOf(attachment.title) || null;
    return url === null ? [] : [{ ...plainMedia(url, type), bytes, durationSeconds, title }];
  });
  const image = resolveUrl(item.image ?? item.banner_image, base);
  if (image !== null)
    media.push({ ...plainMedia(image, null), kind: 'image', bytes: null, durationSeconds: null, title: null });
  return media.slice(0, LIMITS.media);
}

function plainMedia(url: string, type: string | null): Media {
  const size = { bytes: null, width: null, height: null, durationSeconds: null };
  return { kind: mediaKind({ url, type, medium: null }), url, type, ...size, title: null, previewUrl: null };
}
