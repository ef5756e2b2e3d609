// From a document that was read to stored items: what it says that the feed did not have yet, and everything that must be true together.
import type { Queryable } from '../db.ts';
import type { Validators } from '../net/outcome.ts';
import { type DocumentChange, saveDocuments } from '../store/documents.ts';
import type { LockedFeed } from '../store/feeds.ts';
import type { FeedId, ItemId } from '../store/ids.ts';
import { type Arrival, readStored, type StoredDocument } from '../store/stored_documents.ts';
import type { Feed } from './feed.ts';
import { lookupHashes, type Recognition, recogniseItems } from './identity.ts';
import { type ContentField, type HashedItem, hashInTurns } from './item_hashes.ts';
import { tellOfRecovery } from './recovery.ts';
import { arrivalOf } from './schedule.ts';
import { findBusyHours } from './week_hours.ts';

export type ReadDocument = {
  feedId: FeedId;
  /** the feed's, by which its items are hashed */
  contentFields: string[] | null;
  feed: Feed;
  validators: Validators;
  bodyHash: string;
};

/**
 * What is new and edited in documents of several feeds, and the state of each feed that goes with it: validators, body hash, what stands in
 * it. To be saved at once: `saveDocuments` finds out whether a feed is still what its document was compared with.
 */
export async function compareDocuments(db: Queryable, documents: readonly ReadDocument[]): Promise<DocumentChange[]> {
  const hashed: HashedItem[][] = [];
  for (const { feed, contentFields } of documents) {
    const options = { contentFields: contentFields as ContentField[] | null, homeUrl: feed.link };
    hashed.push(await hashInTurns(feed.items, options));
  }
  const asked = documents.map(({ feedId }, index) => ({ feedId, ...lookupHashes(hashed[index]!) }));
  const stored = await readStored(db, asked);
  return documents.map((document, index) => {
    const ofFeed = stored.get(document.feedId);
    if (!ofFeed) throw new Error(`feed ${document.feedId} is gone`);
    return compareOne(document, hashed[index]!, ofFeed);
  });
}

function compareOne(document: ReadDocument, hashed: HashedItem[], stored: StoredDocument): DocumentChange {
  const { feedId, contentFields, feed, validators, bodyHash } = document;
  const found = recogniseItems(hashed, stored.known, { hadItems: stored.hasItems });
  const { format, title, link, hubUrl, selfUrl, hints } = feed;
  const asNew = { added: found.new, rebuilt: found.rebuilt, firstFetch: !stored.hasItems };
  return {
    feedId,
    before: { itemIds: stored.itemIds, bodyHash: stored.bodyHash, contentFields },
    format,
    title,
    link,
    hubUrl,
    selfUrl,
    hints,
    // A conditional question about a document that broke off would never bring the rest of it.
    ...(feed.isCut ? { etag: null, lastModified: null } : validators),
    bodyHash,
    ...asNew,
    ...matchesOf(found, stored.itemIds),
    ...rhythmWith(asNew, stored),
  };
}

/** Store a document that no poll brought, in the caller's transaction. @param locked the feed, under its row lock */
export async function storeDocument(
  tx: Queryable,
  { feedId, contentFields, areReadersTold }: LockedFeed,
  document: Omit<ReadDocument, 'feedId' | 'contentFields'>,
): Promise<DocumentChange> {
  if (areReadersTold) await tellOfRecovery(tx, feedId);
  const [change] = await compareDocuments(tx, [{ ...document, feedId, contentFields }]);
  const saved = await saveDocuments(tx, [{ ...change!, end: null }]);
  if (saved.size === 0) throw new Error(`feed ${feedId} was changed under its lock`);
  return change!;
}

function matchesOf(found: Recognition<ItemId>, before: ItemId[]) {
  const edited = new Set(found.edited.map((match) => match.id));
  const changed = found.known
    .filter((match) => match.isRekeyed || edited.has(match.id))
    .map(({ id, hashes, entry }) => ({ id, ...hashes, item: entry.item, isEdited: edited.has(id) }));
  const knownIds = found.known.map((match) => match.id);
  const [was, is] = [new Set(before), new Set(knownIds)];
  for (const { id } of changed) was.add(id); // written anyway, as in the document
  return {
    knownIds,
    changed,
    leftIds: before.filter((id) => !is.has(id)),
    backIds: knownIds.filter((id) => !was.has(id)),
  };
}

/** When items come, by what was seen: those of a first fetch count by their own dates. */
function rhythmWith(
  { added, firstFetch }: Pick<DocumentChange, 'added' | 'firstFetch'>,
  { arrivals, lastItemAtMs, nowMs }: StoredDocument,
): { lastItemAtMs: number | null; busyHours: number[] } {
  const coming = added.map(({ item }): Arrival => {
    const publishedAtMs = item.publishedAt === null ? null : Date.parse(item.publishedAt);
    return { firstSeenAtMs: nowMs, publishedAtMs, isFromFirstFetch: firstFetch };
  });
  const came = [...arrivals, ...coming].map(arrivalOf).filter((at) => at !== null);
  const lastMs = Math.max(...came, lastItemAtMs ?? Number.NEGATIVE_INFINITY);
  return { lastItemAtMs: Number.isFinite(lastMs) ? lastMs : null, busyHours: findBusyHours(came, nowMs) };
}
