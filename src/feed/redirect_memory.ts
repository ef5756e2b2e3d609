// When a permanent redirect (301, 308) may rewrite a feed's URL. Servers answer so by mistake: a maintenance page must not become the feed.

/** A target is believed after this many good polls in a row that ended there … */
const GOOD_POLLS = 3;
/** … over at least this time. */
const OBSERVED_MS = 48 * 3_600_000;

/** A target under observation: good polls in a row that ended there, and the time since the first of them. */
type RedirectMemory = { url: string; seen: number; forMs: number };

type RedirectVerdict =
  | { kind: 'forget' }
  | { kind: 'watch'; url: string; seen: number }
  | { kind: 'rewrite'; url: string };

/**
 * What to do about where a good poll ended. Ask only after a poll whose document was a feed, or unchanged.
 * `watch` with `seen: 1` starts a new observation: the caller sets its beginning.
 * @param url as the row has it
 * @param permanentUrl where the unbroken leading run of 301 and 308 ended; `url` itself if there was none
 */
export function judgeRedirect(url: string, permanentUrl: string, memory: RedirectMemory | null): RedirectVerdict {
  if (permanentUrl === url) return { kind: 'forget' };
  if (isOnlyHttps(url, permanentUrl)) return { kind: 'rewrite', url: permanentUrl };
  if (memory?.url !== permanentUrl) return { kind: 'watch', url: permanentUrl, seen: 1 };
  const seen = memory.seen + 1;
  const isProven = seen >= GOOD_POLLS && memory.forMs >= OBSERVED_MS;
  return isProven ? { kind: 'rewrite', url: permanentUrl } : { kind: 'watch', url: permanentUrl, seen };
}

/** Nothing but http has become https, on the standard ports: the same feed, by a safer way. */
function isOnlyHttps(url: string, permanentUrl: string): boolean {
  const asHttps = new URL(url);
  if (asHttps.protocol !== 'http:' || asHttps.port !== '') return false;
  asHttps.protocol = 'https:';
  return asHttps.href === new URL(permanentUrl).href;
}
