// Which links a message may carry, and what is taken off them.

const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tg:']);

/** Query parameters that only say where a reader came from; none of them chooses what the page shows. */
const TRACKING =
  /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|__hs\w+|mkt_tok|vero_\w+|oly_(enc|anon)_id|ref_src|ref_url|__twitter_impression|at_(medium|campaign|custom\d|link_\w+)|ns_(campaign|mchannel|source|linkname)|wt[._]mc(_id)?|cmpid|s_cid|_openstat|guce_\w+|spm|wickedid|rb_clickid|__s)$/i;

/**
 * An absolute link of an allowed scheme without tracking parameters, or null when there is none to show.
 * @param base what a relative link is resolved against; null leaves relative links out
 */
export function cleanLink(href: string, base: string | null): string | null {
  const trimmed = href.trim();
  if (trimmed === '' || trimmed.length > MAX_LENGTH) return null;
  const url = URL.parse(trimmed, base ?? undefined);
  if (url === null || !ALLOWED.has(url.protocol)) return null;
  // A host without a dot is on nobody's internet; Telegram refuses it as media and forgets it as a link.
  if (url.protocol.startsWith('http') && !/[.:]/.test(url.hostname)) return null;
  stripTracking(url);
  return url.href.toWellFormed();
}

/** Longer ones are data, not addresses, and a message's request has its own limit. */
const MAX_LENGTH = 4096;

/** Only what goes is touched: `URLSearchParams` would re-encode what stays, and signed links would break. */
function stripTracking(url: URL): void {
  if (url.search === '') return;
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !TRACKING.test(pair.split('=', 1)[0]!));
  url.search = kept.length > 0 ? `?${kept.join('&')}` : '';
}
