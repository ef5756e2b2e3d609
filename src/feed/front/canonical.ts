// Any feed written anew as one RSS 2.0 document that a strict XML parser reads: every text escaped, every URL absolute,
// every field in its one place, within LIMITS.
import { readDate } from '../dates.ts';
import { LIMITS } from '../feed.ts';
import { keepNewest } from '../item_order.ts';
import { type Channel, itemsOf, readChannel } from './channel.ts';
import type { Element } from './element.ts';
import { datesOf, type Entry, isRecognisable, readEntry } from './entry.ts';
import type { PublishedMedia } from './media.ts';
import { escapeAttribute, escapeText } from './urls.ts';

/** The canonical document of a feed's tree. */
export function writeCanonical(root: Element): string {
  const channel = readChannel(root);
  const parts = ['<rss version="2.0"><channel>'];
  writeChannel(channel, parts);
  let roomChars: number = LIMITS.feedChars;
  for (const item of keepNewest(itemsOf(root), publishedAt)) {
    const entry = readEntry(item, channel.author);
    if (isRecognisable(item, entry)) roomChars -= writeEntry(entry, roomChars, parts);
  }
  parts.push('</channel></rss>');
  return parts.join('');
}

function publishedAt(item: Element): string | null {
  return readDate(datesOf(item)[0] ?? '');
}

function writeChannel(channel: Channel, parts: string[]): void {
  writeText('title', cut(channel.title, LIMITS.titleChars), parts);
  writeText('link', channel.link, parts);
  writeText('description', cut(channel.description, LIMITS.titleChars), parts);
  writeText('language', channel.language, parts);
  writeText('ttl', channel.ttl, parts);
  writeText('sy:updatePeriod', channel.updatePeriod, parts);
  writeText('sy:updateFrequency', channel.updateFrequency, parts);
  if (channel.selfUrl) parts.push(`<atom:link rel="self" href="${escapeAttribute(channel.selfUrl)}"/>`);
  writeText('hub', channel.hubUrl, parts);
  if (channel.imageUrl) parts.push('<image><url>', quoteText(channel.imageUrl), '</url></image>');
  writeList('skipHours', 'hour', channel.skipHours, parts);
  writeList('skipDays', 'day', channel.skipDays, parts);
}

/** @returns the characters of the feed's room that were taken */
function writeEntry(entry: Entry, roomChars: number, parts: string[]): number {
  const title = cut(entry.title, LIMITS.titleChars);
  const author = cut(entry.author ?? '', LIMITS.titleChars);
  const guid = cut(entry.guid ?? '', LIMITS.urlChars);
  const taken = title.length + author.length + guid.length + (entry.link?.length ?? 0);
  const textChars = Math.max(0, Math.min(LIMITS.itemChars, roomChars) - taken);
  const content = cut(entry.content ?? '', textChars);
  const summary = cut(entry.summary ?? '', textChars - content.length);
  parts.push('<item>');
  writeText('title', title, parts);
  writeText('link', entry.link, parts);
  writeText('guid', guid, parts);
  for (const date of entry.published) writeText('pubDate', cut(date, LIMITS.categoryChars), parts);
  for (const date of entry.updated) writeText('atom:updated', cut(date, LIMITS.categoryChars), parts);
  writeText('author', author, parts);
  for (const category of entry.categories) writeText('category', category, parts);
  writeText('description', summary, parts);
  writeText('content:encoded', content, parts);
  for (const media of entry.media) writeMedia(media, parts);
  parts.push('</item>');
  return taken + content.length + summary.length;
}

function writeMedia(media: PublishedMedia, parts: string[]): void {
  parts.push('<media:content');
  for (const [name, value] of Object.entries(media)) {
    if (value) parts.push(' ', name, '="', escapeAttribute(cut(value, LIMITS.urlChars)), '"');
  }
  parts.push('/>');
}

function writeText(name: string, text: string | null, parts: string[]): void {
  if (text) parts.push('<', name, '>', quoteText(text), '</', name, '>');
}

/** CDATA where there is something to quote: an XML parser gets through it faster than through references, unless it is broken up. */
function quoteText(text: string): string {
  if (text.includes(']]>')) return escapeText(text);
  return /[&<]/.test(text) ? `<![CDATA[${text}]]>` : text;
}

function writeList(name: string, entryName: string, texts: string[], parts: string[]): void {
  if (texts.length === 0) return;
  parts.push('<', name, '>');
  for (const text of texts) writeText(entryName, cut(text, LIMITS.categoryChars), parts);
  parts.push('</', name, '>');
}

/** The beginning of a text, without half a surrogate pair at its end. */
function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const kept = text.slice(0, Math.max(0, maxChars));
  return /[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept;
}
