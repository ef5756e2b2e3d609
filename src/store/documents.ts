// A feed's document against what is stored of it: read what it is compared with, and write down what came of that, one statement each.
import type { Queryable } from '../db.ts';
import type { Payload } from '../payload.ts';
import type { FeedId, ItemId } from './ids.ts';
import type { Item } from './item.ts';
import type { ItemHashes } from './items.ts';
import { PRIORITY } from './jobs.ts';
import { toJson } from './json.ts';

/** An item that shares a hash with a document; `publishedAt` in ISO 8601. */
export type KnownItem = ItemHashes & { id: ItemId; publishedAt: string | null };

/** When an item came and what it says itself, in epoch milliseconds; the items of a first fetch were there before us. */
export type Arrival = { firstSeenAtMs: number; publishedAtMs: number | null; isFromFirstFetch: boolean };

/** What a feed has, as far as a document is compared with it. */
export type StoredDocument = {
  /** of the document before */
  itemIds: ItemId[];
  bodyHash: string | null;
  hasItems: boolean;
  known: KnownItem[];
  /** how the items of the last four weeks came */
  arrivals: Arrival[];
  lastItemAtMs: number | null;
  busyHours: number[];
  /** the database's clock */
  nowMs: number;
};

/** Read what a feed has of a document, each item by whichever of its hashes is known, from an index. */
export async function readStored(
  db: Queryable,
  feedId: FeedId,
  { guidHashes, linkHashes, fingerprints }: { guidHashes: string[]; linkHashes: string[]; fingerprints: string[] },
): Promise<StoredDocument> {
  const { rows } = await db.query<StoredDocument>({
    name: 'read_stored',
    text: `
      select f.document_item_ids as "itemIds", encode(f.body_hash, 'hex') as "bodyHash",
        exists (select from items where feed_id = f.id) as "hasItems",
        (select coalesce(json_agg(k), '[]') from (
          select id::text, encode(guid_hash, 'hex') as "guidHash", encode(link_hash, 'hex') as "linkHash",
            encode(fingerprint, 'hex') as fingerprint, published_at as "publishedAt"
          from items
          where feed_id = f.id and (guid_hash = any($2::bytea[]) or link_hash = any($3::bytea[]) or fingerprint = any($4::bytea[]))
          order by items.id
        ) k) as known,
        (select coalesce(json_agg(a), '[]') from (
          select extract(epoch from first_seen_at)::float8 * 1000 as "firstSeenAtMs",
            extract(epoch from published_at)::float8 * 1000 as "publishedAtMs", first_fetch as "isFromFirstFetch"
          from items where feed_id = f.id and first_seen_at > clock_timestamp() - interval '28 days'
          order by id desc limit 1000
        ) a) as arrivals,
        extract(epoch from f.last_item_at)::float8 * 1000 as "lastItemAtMs", f.busy_hours as "busyHours",
        extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
      from feeds f where f.id = $1`,
    values: [feedId, ...[guidHashes, linkHashes, fingerprints].map((hashes) => hashes.map((hash) => `\\x${hash}`))],
  });
  const stored = rows[0];
  if (!stored) throw new Error(`feed ${feedId} is gone`);
  return stored;
}

export type NewItem = ItemHashes & { item: Item };

/** A document as it is to be stored, and all that follows from what the feed had. */
export type DocumentChange = {
  /** what it was compared with: had the feed something else by now, nothing is written */
  before: Pick<StoredDocument, 'itemIds' | 'bodyHash'> & { contentFields: string[] | null };
  format: string;
  title: string;
  link: string | null;
  hubUrl: string | null;
  selfUrl: string | null;
  etag: string | null;
  lastModified: string | null;
  /** sha-256 in hex */
  bodyHash: string;
  hints: object;
  /** when its last item came (epoch milliseconds), and in which hours of the week they come */
  lastItemAtMs: number | null;
  busyHours: number[];
  /** oldest first */
  added: readonly NewItem[];
  /** of the added: nearly the whole document is new, or all of it is the first that we see */
  rebuilt: boolean;
  firstFetch: boolean;
  knownIds: ItemId[];
  /** of the known: those whose keys or text the document has changed; the text of an edited one is a new revision */
  changed: readonly (NewItem & { id: ItemId; isEdited: boolean })[];
  /** items of the document before that are not in this one, and unchanged ones in this one that were not in the one before */
  left: ItemId[];
  back: ItemId[];
};

/** The end of the poll that brought a document; null where no poll did. */
export type PollEnd = { leaseToken: string; waitMs: number; intervalMs: number };

