// Where a feed may be when a page names none. Each guess costs a stranger a request: few, likeliest first.

/** What programs call the main feed of the sites they make, by their `<meta name="generator">`. */
const BY_GENERATOR: [RegExp, string][] = [
  [/wordpress|classicpress/i, 'feed/'],
  [/hugo/i, 'index.xml'],
  [/jekyll|zola|eleventy/i, 'feed.xml'],
  [/ghost/i, 'rss/'],
  [/hexo/i, 'atom.xml'],
  [/blogger/i, 'feeds/posts/default'],
  [/drupal|gatsby|astro/i, 'rss.xml'],
  [/discourse/i, 'latest.rss'],
  [/pelican/i, 'feeds/all.atom.xml'],
  [/joomla/i, '?format=feed&type=rss'],
  [/wix\.com/i, 'blog-feed.xml'],
  [/squarespace/i, '?format=rss'],
];
const COMMON = ['feed', 'rss.xml', 'atom.xml', 'index.xml', 'feed.xml', 'rss', 'feed.json'];

/** @param generator what the page says made it, or null */
export function guessFeedAddresses(pageUrl: string, generator: string | null = null): string[] {
  const url = URL.parse(pageUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  const own = BY_GENERATOR.find(([name]) => name.test(generator ?? ''))?.[1];
  const names = own === undefined ? COMMON : [own, ...COMMON.filter((name) => `${name}/` !== own && name !== own)];
  const root = names.map((name) => new URL(`/${name}`, url).href);
  return [...ownGuesses(url, names[0]!), ...root];
}

/** A profile (`/@name`) or a section (`/blog`) may have a feed of its own; a longer path is an article more often. */
function ownGuesses({ origin, pathname }: URL, name: string): string[] {
  const path = pathname.replace(/\/$/, '');
  if (/^\/@[^/@]+$/.test(path)) return [`${origin}${path}.rss`];
  return /^\/[^/.]+(?:\/[^/.]+)?$/.test(path) ? [`${origin}${path}/${name}`] : [];
}
