// The requests of one discovery: few, one after another, none twice, none to a server that does not want any.
import { fetchFeed } from '../../net/fetch.ts';
import type { FetchedDocument } from '../../net/outcome.ts';
import { hostnameOf } from '../../net/url.ts';
import { userAgent } from '../../net/user_agent.ts';
import { LONGEST_FEED_URL } from '../../store/feeds.ts';
import { type FeedFault, faultOf } from '../fault.ts';
import type { Feed, NotAFeedReason } from '../feed.ts';
import type { HostManners } from '../host_manners.ts';
import { parseDocument } from '../parse_thread.ts';
import type { FetchSettings } from '../poll_terms.ts';

export type FoundFeed = { kind: 'feed'; url: string; outcome: FetchedDocument; feed: Feed };

type Look =
  | FoundFeed
  /** a web page; `fault` says so in the terms of somebody who wanted a feed */
  | { kind: 'page'; outcome: FetchedDocument; fault: FeedFault }
  | { kind: 'fault'; fault: FeedFault }
  | { kind: 'postponed' };

/** What is at this address? A question that may not be asked any more has the last answer of its kind. */
export type Ask = (url: string) => Promise<Look>;

export type AskDeps = FetchSettings & { manners: HostManners; signal?: AbortSignal | undefined };

/** Redirects apart. */
const MAX_REQUESTS = 6;

/** Answers about one address; after any other fault the origin is not asked again in this discovery: where https is closed, http may not be. */
const OF_ONE_ADDRESS = new Set<FeedFault['code']>(['status', 'gone', 'not-a-feed', 'too-large', 'too-many-redirects']);

/** Questions that share one `timeoutMs` and MAX_REQUESTS, both counted from now; a feed that broke off is asked for once more. */
export function createAsk(deps: AskDeps): Ask {
  const endMs = performance.now() + deps.timeoutMs;
  const heard = new Map<string, Look>();
  const closedOrigins = new Map<string, Look>();
  let last: Look = { kind: 'fault', fault: { code: 'invalid-url' } };
  return async (url) => {
    const host = hostnameOf(url) ?? '';
    const origin = URL.parse(url)?.origin ?? '';
    const known = heard.get(url) ?? closedOrigins.get(origin);
    if (known !== undefined) return known;
    const leftMs = endMs - performance.now();
    if (heard.size >= MAX_REQUESTS) return last;
    if (leftMs <= 0) return { kind: 'fault', fault: { code: 'timeout', host } };
    last = await look(url, host, { ...deps, timeoutMs: leftMs });
    if (last.kind === 'feed' && last.feed.isCut)
      last = await lookAgain(last, url, host, { ...deps, timeoutMs: endMs - performance.now() });
    heard.set(url, last);
    if (last.kind === 'fault' && !isOfOneAddress(last.fault)) closedOrigins.set(origin, last);
    return last;
  };
}

/** Of a feed that nobody reads yet, what is missing now would be news to its first reader. Some break off in every answer. */
async function lookAgain(first: FoundFeed, url: string, host: string, deps: AskDeps): Promise<Look> {
  const second = await look(url, host, deps);
  return second.kind === 'feed' ? second : first;
}

function isOfOneAddress(fault: FeedFault): boolean {
  // A 403 is as often for one path as for all, see `Throttled`.
  return OF_ONE_ADDRESS.has(fault.code) || (fault.code === 'throttled' && fault.status === 403);
}

async function look(url: string, host: string, deps: AskDeps): Promise<Look> {
  if (url.length > LONGEST_FEED_URL) return { kind: 'fault', fault: { code: 'invalid-url' } };
  const { mayAsk, heed } = deps.manners;
  if (!(await mayAsk(host))) return resting(host);
  const outcome = await fetchFeed(url, { ...deps, userAgent: userAgent(1), validators: null, mayVisit: mayAsk });
  if (outcome.kind === 'postponed') {
    return outcome.reason.code === 'host-held' ? resting(outcome.reason.host) : { kind: 'postponed' };
  }
  if (outcome.kind === 'throttled') await heed(outcome);
  if (outcome.kind !== 'document') return { kind: 'fault', fault: faultOf(outcome, host) };
  const parsed = await parseDocument(outcome.bytes, { contentType: outcome.contentType, url: outcome.url });
  const isKeepable = outcome.permanentUrl.length <= LONGEST_FEED_URL;
  const known = isKeepable ? outcome.permanentUrl : url;
  if (parsed.kind === 'feed') return { kind: 'feed', url: known, outcome, feed: parsed.feed };
  const fault: FeedFault = { code: 'not-a-feed', host, what: parsed.reason };
  return isPage(parsed.reason, outcome.contentType) ? { kind: 'page', outcome, fault } : { kind: 'fault', fault };
}

/** Not asked, since it said to come later: what it said then is told again. */
function resting(host: string): Look {
  return { kind: 'fault', fault: { code: 'throttled', host, status: 429 } };
}

/** Pages may begin with anything; what is none by its looks is one by its type, unless it holds data. */
function isPage(reason: NotAFeedReason, contentType: string | null): boolean {
  return reason === 'html' || (/html/i.test(contentType ?? '') && (reason === 'xml' || reason === 'text'));
}
