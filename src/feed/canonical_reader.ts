// rss-parser over the canonical document that front/ writes. It never sees a publisher's own XML.
import { createRequire } from 'node:module';
import Parser from 'rss-parser';

/**
 * rss-parser makes a plain-text snippet of every text, unasked, with regular expressions that are quadratic in it: a
 * description of 80 KB of `<` holds the process for seconds. Nothing here reads the snippets.
 */
const utils: { getSnippet: (html: string) => string } = createRequire(import.meta.url)('rss-parser/lib/utils');
utils.getSnippet = () => '';

export type CanonicalMedia = { $: Record<string, string | undefined> };

export type CanonicalItem = {
  title?: string;
  link?: string;
  guid?: string;
  pubDates?: string[];
  updatedDates?: string[];
  author?: string;
  categories?: string[];
  /** the summary */
  content?: string;
  'content:encoded'?: string;
  media?: CanonicalMedia[];
};

export type CanonicalFeed = {
  title?: string;
  link?: string;
  feedUrl?: string;
  hub?: string;
  description?: string;
  language?: string;
  image?: { url?: string };
  ttl?: string;
  updatePeriod?: string;
  updateFrequency?: string;
  skipHours?: { hour?: string[] };
  skipDays?: { day?: string[] };
  items: CanonicalItem[];
};

type Fields = NonNullable<NonNullable<ConstructorParameters<typeof Parser>[0]>['customFields']>;

const CUSTOM_FIELDS = {
  feed: ['hub', ['sy:updatePeriod', 'updatePeriod'], ['sy:updateFrequency', 'updateFrequency']],
  item: [
    ['pubDate', 'pubDates', { keepArray: true }],
    ['atom:updated', 'updatedDates', { keepArray: true }],
    ['media:content', 'media', { keepArray: true }],
  ],
};

const parser = new Parser({ customFields: CUSTOM_FIELDS as Fields });

/** Read a canonical document; rejects if it is none, which is a fault of ours. */
export async function readCanonical(xml: string): Promise<CanonicalFeed> {
  return (await parser.parseString(xml)) as unknown as CanonicalFeed;
}
