// Sites whose feeds have addresses that follow from a page's own, so that nothing needs to be guessed. Pure.

type Rule = { host: RegExp; feeds: (url: URL, path: string[]) => string[] };

/** First parts of GitHub's paths that are its own and nobody's name. */
const GITHUB_PAGES = new Set(
  ['about', 'apps', 'collections', 'contact', 'customer-stories', 'enterprise', 'explore', 'features', 'issues'].concat(
    ['join', 'login', 'marketplace', 'new', 'notifications', 'orgs', 'pricing', 'pulls', 'search', 'security'],
    ['settings', 'signup', 'site', 'sponsors', 'stars', 'team', 'topics', 'trending'],
  ),
);
const GITLAB_PAGES = new Set(['dashboard', 'explore', 'groups', 'help', 'projects', 'search', 'users']);
const MEDIUM_PAGES = new Set([
  'about',
  'feed',
  'm',
  'me',
  'membership',
  'new-story',
  'p',
  'plans',
  'search',
  'tags',
  'u',
]);

const RULES: Rule[] = [
  { host: /^(?:www\.|m\.|music\.)?youtube\.com$/, feeds: youtube },
  { host: /^(?:\w+\.)?reddit\.com$/, feeds: reddit },
  { host: /^(?:www\.)?github\.com$/, feeds: github },
  { host: /^(?:gitlab\..+|salsa\.debian\.org)$/, feeds: gitlab },
  { host: /mastodon|mstdn|^fosstodon\.org$|^hachyderm\.io$/, feeds: mastodon },
  {
    host: /^bsky\.app$/,
    feeds: ({ origin }, [first, who]) => only(first === 'profile' && who, `${origin}/profile/${who}/rss`),
  },
  { host: /^(?:www\.)?medium\.com$/, feeds: medium },
  { host: /^(?:www\.|open\.)?substack\.com$/, feeds: substack },
  { host: /\.(?:medium|substack)\.com$/, feeds: ({ origin }, [first]) => only(first !== 'feed', `${origin}/feed`) },
  { host: /\.wordpress\.com$/, feeds: wordpress },
  { host: /\.blogspot\.(?:com?\.)?\w+$/, feeds: blogger },
  { host: /./, feeds: profileOfAnotherServer },
];

/**
 * The feeds that a page of a known site has by that site's rules, likeliest first; none for a page of any other site, for one whose feed only the page
 * itself names, and for an address that is a feed's already. Whether they exist is for a request to find out.
 */