const COLUMNS = `
  title text, guid text, link text, author text, summary text, content text, categories jsonb, media jsonb,
  "publishedAt" timestamptz, "updatedAt" timestamptz, "guidHash" text, "linkHash" text, fingerprint text`;

/**
 * Store a document in one statement: its items, the validators that belong to them, the feed's next turn, and a job that lets its
 * readers know where items were added (un-keyed, since a keyed one may be running already, with a snapshot older than these items).
 *
 * Under the feed's row lock, as all that gives out item ids (see `lockFeed`); its condition is looked at again once the lock is there, so a
 * feed that somebody gave another document since it was read is left alone: what is new would be told by what it no longer has. Locks are
 * taken in order: `feeds`, `feed_schedule`, then items. Items that left the document or are back in it are noted, since forgetting their
 * hashes counts from when they left.
 * @param end a poll whose lease somebody else has by now stores nothing: it brings an old document
 * @returns whether it was stored
 */
export async function saveDocument(
  db: Queryable,
  feedId: FeedId,
  change: DocumentChange,
  end: PollEnd | null,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'save_document',
    text: `
      with locked as materialized (
        select id from feeds
        where id = $1::bigint and document_item_ids = $2::bigint[] and body_hash is not distinct from decode($3, 'hex')
          and content_fields is not distinct from $4::text[]
        for no key update
      ), dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + $6::float8 * interval '1 millisecond', interval_ms = $7, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from locked where s.feed_id = locked.id and s.lease_token = $5
        returning s.feed_id as id
      ), ours as materialized (
        select id from locked where $5::uuid is null union all select id from dated
      ), added as (
        insert into items (feed_id, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media,
          published_at, updated_at, rebuilt, first_fetch)
        select ours.id, decode("guidHash", 'hex'), decode("linkHash", 'hex'), decode(fingerprint, 'hex'), guid, link, title, author, summary,
          content, array(select jsonb_array_elements_text(categories)), media, "publishedAt", "updatedAt", $9, $10
        from ours, rows from (json_to_recordset($8::json) as (${COLUMNS})) with ordinality
        order by ordinality
        returning id
      ), changed as (
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
          revision = i.revision + edited::int,
          left_document_at = null
        from ours, rows from (
          unnest($11::bigint[]), unnest($12::boolean[]), json_to_recordset($13::json) as (${COLUMNS})
        ) as c(id, edited, title, guid, link, author, summary, content, categories, media, "publishedAt", "updatedAt", "guidHash", "linkHash", fingerprint)
        where i.id = c.id
      ), moved as (
        update items i set left_document_at = case when i.id = any($14::bigint[]) then clock_timestamp() end
        from ours
        where i.id = any($14::bigint[] || $15::bigint[]) and (i.id = any($14::bigint[]) or left_document_at is not null)
      ), saved as (
        update feeds f set
          format = $16, title = $17, link = $18, hub_url = $19, self_url = $20, etag = $21, last_modified = $22,
          body_hash = decode($23, 'hex'), document_item_ids = $24::bigint[] || array(select id from added order by id),
          hints = $25, last_item_at = to_timestamp($26::float8 / 1000), busy_hours = $27,
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          readers_told_at = null, moved_to = null, moved_cursor = null
        from ours where f.id = ours.id
      )
      select case when $28::boolean then (graphile_worker.add_job('fan_out', $29::json, priority := $30::int)).id end from ours`,
    values: [
      feedId,
      change.before.itemIds,
      change.before.bodyHash,
      change.before.contentFields,
      end?.leaseToken ?? null,
      Math.round(end?.waitMs ?? 0),
      Math.round(end?.intervalMs ?? 0),
      asJson(change.added),
      change.rebuilt,
      change.firstFetch,
      change.changed.map((item) => item.id),
      change.changed.map((item) => item.isEdited),
      asJson(change.changed),
      change.left,
      change.back,
      change.format,
      change.title,
      change.link,
      change.hubUrl,
      change.selfUrl,
      change.etag,
      change.lastModified,
      change.bodyHash,
      change.knownIds,
      change.hints,
      change.lastItemAtMs,
      change.busyHours,
      change.added.length > 0,
      JSON.stringify({ feedId } satisfies Payload<'fan_out'>),
      PRIORITY.deliver,
    ],
  });
  return rowCount === 1;
}

function asJson(items: readonly NewItem[]): string {
  return toJson(
    items.map(({ item, guidHash, linkHash, fingerprint }) => ({ ...item, guidHash, linkHash, fingerprint })),
  );
}
