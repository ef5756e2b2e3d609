// What a web page says about feeds.
import { asWeb } from '../../net/url.ts';
import { LONGEST_FEED_URL } from '../../store/feeds.ts';
import { decodeDocument } from '../decode.ts';
import { type DocumentOrigin, type FeedFormat, LIMITS } from '../feed.ts';
import { boundedBase, resolveUrl } from '../front/urls.ts';
import { titleText } from '../title_text.ts';
import { readTags, type TagReader } from './page_tags.ts';

export type FeedLink = {
  /** absolute */
  url: string;
  /** plain text, as the page calls it; may be empty */
  title: string;
  /** by the type the page gives, else by the address; null when neither tells */
  format: FeedFormat | null;
  /** declared by a `<link>` for readers, or an `<a>` for people whose address or words are those of a feed */
  source: 'link' | 'anchor';
};

export type Page = {
  links: FeedLink[];
  generator: string | null;
  /** other addresses of the same thing, which a site's rules may know */
  alsoKnownAs: string[];
};

/** Feeds are announced in the head; a page that is longer than this has them by then, or lists them for people. */
const READ_BYTES = 2 * 1024 * 1024;
const MAX_ADDRESSES = 5000;
const MAX_LINKS = 200;
/** `feed` was an HTML 5 draft's own word for an alternate that is one. */
const LINK_RELATIONS = new Set(['alternate', 'feed', 'canonical']);
const ANCHOR_CHARS = 300;

const FORMAT_OF_TYPE: [RegExp, FeedFormat][] = [
  [/^application\/(?:x-)?(?:rss\+xml|rss)$|^text\/rss/, 'rss'],
  [/^(?:application|text)\/(?:x-)?atom(?:\+xml)?$/, 'atom'],
  [/^(?:application|text)\/rdf(?:\+xml)?$/, 'rdf'],
  [/^application\/feed\+json$/, 'json'],
];
const FORMAT_OF_PATH: [RegExp, FeedFormat][] = [
  [/atom/i, 'atom'],
  [/\brdf\b/i, 'rdf'],
  [/\.json$/i, 'json'],
  [/rss/i, 'rss'],
];
const FEED_PATH =
  /\.(?:rss|atom|rdf)$|\/(?:feeds?|rss2?|atom)(?:\/?$|\.(?:xml|json|php|aspx)$)|\/(?:index|feed|rss|atom|news)[\w-]*\.(?:xml|rdf)$|\/feeds\/posts\/default/i;
const FEED_QUERY = /[?&](?:feed=(?:rss2?|atom)|format=(?:rss|atom|feed)|type=(?:rss|atom))(?:&|$)/i;
const FEED_WORDS = /^(?:the |our |full |main )?(?:rss|atom|json)(?: ?[\d.]+)?(?: ?feeds?)?$/i;
/** Buttons that hand the page to somebody else's reader. */
const READER_SITES = /(?:^|\.)(?:feedly|inoreader|newsblur|theoldreader|netvibes|bloglines|my\.yahoo|google)\.com$/;

/** @param bytes of HTML, decompressed; a long page is read in part */
export function readPage(bytes: Uint8Array, { contentType = null, url = null }: DocumentOrigin): Page {
  const head = bytes.subarray(0, READ_BYTES);
  const charset = /charset/i.test(contentType ?? '') ? null : charsetOfMeta(head);
  const html = decodeDocument(head, charset === null ? contentType : `text/html; charset=${charset}`);
  const reader = new PageReader(url);
  readTags(html, reader);
  return reader.page();
}

