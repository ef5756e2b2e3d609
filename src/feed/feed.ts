// What a feed's document says once it has been read, and the bounds within which it is read.
import type { Item } from '../store/item.ts';

export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json';

/** How often the publisher says the feed changes. Hours are 0-23 and days 0 (Sunday) to 6, both GMT (RSS 2.0, skipHours). */
export type PublisherHints = { ttlMs: number; updatePeriodMs: number; skipHours: number[]; skipDays: number[] };

/** Texts are plain text without markup, URLs absolute http or https; items stand in the document's order. */
export type Feed = {
  format: FeedFormat;
  title: string;
  link: string | null;
  selfUrl: string | null;
  /** WebSub hub */
  hubUrl: string | null;
  description: string | null;
  language: string | null;
  imageUrl: string | null;
  hints: PublisherHints;
  items: Item[];
  /** the document broke off before its items ended: there may be more of them */
  isCut: boolean;
};

/** Why a document gave no feed. `too-slow` and `too-large` are the parse thread's verdicts on a hostile document. */
export type NotAFeedReason = 'empty' | 'html' | 'json' | 'xml' | 'text' | 'unreadable' | 'too-slow' | 'too-large';

export type ParseOutcome = { kind: 'feed'; feed: Feed } | { kind: 'not-a-feed'; reason: NotAFeedReason };

/** The document as it was fetched: its HTTP Content-Type, and its own address, to make its links absolute. */
export type DocumentOrigin = { contentType?: string | null; url?: string | null };

/** What of a document is kept. Lengths are UTF-16 code units. */
export const LIMITS = {
  items: 500,
  depth: 100,
  elements: 300_000,
  childrenOfElement: 5000,
  attributesOfElement: 64,
  itemChars: 256 * 1024,
  feedChars: 10 * 1024 * 1024,
  titleChars: 4096,
  urlChars: 8192,
  baseChars: 2048,
  categories: 64,
  categoryChars: 256,
  media: 32,
} as const;
