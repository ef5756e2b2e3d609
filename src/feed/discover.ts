// From an address as a person gives it, mostly a page's, to the feed that is meant, or to several for the person to choose from.
import type { FetchedDocument } from '../net/outcome.ts';
import { maySeeCredentials, readHop, withCredentialsOf, withoutCredentials } from '../net/url.ts';
import { type Ask, type AskDeps, createAsk, type FoundFeed } from './discovery/ask.ts';
import { guessFeedAddresses } from './discovery/guesses.ts';
import { readPage } from './discovery/page.ts';
import { type RankedLink, rankLinks } from './discovery/rank.ts';
import { siteAddresses } from './discovery/site_rules.ts';
import type { FeedFault } from './fault.ts';

export type Discovery =
  /** `url` is where permanent redirects led: the address this feed is known by */
  | FoundFeed
  /** the first is known to be a feed, the others are what the page or its site says */
  | { kind: 'choice'; candidates: Candidate[] }
  | { kind: 'fault'; fault: FeedFault }
  /** the caller's signal ended it */
  | { kind: 'postponed' };

/** `url` may hold the credentials that were typed; `title` never does. */
export type Candidate = { url: string; title: string };

/** What may be a feed; `urls` are the same one in several formats. */
type Lead = { urls: string[]; title: string };

const MAX_CANDIDATES = 12;
/** Of a page that has feeds of comments only, so that one of these can still be asked for. */
const GUESSES_BEFORE_COMMENTS = 3;
/** No https there, as far as one can tell from outside: refused, hung up, or another protocol. */
const CLOSED = new Set<FeedFault['code']>(['connect', 'tls', 'closed', 'unreachable']);

/**
 * Find the feed of an address: the address itself if it is one, else by the rules of its site, by what its page declares or links to, by the usual paths.
 * One request after another and few of them (see ask.ts), all within `timeoutMs`. Credentials go to candidates on the same host too.
 * @param typed a URL; without a scheme, http is tried where https is closed, unless there are credentials in it
 * @throws only for faults of ours
 */
export async function discoverFeeds(typed: string, deps: AskDeps): Promise<Discovery> {
  const ask = createAsk(deps);
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(typed)) return discover(typed, ask);
  const secure = `https://${typed}`;
  const found = await discover(secure, ask);
  const isClosed = found.kind === 'fault' && CLOSED.has(found.fault.code);
  // Whoever is on the way can close https, and would then read the password.
  return isClosed && readHop(secure)?.authorization === null ? discover(`http://${typed}`, ask) : found;
}

async function discover(url: string, ask: Ask): Promise<Discovery> {
  const bySite = await settle(leadsTo(url, siteAddresses(url)), ask);
  if (bySite !== null) return bySite;
  const first = await ask(url);
  if (first.kind !== 'page') return first;
  const stages = stagesFor(first.outcome, url);
  for (const leads of stages) {
    const found = await settle(leads, ask);
    if (found !== null) return found;
  }
  // What became of a feed that the page declares says more than that the page is none.
  const declared = stages[0]?.[0]?.urls[0];
  const look = declared === undefined ? first : await ask(declared);
  return { kind: 'fault', fault: look.kind === 'fault' ? look.fault : first.fault };
}

/** What to try, likeliest first: each list is one stage, and of the first stage that has a feed the person chooses. */
function stagesFor({ bytes, contentType, url }: FetchedDocument, typed: string): Lead[][] {
  const page = readPage(bytes, { contentType, url });
  const { posts, comments } = rankLinks(page.links, url);
  const guesses = guessFeedAddresses(url, page.generator);
  return [
    posts.map((link) => leadTo(typed, link)),
    leadsTo(typed, [url, ...page.alsoKnownAs].flatMap(siteAddresses)),
    ...guesses
      .slice(0, comments.length > 0 ? GUESSES_BEFORE_COMMENTS : guesses.length)
      .map((guess) => leadsTo(typed, [guess])),
    comments.map((link) => leadTo(typed, link)),
  ];
}

/** The first lead that turns out to be a feed, alone or with those after it; null if none does. */
async function settle(leads: readonly Lead[], ask: Ask): Promise<Discovery | null> {
  for (const [i, { urls, title }] of leads.entries()) {
    for (const url of urls) {
      const look = await ask(url);
      if (look.kind === 'postponed') return look;
      if (look.kind !== 'feed') continue;
      const others = leads.slice(i + 1, i + MAX_CANDIDATES).map((lead) => ({ url: lead.urls[0]!, title: lead.title }));
      if (others.length === 0) return look;
      return { kind: 'choice', candidates: distinct([{ url, title: look.feed.title || title }, ...others]) };
    }
  }
  return null;
}

function leadsTo(typed: string, addresses: readonly string[]): Lead[] {
  return [...new Set(addresses)].map((url) => leadTo(typed, { url, title: '', otherUrls: [] }));
}

function leadTo(typed: string, { url, title, otherUrls }: RankedLink): Lead {
  const urls = [url, ...otherUrls].map((address) => withOwnCredentials(typed, new URL(address)));
  return { urls, title: title || shortAddress(url) };
}

function withOwnCredentials(typed: string, url: URL): string {
  return maySeeCredentials(url, new URL(typed)) ? withCredentialsOf(typed, url) : withoutCredentials(url.href);
}

/** Two buttons with the same words are no choice: then both show their address. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  return candidates.map(({ url, title }) => {
    const isAlone = candidates.filter((other) => other.title === title).length === 1;
    return { url, title: isAlone ? title : shortAddress(url) };
  });
}

function shortAddress(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host.replace(/^www\./, '')}${pathname}${search}`;
}
