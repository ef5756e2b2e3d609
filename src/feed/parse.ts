// Any document to a Feed, or to the reason why it is none. Never throws for what a publisher sends.
import { readCanonical } from './canonical_reader.ts';
import { decodeDocument } from './decode.ts';
import type { DocumentOrigin, NotAFeedReason, ParseOutcome } from './feed.ts';
import { writeCanonical } from './front/canonical.ts';
import { formatOf, itemsOf } from './front/channel.ts';
import { child, type Element } from './front/element.ts';
import { stripControls } from './front/references.ts';
import { buildTree } from './front/tree.ts';
import { readJsonFeed } from './json_feed.ts';
import { normaliseFeed } from './normalise.ts';

/**
 * Read one document on this thread; for one of unknown size see parse_thread.ts.
 * @param document its bytes, or its text if it is decoded already
 * @param origin its Content-Type, and the address its relative links start from
 */
export async function parseFeed(document: Uint8Array | string, origin: DocumentOrigin = {}): Promise<ParseOutcome> {
  const decoded = typeof document === 'string' ? document : decodeDocument(document, origin.contentType ?? null);
  const text = stripControls(decoded).replace(/^[\ufeff\s]+/, '');
  if (text === '') return notAFeed('empty');
  const url = origin.url ?? null;
  if (text.startsWith('{') || text.startsWith('[')) {
    const feed = readJsonFeed(text, url);
    return feed === null ? notAFeed('json') : { kind: 'feed', feed };
  }
  return parseXml(text, url);
}

async function parseXml(text: string, url: string | null): Promise<ParseOutcome> {
  const { root, firstName } = buildTree(text, url);
  if (root === null || !isFeed(root)) return notAFeed(reasonFor(firstName));
  try {
    const feed = normaliseFeed(await readCanonical(writeCanonical(root)), formatOf(root));
    return { kind: 'feed', feed: { ...feed, isCut: holderOfItems(root).ended === 'cut' } };
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) throw cause;
    return notAFeed('unreadable');
  }
}

/** What comes after the items is no loss: many a document lacks its last tag, and does so in every answer. */
function holderOfItems(root: Element): Element {
  return (root.name === 'rss' && child(root, 'channel')) || root;
}

/** RDF holds many things besides feeds, and `channel` is a common word. */
function isFeed(root: Element): boolean {
  if (root.name === 'rss' || root.name === 'feed') return true;
  return child(root, 'channel', 'title') !== null || itemsOf(root).length > 0;
}

function reasonFor(firstName: string | null): NotAFeedReason {
  if (firstName === null) return 'text';
  return /^(xhtml:)?(html|head|body|div|p|br|b|meta|script|title)$/.test(firstName) ? 'html' : 'xml';
}

function notAFeed(reason: NotAFeedReason): ParseOutcome {
  return { kind: 'not-a-feed', reason };
}
