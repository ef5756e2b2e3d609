// Of all that a page calls a feed: what is worth offering, likeliest first, one format of each. Pure.
import type { FeedFormat } from '../feed.ts';
import type { FeedLink } from './page.ts';

const COMMENTS =
  /comment|kommentar|comentari|comentário|comentarz|komentar|reacties|yorum|комент|коммент|σχόλι|评论|評論|回應|コメント|댓글/i;
const FORMAT_WORDS = /\b(?:rss2?|atom|rdf|json|xml|feeds?|index|alt|format|type|2\.0|1\.[01]|0\.9\d?)\b/gi;

/** A feed that a page names; `otherUrls` are the same feed in other formats, should this one be dead. */
export type RankedLink = { url: string; title: string; otherUrls: string[] };

type KeyedLink = FeedLink & { titleKey: string; addressKey: string };

/** Posts before comments; feeds of this site before those of others, which are left out where it has its own. */
export function rankLinks(
  links: readonly FeedLink[],
  pageUrl: string,
): { posts: RankedLink[]; comments: RankedLink[] } {
  const declared = links.filter(({ source }) => source === 'link');
  const anchors = links.filter(({ source }) => source === 'anchor');
  const own = anchors.filter(({ url }) => isSameSite(url, pageUrl));
  const [posts, comments] = [declared, own.length > 0 ? own : anchors].reduce<[FeedLink[], FeedLink[]]>(
    ([posts, comments], group) => [
      posts.length > 0 ? posts : group.filter((link) => !isComments(link)),
      [...comments, ...group.filter(isComments)],
    ],
    [[], []],
  );
  return { posts: oneOfEachFormat(posts), comments: oneOfEachFormat(comments) };
}

function isComments({ url, title }: FeedLink): boolean {
  const { pathname, search } = new URL(url);
  return COMMENTS.test(title) || /\/comments(?:\/|\.|$)|[?&]feed=comments/.test(pathname + search);
}

function isSameSite(url: string, pageUrl: string): boolean {
  const [a, b] = [url, pageUrl].map((text) => new URL(text).hostname.replace(/^www\./, ''));
  return a === b || a!.endsWith(`.${b}`) || b!.endsWith(`.${a}`);
}

/** Nobody should have to choose between the same posts as RSS and as Atom. */
function oneOfEachFormat(links: readonly FeedLink[]): RankedLink[] {
  const feeds: KeyedLink[][] = [];
  for (const link of links) {
    const keyed = { ...link, titleKey: titleKey(link.title), addressKey: addressKey(link.url) };
    const same = feeds.find((feed) => isSameFeed(feed, keyed));
    if (same === undefined) feeds.push([keyed]);
    else same.push(keyed);
  }
  return feeds.map((formats) => {
    const [first, ...others] = formats.toSorted((a, b) => rankOf(a.format) - rankOf(b.format));
    const title = formats.find((link) => link.title !== '')?.title ?? '';
    return { url: first!.url, title, otherUrls: others.map(({ url }) => url) };
  });
}

function isSameFeed(feed: readonly KeyedLink[], link: KeyedLink): boolean {
  const first = feed[0]!;
  if (first.addressKey === link.addressKey) return true;
  return (
    first.titleKey !== '' && first.titleKey === link.titleKey && feed.every(({ format }) => format !== link.format)
  );
}

/** RSS and Atom say most, and of two the page's first is the one it means. */
function rankOf(format: FeedFormat | null): number {
  return format === 'json' ? 2 : format === 'rdf' ? 1 : 0;
}

function titleKey(title: string): string {
  return title
    .toLowerCase()
    .replace(FORMAT_WORDS, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What is left of an address without the words for formats. */
function addressKey(address: string): string {
  const { hostname, pathname, search } = new URL(address);
  return (
    hostname +
    (pathname + search)
      .replace(FORMAT_WORDS, '')
      .replace(/[^\p{L}\p{N}%]+/gu, '/')
      .replace(/\/$/, '')
  );
}
