// What is stored of feeds, as far as their documents are compared with it.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from './ids.ts';
import type { ItemHashes } from './items.ts';

/** An item that shares a hash with a document; `publishedAt` in ISO 8601, `isStanding` if it is in the document before. */
export type KnownItem = ItemHashes & { id: ItemId; publishedAt: string | null; isStanding: boolean };

/** When an item came and what it says itself, in epoch milliseconds; the items of a first fetch were there before us. */
export type Arrival = { firstSeenAtMs: number; publishedAtMs: number | null; isFromFirstFetch: boolean };

export type StoredDocument = {
  /** of the document before */
  itemIds: ItemId[];
  bodyHash: string | null;
  hasItems: boolean;
  known: KnownItem[];
  /** how the items of the last four weeks came */
  arrivals: Arrival[];
  lastItemAtMs: number | null;
  /** the database's clock */
  nowMs: number;
};

/** The hashes of a document, in hex. */
export type DocumentHashes = { feedId: FeedId; guidHashes: string[]; linkHashes: string[]; fingerprints: string[] };

/** Ten for each entry of the longest document. Where all posts of years have the same guid or words, more would come with every poll. */
const MOST_KNOWN = 5_000;

/** Read what feeds have of their documents, each item by whichever of its hashes is known, from an index: the newest, of very many. */
export async function readStored(
  db: Queryable,
  documents: readonly DocumentHashes[],
): Promise<Map<FeedId, StoredDocument>> {
  const bytes = (hashes: string[]) => hashes.map((hash) => `\\x${hash}`);
  const asked = documents.map(({ feedId, guidHashes, linkHashes, fingerprints }) => {
    return { feedId, guids: bytes(guidHashes), links: bytes(linkHashes), texts: bytes(fingerprints) };
  });
  const { rows } = await db.query<StoredDocument & { feedId: FeedId }>({
    name: 'read_stored',
    text: `
      select f.id as "feedId", f.document_item_ids as "itemIds", encode(f.body_hash, 'hex') as "bodyHash",
        exists (select from items where feed_id = f.id) as "hasItems",
        (select coalesce(json_agg(k), '[]') from (
          select id::text, encode(guid_hash, 'hex') as "guidHash", encode(link_hash, 'hex') as "linkHash",
            encode(fingerprint, 'hex') as fingerprint, published_at as "publishedAt", left_document_at is null as "isStanding"
          from (
            select id, guid_hash, link_hash, fingerprint, published_at, left_document_at from items
            where feed_id = f.id and (guid_hash = any(d.guids) or link_hash = any(d.links) or fingerprint = any(d.texts))
            order by items.id desc limit ${MOST_KNOWN}
          ) newest
          order by newest.id
        ) k) as known,
        (select coalesce(json_agg(a), '[]') from (
          select extract(epoch from first_seen_at)::float8 * 1000 as "firstSeenAtMs",
            extract(epoch from published_at)::float8 * 1000 as "publishedAtMs", first_fetch as "isFromFirstFetch"
          from items where feed_id = f.id and first_seen_at > clock_timestamp() - interval '28 days'
          order by id desc limit 1000
        ) a) as arrivals,
        extract(epoch from f.last_item_at)::float8 * 1000 as "lastItemAtMs",
        extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
      from json_to_recordset($1::json) as d("feedId" bigint, guids bytea[], links bytea[], texts bytea[])
      join feeds f on f.id = d."feedId"`,
    values: [JSON.stringify(asked)],
  });
  return new Map(rows.map((row) => [row.feedId, row]));
}
