// Items: stored once per feed, however many chats read it. Ids grow under the feed's row lock.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from './ids.ts';
import type { Item } from './item.ts';
import { toJson } from './json.ts';

/** The keys an item is recognised by; hashes in hex. */
export type ItemHashes = { guidHash: string | null; linkHash: string | null; fingerprint: string };
export type KnownItem = ItemHashes & { id: ItemId; publishedAt: string | null };

/** An item as it is read back for a message. */
export type StoredItem = Item & { itemId: ItemId; feedId: FeedId; firstSeenAt: string; revision: number };

/** The feed's items that share a hash with a document: each by its own index. */
export async function findKnownItems(
  tx: Queryable,
  feedId: FeedId,
  { guidHashes, linkHashes, fingerprints }: { guidHashes: string[]; linkHashes: string[]; fingerprints: string[] },
): Promise<KnownItem[]> {
  const { rows } = await tx.query<KnownItem>({
    name: 'find_known_items',
    text: `
      with wanted as (
        select id from items where feed_id = $1 and guid_hash = any(select decode(h, 'hex') from unnest($2::text[]) h)
        union select id from items where feed_id = $1 and link_hash = any(select decode(h, 'hex') from unnest($3::text[]) h)
        union select id from items where feed_id = $1 and fingerprint = any(select decode(h, 'hex') from unnest($4::text[]) h)
      )
      select i.id, encode(guid_hash, 'hex') as "guidHash", encode(link_hash, 'hex') as "linkHash",
        encode(fingerprint, 'hex') as fingerprint, to_json(published_at) #>> '{}' as "publishedAt"
      from items i join wanted using (id)
      order by i.id`,
    values: [feedId, guidHashes, linkHashes, fingerprints],
  });
  return rows;
}

type NewItem = ItemHashes & { item: Item };

const COLUMNS = `
  title text, guid text, link text, author text, summary text, content text, categories jsonb, media jsonb,
  "publishedAt" timestamptz, "updatedAt" timestamptz, "guidHash" text, "linkHash" text, fingerprint text`;

function asJson(items: readonly NewItem[]): string {
  return toJson(
    items.map(({ item, guidHash, linkHash, fingerprint }) => ({ ...item, guidHash, linkHash, fingerprint })),
  );
}

/** When an item came and what it says itself, in epoch milliseconds; the items of a first fetch were there before us. */
export type Arrival = { firstSeenAtMs: number; publishedAtMs: number | null; isFromFirstFetch: boolean };

/**
 * Store new items, oldest first; ids grow in that order.
 * @returns their ids, and how the feed's items of the last four weeks came, these included
 */
export async function insertItems(
  tx: Queryable,
  feedId: FeedId,
  items: readonly NewItem[],
  { rebuilt, firstFetch }: { rebuilt: boolean; firstFetch: boolean },
): Promise<{ itemIds: ItemId[]; arrivals: Arrival[] }> {
  if (items.length === 0) return { itemIds: [], arrivals: [] };
  const { rows } = await tx.query<Arrival & { id: ItemId; isNew: boolean }>({
    name: 'insert_items',
    // `earlier` reads the table as it was before `inserted` wrote.
    text: `
      with inserted as (
        insert into items (feed_id, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media,
          published_at, updated_at, rebuilt, first_fetch)
        select $1, decode("guidHash", 'hex'), decode("linkHash", 'hex'), decode(fingerprint, 'hex'), guid, link, title, author, summary, content,
          array(select jsonb_array_elements_text(categories)), media, "publishedAt", "updatedAt", $3, $4
        from rows from (json_to_recordset($2::json) as (${COLUMNS})) with ordinality
        order by ordinality
        returning id, first_seen_at, published_at, first_fetch
      ), earlier as (
        select id, first_seen_at, published_at, first_fetch from items
        where feed_id = $1 and first_seen_at > clock_timestamp() - interval '28 days'
        order by id desc limit 1000
      )
      select id, is_new as "isNew", extract(epoch from first_seen_at)::float8 * 1000 as "firstSeenAtMs",
        extract(epoch from published_at)::float8 * 1000 as "publishedAtMs", first_fetch as "isFromFirstFetch"
      from (select *, true as is_new from inserted union all select *, false from earlier) came
      order by id`,
    values: [feedId, asJson(items), rebuilt, firstFetch],
  });
  return { itemIds: rows.filter((row) => row.isNew).map((row) => row.id), arrivals: rows };
}

/** Items whose keys or text the document has changed: new hashes for all, and for an edited one its text as a new revision. */
export async function updateItems(
  tx: Queryable,
  changes: readonly { id: ItemId; hashes: ItemHashes; item: Item; isEdited: boolean }[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({
    name: 'update_items',
    text: `
      update items i set
        guid_hash = decode(c."guidHash", 'hex'), link_hash = decode(c."linkHash", 'hex'), fingerprint = decode(c.fingerprint, 'hex'),
        title = case when edited then c.title else i.title end,
        link = case when edited then c.link else i.link end,
        author = case when edited then c.author else i.author end,
        summary = case when edited then c.summary else i.summary end,
        content = case when edited then c.content else i.content end,
        media = case when edited then c.media else i.media end,
        categories = case when edited then array(select jsonb_array_elements_text(c.categories)) else i.categories end,
        updated_at = c."updatedAt",
        revision = i.revision + edited::int
      from rows from (
        unnest($1::bigint[]), unnest($2::boolean[]), json_to_recordset($3::json) as (${COLUMNS})
      ) as c(id, edited, title, guid, link, author, summary, content, categories, media, "publishedAt", "updatedAt", "guidHash", "linkHash", fingerprint)
      where i.id = c.id`,
    values: [
      changes.map((change) => change.id),
      changes.map((change) => change.isEdited),
      asJson(changes.map(({ item, hashes }) => ({ item, ...hashes }))),
    ],
  });
}

/**
 * Where a new reader begins: before the newest `count` items.
 * @returns the cursor, and how many items lie past it
 */
export async function cursorBeforeNewest(
  tx: Queryable,
  feedId: FeedId,
  count: number,
): Promise<{ id: ItemId; after: number }> {
  const { rows } = await tx.query<{ id: ItemId; after: number }>({
    name: 'cursor_before_newest',
    text: `
      with newest as (select id from items where feed_id = $1 order by id desc limit $2 + 1)
      select coalesce((select id from newest order by id desc offset $2), 0) as id, least((select count(*) from newest), $2)::int as after`,
    values: [feedId, count],
  });
  return rows[0]!;
}
