// Which row of a feed each entry of a document takes: the strongest agreement first, a row once.
import { type HashedItem, type Hashes, schemeOf } from './item_hashes.ts';

/** A stored item, as far as recognising it goes. Hashes in hex, `publishedAt` in ISO 8601, `isStanding` if it was in the document before. */
export type KnownItem<Id> = Hashes & { id: Id; publishedAt: string | null; isStanding: boolean };

/** Unique: no other entry of the document has the same. */
export type Entry = HashedItem & { index: number; isGuidUnique: boolean; isLinkUnique: boolean; isDateUnique: boolean };
type Rows<Id> = {
  byGuid: Map<string, KnownItem<Id>[]>;
  byLink: Map<string, KnownItem<Id>[]>;
  byText: Map<string, KnownItem<Id>[]>;
};
export type Claims<Id> = { byEntry: Map<Entry, KnownItem<Id>>; taken: Set<Id> };

/**
 * Two agreeing keys go first, then guid, then link, then title and text. Guid and link count only where they are unique in the document.
 * @param entries distinct entries, in document order
 */
export function claimRows<Id>(entries: readonly Entry[], known: readonly KnownItem<Id>[]): Claims<Id> {
  const claims: Claims<Id> = { byEntry: new Map(), taken: new Set() };
  const rows = indexRows(known);
  claimByFields(entries, rows, claims);
  claimByKeys(entries, rows, claims);
  claimByText(entries, rows, claims);
  return claims;
}

/** An operator's fields are the identity, whatever else agrees. Rows hashed under other fields are left to the ordinary keys. */
function claimByFields<Id>(entries: readonly Entry[], rows: Rows<Id>, claims: Claims<Id>): void {
  for (const entry of entries.filter(isByFields)) {
    const row = rows.byGuid.get(entry.guidHash!)?.[0];
    if (row) claim(claims, entry, row);
  }
}

function claimByKeys<Id>(entries: readonly Entry[], rows: Rows<Id>, claims: Claims<Id>): void {
  const isOpen = (entry: Entry, row: KnownItem<Id>) => !claims.taken.has(row.id) && isComparable(entry, row);
  const open = () => entries.filter((entry) => !claims.byEntry.has(entry));

  // Two keys first: where guids are mere positions (1, 2, 3 …), link and text tell that everything has moved down by one.
  for (const entry of open()) {
    const twice = [...rowsByGuid(entry, rows), ...rowsByLink(entry, rows)].find(
      (row) => isOpen(entry, row) && agreements(entry, row) >= 2,
    );
    if (twice) claim(claims, entry, twice);
  }
  // A guid that several rows share was never an identity. A link that they share still tells which of them stood in the document before.
  for (const entry of open()) {
    const [row, ...others] = rowsByGuid(entry, rows);
    if (row && others.length === 0 && isOpen(entry, row)) claim(claims, entry, row);
  }
  for (const entry of open()) {
    const row = onlyOne(rowsByLink(entry, rows));
    if (row && isOpen(entry, row) && !isLinkMeaningless(entry, row, entries.length)) claim(claims, entry, row);
  }
}

/**
 * Title and text alone: for entries whose keys changed kind, or a site that moved and changed them all. Unless the date is the same too, the
 * same words under other keys are a recurring post (a weekly thread) where nothing says that the site has moved:
 * - the keys of most other entries hold, or most entries have words that are new, and a link that is another (guids may be made anew each time);
 * - or the date is another, and dates tell the entries apart: they are not made anew for all of them with each answer;
 * - or the entry stands alone, with a guid and a link that both are others.
 */
function claimByText<Id>(entries: readonly Entry[], rows: Rows<Id>, claims: Claims<Id>): void {
  const byKeys = claims.byEntry.size;
  const open = entries.filter((entry) => !claims.byEntry.has(entry) && rows.byText.has(entry.fingerprint));
  const doKeysHold = byKeys > 0 && byKeys >= open.length;
  const areMostNew = entries.length - byKeys - open.length >= open.length;
  const isRecurring = (entry: Entry, row: KnownItem<Id>) => {
    if (doKeysHold) return true;
    if (entries.length === 1) return differ(entry.plainGuidHash, row.guidHash) && differ(entry.linkHash, row.linkHash);
    return (areMostNew && differ(entry.linkHash, row.linkHash)) || (entry.isDateUnique && isOtherDate(entry, row));
  };
  for (const entry of open) {
    const candidates = rows.byText
      .get(entry.fingerprint)!
      .filter((row) => !claims.taken.has(row.id) && isComparable(entry, row));
    const row =
      candidates.find((candidate) => !contradicts(entry, candidate)) ??
      candidates.find((candidate) => isSameDate(entry, candidate)) ??
      candidates.find((candidate) => !isRecurring(entry, candidate));
    if (row) claim(claims, entry, row);
  }
}

