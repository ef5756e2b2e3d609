// Which elements a feed begins with, and which say that an open one before them was never closed.

/** An Atom entry may stand alone as a document (RFC 4287 §2). */
export const FEED_ROOTS = new Set(['rss', 'rdf', 'feed', 'channel', 'entry']);
export const ITEMS = new Set(['item', 'atom:item', 'entry', 'atom:entry']);
/** Fields that hold text and never one another: the next one's start tag ends one that was not closed. */
const FIELDS = new Set(
  ['title', 'link', 'guid', 'pubdate', 'category', 'comments', 'dc:date', 'dc:creator', 'atom:title', 'atom:id'].concat(
    ['atom:link', 'atom:updated', 'atom:published', 'atom:category'],
  ),
);
/** Fields that end an open one and may hold markup themselves, so that of the above only those HTML lacks end them. */
const MARKUP_FIELDS = new Set(['description', 'content:encoded', 'atom:summary', 'atom:content']);
const NAMES_HTML_HAS = new Set(['title', 'link', 'atom:title', 'atom:link']);

/** Whether the start of one element ends another that is open. */
export function endsField(open: string, starting: string): boolean {
  if (FIELDS.has(open)) return FIELDS.has(starting) || MARKUP_FIELDS.has(starting);
  return MARKUP_FIELDS.has(open) && FIELDS.has(starting) && !NAMES_HTML_HAS.has(starting);
}
