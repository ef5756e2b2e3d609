// Which entries of a document are new, which are known, which were edited. Pure: the store brings the rows.
import { type Claims, claimRows, type Entry, isByFields, type KnownItem } from './item_claims.ts';
import type { HashedItem, Hashes } from './item_hashes.ts';
import { oldestFirst } from './item_order.ts';

export type Match<Id> = {
  id: Id;
  entry: HashedItem;
  /** what the row's hashes should be now: the document's, and where it has none the row's own */
  hashes: Hashes;
  /** `hashes` differ from the row's: write them, or an edit of the next fetch makes a moved item look new */
  isRekeyed: boolean;
};

export type Recognition<Id> = {
  /** oldest first: store them in this order. On a first fetch the last ones are the newest */
  new: HashedItem[];
  /** every recognised entry in document order, the edited ones too */
  known: Match<Id>[];
  /** recognised, but title or text are not what was stored: a new revision */
  edited: Match<Id>[];
  /** nearly all of a document looks new although the feed had items: it goes out as one digest */
  rebuilt: boolean;
};

/** More than this share, and more than a handful of entries, new at once is a rebuilt feed, not news. */
const REBUILT_SHARE = 0.8;
const REBUILT_MINIMUM = 4;

/** The hashes of a document, for the one query that fetches candidates: `guid_hash = any or link_hash = any or fingerprint = any`. */
export function lookupHashes(
  document: readonly HashedItem[],
): Record<'guidHashes' | 'linkHashes' | 'fingerprints', string[]> {
  const present = (hashes: (string | null)[]) => [...new Set(hashes.filter((hash) => hash !== null))];
  return {
    guidHashes: present(document.flatMap((entry) => [entry.guidHash, entry.plainGuidHash])),
    linkHashes: present(document.map((entry) => entry.linkHash)),
    fingerprints: present(document.map((entry) => entry.fingerprint)),
  };
}

/**
 * Tell the entries of a document from what the feed already has. A row is taken by one entry only, by the strongest agreement
 * first: two keys, then guid, then link, then title and text. Guid and link count only where they are unique in the document.
 * @param document every entry, hashed, in document order
 * @param known the feed's rows that share at least one hash with the document (see `lookupHashes`), however old
 * @param hadItems whether the feed had any item before, recognised or not
 */
export function recogniseItems<Id>(
  document: readonly HashedItem[],
  known: readonly KnownItem<Id>[],
  { hadItems }: { hadItems: boolean },
): Recognition<Id> {
  const entries = markUnique(withoutTwins(document));
  return summarise(document, entries, claimRows(entries, known), hadItems);
}

/** The same entry printed twice is one entry. Under fields chosen by an operator, equal fields are enough. */
function withoutTwins(document: readonly HashedItem[]): (HashedItem & { index: number })[] {
  const seen = new Set<string>();
  return document.flatMap((entry, index) => {
    const key = isByFields(entry) ? entry.guidHash! : `${entry.guidHash} ${entry.linkHash} ${entry.fingerprint}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...entry, index }];
  });
}

function markUnique(entries: readonly (HashedItem & { index: number })[]): Entry[] {
  const guids = countEach(entries.map((entry) => entry.plainGuidHash));
  const links = countEach(entries.map((entry) => entry.linkHash));
  const dates = countEach(entries.map((entry) => entry.item.publishedAt));
  return entries.map((entry) => ({
    ...entry,
    isGuidUnique: guids.get(entry.plainGuidHash) === 1,
    isLinkUnique: links.get(entry.linkHash) === 1,
    isDateUnique: dates.get(entry.item.publishedAt) === 1,
  }));
}

function summarise<Id>(
  document: readonly HashedItem[],
  entries: readonly Entry[],
  claims: Claims<Id>,
  hadItems: boolean,
): Recognition<Id> {
  const fresh = entries.filter((entry) => !claims.byEntry.has(entry)).map((entry) => entry.index);
  const order = oldestFirst(
    document.map((entry) => entry.item),
    fresh,
  );
  const pairs = entries.flatMap((entry) => {
    const row = claims.byEntry.get(entry);
    return row ? [{ entry, row }] : [];
  });
  const toMatch = ({ entry, row }: (typeof pairs)[number]) => matchOf(document[entry.index]!, row);
  return {
    new: order.map((index) => document[index]!),
    known: pairs.map(toMatch),
    edited: pairs.filter(({ entry, row }) => entry.fingerprint !== row.fingerprint).map(toMatch),
    rebuilt: hadItems && fresh.length >= REBUILT_MINIMUM && fresh.length > REBUILT_SHARE * entries.length,
  };
}

function matchOf<Id>(entry: HashedItem, row: KnownItem<Id>): Match<Id> {
  const guidHash = entry.guidHash ?? row.guidHash;
  const linkHash = entry.linkHash ?? row.linkHash;
  const { fingerprint } = entry;
  const isRekeyed = guidHash !== row.guidHash || linkHash !== row.linkHash || fingerprint !== row.fingerprint;
  return { id: row.id, entry, hashes: { guidHash, linkHash, fingerprint }, isRekeyed };
}

function countEach(keys: readonly (string | null)[]): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