function indexRows<Id>(known: readonly KnownItem<Id>[]): Rows<Id> {
  return {
    byGuid: Map.groupBy(
      known.filter((row) => row.guidHash !== null),
      (row) => row.guidHash!,
    ),
    byLink: Map.groupBy(
      known.filter((row) => row.linkHash !== null),
      (row) => row.linkHash!,
    ),
    byText: Map.groupBy(known, (row) => row.fingerprint),
  };
}

function rowsByGuid<Id>(entry: Entry, rows: Rows<Id>): KnownItem<Id>[] {
  return entry.isGuidUnique ? (rows.byGuid.get(entry.plainGuidHash ?? '') ?? []) : [];
}

function rowsByLink<Id>(entry: Entry, rows: Rows<Id>): KnownItem<Id>[] {
  return entry.isLinkUnique ? (rows.byLink.get(entry.linkHash ?? '') ?? []) : [];
}

function claim<Id>(claims: Claims<Id>, entry: Entry, row: KnownItem<Id>): void {
  claims.byEntry.set(entry, row);
  claims.taken.add(row.id);
}

export function isByFields(entry: HashedItem): boolean {
  return schemeOf(entry.guidHash) !== '00';
}

/** Once a row is hashed under the operator's fields, only these fields may recognise it. */
function isComparable<Id>(entry: HashedItem, row: KnownItem<Id>): boolean {
  return !isByFields(entry) || schemeOf(entry.guidHash) !== schemeOf(row.guidHash);
}

function agreements<Id>(entry: Entry, row: KnownItem<Id>): number {
  const isSameGuid = entry.isGuidUnique && entry.plainGuidHash !== null && entry.plainGuidHash === row.guidHash;
  const isSameLink = entry.isLinkUnique && entry.linkHash !== null && entry.linkHash === row.linkHash;
  return Number(isSameGuid) + Number(isSameLink) + Number(entry.fingerprint === row.fingerprint);
}

/**
 * A link proves nothing under a new guid and with new text, if its entry is alone in the document ("today's word" links to the same page every
 * day), or if the one it was known by has left the document and had another date (a newsletter that always links to its front page).
 */
function isLinkMeaningless<Id>(entry: Entry, row: KnownItem<Id>, entryCount: number): boolean {
  if (entry.fingerprint === row.fingerprint || !differ(entry.plainGuidHash, row.guidHash)) return false;
  return entryCount === 1 || (!row.isStanding && isOtherDate(entry, row));
}

/**
 * Entry and row have keys of the same kinds, and each differs. One that has a kind more says that the publisher changes his keys. A key that
 * other entries have too says nothing, nor does the guid where an operator's fields stand in its place in the row.
 */
function contradicts<Id>(entry: Entry, row: KnownItem<Id>): boolean {
  const hasGuidOfOthers = entry.plainGuidHash !== null && !entry.isGuidUnique;
  const hasLinkOfOthers = entry.linkHash !== null && !entry.isLinkUnique;
  const pairs: [one: string | null, other: string | null][] = [];
  if (!hasGuidOfOthers && schemeOf(row.guidHash) === '00') pairs.push([entry.plainGuidHash, row.guidHash]);
  if (!hasLinkOfOthers) pairs.push([entry.linkHash, row.linkHash]);
  const present = pairs.filter(([one, other]) => one !== null || other !== null);
  return present.length > 0 && present.every(([one, other]) => differ(one, other));
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}

/** Both have a date. */
function isSameDate<Id>(entry: Entry, row: KnownItem<Id>): boolean {
  const { publishedAt } = entry.item;
  return publishedAt !== null && row.publishedAt !== null && Date.parse(publishedAt) === Date.parse(row.publishedAt);
}

/** Both have a date. */
function isOtherDate<Id>(entry: Entry, row: KnownItem<Id>): boolean {
  return entry.item.publishedAt !== null && row.publishedAt !== null && !isSameDate(entry, row);
}

function onlyOne<Id>(rows: KnownItem<Id>[]): KnownItem<Id> | undefined {
  const [row, ...others] = rows.length > 1 ? rows.filter(({ isStanding }) => isStanding) : rows;
  return others.length === 0 ? row : undefined;
}
