// The first look at a URL that somebody typed: is there a feed, and what does it hold?
import { fetchFeed } from '../net/fetch.ts';
import { hostnameOf } from '../net/url.ts';
import { userAgent } from '../net/user_agent.ts';
import { type FeedFault, faultOf } from './fault.ts';
import { parseDocument } from './parse_thread.ts';
import type { FetchSettings } from './poll.ts';
import type { ReadDocument } from './store_document.ts';

export type FirstLook =
  /** `url` is where permanent redirects led: the address this feed is known by */
  | { kind: 'feed'; url: string; document: ReadDocument; freshForMs: number }
  | { kind: 'fault'; fault: FeedFault }
  /** this process is about to end */
  | { kind: 'postponed' };

export async function lookAt(
  url: string,
  settings: FetchSettings,
  signal: AbortSignal | undefined,
): Promise<FirstLook> {
  const outcome = await fetchFeed(url, { ...settings, userAgent: userAgent(1), validators: null, signal });
  if (outcome.kind === 'postponed') return { kind: 'postponed' };
  const host = hostnameOf(url) ?? '';
  if (outcome.kind !== 'document') return { kind: 'fault', fault: faultOf(outcome, host) };
  const parsed = await parseDocument(outcome.bytes, { contentType: outcome.contentType, url: outcome.url });
  if (parsed.kind === 'not-a-feed') return { kind: 'fault', fault: { code: 'not-a-feed', host, what: parsed.reason } };
  const { permanentUrl, validators, bodyHash, freshForMs } = outcome;
  return { kind: 'feed', url: permanentUrl, freshForMs, document: { feed: parsed.feed, validators, bodyHash } };
}