function charsetOfMeta(head: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(head.subarray(0, 2048));
  return /<meta[^>]{0,200}charset\s{0,8}=\s{0,8}["']?\s{0,8}([\w-]{1,40})/i.exec(start)?.[1] ?? null;
}

/** Gathers what matters while the tags of one page go by. */
class PageReader implements TagReader {
  #pageUrl: string | null;
  #base: string | null;
  #links: FeedLink[] = [];
  #generator: string | null = null;
  #alsoKnownAs: string[] = [];
  #addresses = 0;
  #hasBase = false;
  #anchor: { url: string; type: string; title: string; text: string } | null = null;

  constructor(pageUrl: string | null) {
    this.#pageUrl = pageUrl;
    this.#base = boundedBase(pageUrl);
  }

  page(): Page {
    this.endAnchor();
    return { links: this.#links, generator: this.#generator, alsoKnownAs: this.#alsoKnownAs };
  }

  tag(name: string, attributes: Map<string, string>): void {
    const get = (attribute: string) => attributes.get(attribute)?.trim() ?? '';
    switch (name) {
      case 'base':
        this.#setBase(get('href'));
        break;
      case 'link':
        this.#link(get);
        break;
      case 'meta':
        this.#meta(get);
        break;
      default:
        this.#startAnchor(get);
    }
  }

  text(text: string): void {
    const room = ANCHOR_CHARS - (this.#anchor?.text.length ?? ANCHOR_CHARS);
    if (this.#anchor !== null) this.#anchor.text += text.slice(0, room);
  }

  endAnchor(): void {
    if (this.#anchor === null) return;
    const { url, type, title, text } = this.#anchor;
    this.#anchor = null;
    const words = titleText(text) || titleText(title);
    const { hostname, pathname, search } = new URL(url);
    if (READER_SITES.test(hostname)) return;
    const isFeed = formatOfType(type) !== null || FEED_PATH.test(pathname) || FEED_QUERY.test(search);
    if (isFeed || FEED_WORDS.test(words)) this.#add({ url, title: words, type, source: 'anchor' });
  }

  /** Of several the first counts (HTML Standard, the base element). */
  #setBase(href: string): void {
    if (this.#hasBase || href === '') return;
    this.#hasBase = true;
    this.#base = boundedBase(resolveUrl(href, this.#pageUrl)) ?? this.#base;
  }

  #resolve(href: string): string | null {
    this.#addresses++;
    return this.#addresses > MAX_ADDRESSES ? null : resolveUrl(asWeb(href), this.#base);
  }

  #link(get: (attribute: string) => string): void {
    const rel = get('rel').toLowerCase().split(/\s+/);
    if (!rel.some((word) => LINK_RELATIONS.has(word))) return;
    const url = this.#resolve(get('href'));
    if (url === null) return;
    if (rel.includes('canonical')) this.#alsoKnownAs.push(url);
    if (!rel.includes('alternate') && !rel.includes('feed')) return;
    const type = get('type');
    const isPlainType = type === '' || /^(?:application\/(?:json|xml)|text\/xml)\b/i.test(type);
    const isFeed = rel.includes('feed') || formatOfType(type) !== null;
    if (isFeed || (isPlainType && FEED_PATH.test(new URL(url).pathname)))
      this.#add({ url, title: titleText(get('title')), type, source: 'link' });
  }

  #meta(get: (attribute: string) => string): void {
    const content = get('content');
    if (get('name').toLowerCase() === 'generator') this.#generator = content;
    // YouTube's pages about a video or a @handle name the channel in this way only.
    const id = get('itemprop') === 'channelId' ? content : '';
    const channel = /^UC[\w-]{10,40}$/.test(id) ? `https://www.youtube.com/channel/${id}` : null;
    if (channel !== null) this.#alsoKnownAs.push(channel);
  }

  #startAnchor(get: (attribute: string) => string): void {
    this.endAnchor();
    const url = this.#resolve(get('href'));
    if (url !== null) this.#anchor = { url, type: get('type'), title: get('title') || get('aria-label'), text: '' };
  }

  #add({ type, ...link }: Omit<FeedLink, 'format'> & { type: string }): void {
    const url = new URL(link.url);
    url.hash = '';
    if (
      this.#links.length >= MAX_LINKS ||
      url.href.length > LONGEST_FEED_URL ||
      this.#links.some((known) => known.url === url.href)
    )
      return;
    const title = link.title.slice(0, LIMITS.categoryChars);
    this.#links.push({ ...link, url: url.href, title, format: formatOfType(type) ?? formatOfPath(url) });
  }
}

function formatOfType(type: string): FeedFormat | null {
  const [mediaType = ''] = type.toLowerCase().split(';');
  return FORMAT_OF_TYPE.find(([pattern]) => pattern.test(mediaType.trim()))?.[1] ?? null;
}

function formatOfPath({ pathname, search }: URL): FeedFormat | null {
  return FORMAT_OF_PATH.find(([pattern]) => pattern.test(pathname) || pattern.test(search))?.[1] ?? null;
}