export function siteAddresses(pageUrl: string): string[] {
  const url = URL.parse(pageUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  if (/\.(?:rss|atom|xml)$/.test(url.pathname)) return [];
  const path = url.pathname.split('/').filter((part) => part !== '');
  for (const { host, feeds } of RULES) {
    const found = host.test(url.hostname) ? feeds(url, path) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Channels by @handle or custom name are left to their page, which names the channel's id. */
function youtube({ searchParams }: URL, [first, name]: string[]): string[] {
  const feed = 'https://www.youtube.com/feeds/videos.xml?';
  if (first === 'channel' && name) return [`${feed}channel_id=${name}`];
  if (first === 'user' && name) return [`${feed}user=${name}`];
  const list = searchParams.get('list');
  return only(first === 'playlist' && list, `${feed}playlist_id=${encodeURIComponent(list ?? '')}`);
}

/** Every listing of reddit is a feed under `.rss`, its query (`?t=week`) included. */
function reddit({ search }: URL, path: string[]): string[] {
  const [first = ''] = path;
  const listing = first === 'u' ? ['user', ...path.slice(1)] : path;
  // `/r/name/s/…` is a shared link, which leads to a listing.
  const isListing = path.length === 0 || (path.length > 1 && /^(?:r|u|user|domain)$/.test(first) && path[2] !== 's');
  return only(isListing, `https://www.reddit.com/${[...listing, '.rss'].join('/')}${search}`);
}

function github({ origin }: URL, [owner, name, page, ...rest]: string[]): string[] {
  if (!owner || GITHUB_PAGES.has(owner)) return [];
  if (!name) return [`${origin}/${owner}.atom`];
  const repository = `${origin}/${owner}/${name.replace(/\.git$/, '')}`;
  switch (page) {
    case undefined:
      return ['releases', 'commits', 'tags'].map((feed) => `${repository}/${feed}.atom`);
    case 'releases':
    case 'tags':
      return [`${repository}/${page}.atom`];
    case 'commits':
    case 'tree':
    case 'blob':
      return [`${repository}/${['commits', ...rest].join('/')}.atom`];
    default:
      return [];
  }
}

/** GitLab puts `-` between a project, which may lie in any depth of groups, and its pages. */
function gitlab({ origin }: URL, path: string[]): string[] {
  if (GITLAB_PAGES.has(path[0] ?? '')) return [];
  const dash = path.indexOf('-');
  const project = `${origin}/${(dash < 0 ? path : path.slice(0, dash)).join('/').replace(/\.git$/, '')}`;
  const [page, ...rest] = dash < 0 ? [] : path.slice(dash + 1);
  const commits = (where: string[]) => `${project}/-/commits/${where.join('/')}?format=atom`;
  if (dash < 0) {
    if (path.length < 2) return [];
    return [`${project}/-/releases.atom`, commits(['HEAD']), `${project}/-/tags?format=atom`];
  }
  if (page === 'releases') return [`${project}/-/releases.atom`];
  if (page === 'tags') return [`${project}/-/tags?format=atom`];
  return only(page && /^(?:commits|tree|blob)$/.test(page) && rest.length > 0, commits(rest));
}

function mastodon({ origin }: URL, path: string[]): string[] {
  const [first = '', name] = path;
  if (/^@[^@]+$/.test(first)) return [`${origin}/${first}.rss`];
  if (first === 'users' && name) return [`${origin}/@${name}.rss`];
  return only(first === 'tags' && name, `${origin}/tags/${name}.rss`);
}

/** A Mastodon server shows people of others as `/@name@server`, and has feeds of its own people only. */
function profileOfAnotherServer(_url: URL, [first = '']: string[]): string[] {
  const [, name, server] = /^@([\w.-]+)@([a-z\d-]+(?:\.[a-z\d-]+)+)$/i.exec(first) ?? [];
  return only(server, `https://${server}/@${name}.rss`);
}

/** People, publications, and tags of the site or of a publication; of a story, those of who published it. */
function medium(_url: URL, [first, second, third]: string[]): string[] {
  if (!first || MEDIUM_PAGES.has(first)) return [];
  const feed = `https://medium.com/feed/${first}`;
  if (first === 'tag') return only(second, `${feed}/${second}`);
  return [second === 'tagged' && third ? `${feed}/tagged/${third}` : feed];
}

/** The app shares posts as `open.substack.com/pub/name/p/post`; people have pages on the site itself, mostly under the name of theirs. */
function substack(_url: URL, [first = '', second = '']: string[]): string[] {
  const name = first === 'pub' ? second : /^@(.+)$/.exec(first)?.[1];
  return only(name && /^[a-z\d-]+$/i.test(name), `https://${name}.substack.com/feed`);
}

function wordpress({ origin }: URL, [first, ...rest]: string[]): string[] {
  if (first === 'feed' || rest.at(-1) === 'feed') return [];
  const isListing = first && /^(?:category|tag|author)$/.test(first) && rest.length > 0;
  const name = rest.join('/').replace(/\/page\/\d+$/, '');
  return [isListing ? `${origin}/${first}/${name}/feed/` : `${origin}/feed/`];
}

function blogger({ origin }: URL, [first, second, label]: string[]): string[] {
  if (first === 'feeds') return [];
  const feed = `${origin}/feeds/posts/default`;
  return [first === 'search' && second === 'label' && label ? `${feed}/-/${label}` : feed];
}

function only(condition: unknown, address: string): string[] {
  return condition ? [address] : [];
}
