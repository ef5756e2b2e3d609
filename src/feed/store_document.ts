// From a document that was read to stored items: everything that must be true together, inside the caller's transaction.
import type { Queryable } from '../db.ts';
import type { Validators } from '../net/outcome.ts';
import { type LockedFeed, saveDocumentState } from '../store/feeds.ts';
import type { ItemId } from '../store/ids.ts';
import { type Arrival, findKnownItems, insertItems, updateItems } from '../store/items.ts';
import type { Feed } from './feed.ts';
import { lookupHashes, type Recognition, recogniseItems } from './identity.ts';
import { type ContentField, hashItems } from './item_hashes.ts';
import { tellOfRecovery } from './poll_failure.ts';
import { arrivalOf } from './schedule.ts';
import { findBusyHours } from './week_hours.ts';

export type ReadDocument = { feed: Feed; validators: Validators; bodyHash: string };

export type Stored = { newItems: number; lastItemAtMs: number | null; busyHours: number[] };

/**
 * Store what is new and edited in a document, and the state of the feed that goes with it: validators, body hash, what stands in it.
 * @param locked the feed, under its row lock: ids are given out here
 */
export async function storeDocument(tx: Queryable, locked: LockedFeed, document: ReadDocument): Promise<Stored> {
  const { feedId } = locked;
  const contentFields = locked.contentFields as ContentField[] | null;
  const hashed = hashItems(document.feed.items, { contentFields, homeUrl: document.feed.link });
  const known = await findKnownItems(tx, feedId, lookupHashes(hashed));
  const found = recogniseItems(hashed, known, { hadItems: locked.hasItems });
  if (locked.areReadersTold) await tellOfRecovery(tx, feedId);
  const asNew = { rebuilt: found.rebuilt, firstFetch: !locked.hasItems };
  const { itemIds: newIds, arrivals } = await insertItems(tx, feedId, found.new, asNew);
  await updateItems(tx, changesOf(found));
  const itemIds = [...found.known.map((match) => match.id), ...newIds];
  const stored = {
    newItems: newIds.length,
    ...(newIds.length === 0 ? rhythmBefore(locked) : rhythmWith(arrivals, locked)),
  };
  const { format, title, link, hubUrl, selfUrl, hints } = document.feed;
  const { validators, bodyHash } = document;
  await saveDocumentState(tx, feedId, {
    format,
    title,
    link,
    hubUrl,
    selfUrl,
    hints,
    ...validators,
    bodyHash,
    itemIds,
    ...movesBetween(locked.documentItemIds, itemIds),
    ...stored,
  });
  return stored;
}

function changesOf(found: Recognition<ItemId>) {
  const edited = new Set(found.edited.map((match) => match.id));
  return found.known
    .filter((match) => match.isRekeyed || edited.has(match.id))
    .map(({ id, hashes, entry }) => ({ id, hashes, item: entry.item, isEdited: edited.has(id) }));
}

function movesBetween(before: ItemId[], now: ItemId[]): { left: ItemId[]; back: ItemId[] } {
  const [was, is] = [new Set(before), new Set(now)];
  return { left: before.filter((id) => !is.has(id)), back: now.filter((id) => !was.has(id)) };
}

type Coming = Pick<Stored, 'lastItemAtMs' | 'busyHours'>;

function rhythmBefore({ lastItemAtMs, busyHours }: LockedFeed): Coming {
  return { lastItemAtMs, busyHours };
}

/** When items come, by what was seen: those of a first fetch count by their own dates. */
function rhythmWith(came: readonly Arrival[], { lastItemAtMs, nowMs }: LockedFeed): Coming {
  const arrivals = came.map(arrivalOf).filter((at) => at !== null);
  const lastMs = Math.max(...arrivals, lastItemAtMs ?? Number.NEGATIVE_INFINITY);
  return { lastItemAtMs: Number.isFinite(lastMs) ? lastMs : null, busyHours: findBusyHours(arrivals, nowMs) };
}
