// Feeds: one row per canonical URL.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from './ids.ts';

/** What storing a document needs to know of its feed. Taken under the row lock, which serialises everything that gives out item ids. */
export type LockedFeed = {
  feedId: FeedId;
  url: string;
  title: string;
  contentFields: string[] | null;
  documentItemIds: ItemId[];
  hasItems: boolean;
  /** whether its readers were told that it fails or is gone */
  areReadersTold: boolean;
  lastItemAtMs: number | null;
  busyHours: number[];
  /** the database's clock */
  nowMs: number;
};

/** The row for `url`, made if it is new. */
export async function upsertFeed(db: Queryable, url: string): Promise<FeedId> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    name: 'upsert_feed',
    // The update changes nothing; without it a row that exists would not be returned.
    text: `insert into feeds (url) values ($1) on conflict (url) do update set url = excluded.url returning id as "feedId"`,
    values: [url],
  });
  return rows[0]!.feedId;
}

/**
 * Lock a feed for the rest of the transaction. Ids of items are taken before they commit: without this lock a cursor placed at
 * "now" could pass an item that another transaction has numbered but not committed, and that item would never be sent.
 */
export async function lockFeed(tx: Queryable, feedId: FeedId): Promise<LockedFeed> {
  const { rows } = await tx.query<Omit<LockedFeed, 'hasItems'>>({
    name: 'lock_feed',
    text: `
      select id as "feedId", url, title, content_fields as "contentFields", document_item_ids as "documentItemIds",
        readers_told_at is not null as "areReadersTold",
        extract(epoch from last_item_at)::float8 * 1000 as "lastItemAtMs", busy_hours as "busyHours", extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
      from feeds where id = $1
      for no key update`,
    values: [feedId],
  });
  const feed = rows[0];
  if (!feed) throw new Error(`feed ${feedId} is gone`);
  return { ...feed, hasItems: feed.documentItemIds.length > 0 || (await hasItems(tx, feedId)) };
}

/** A statement of its own, after the lock: the one that waited for the lock sees other tables as they were before it waited. */
async function hasItems(tx: Queryable, feedId: FeedId): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'has_items',
    text: 'select from items where feed_id = $1 limit 1',
    values: [feedId],
  });
  return rowCount === 1;
}

export type DocumentState = {
  format: string;
  title: string;
  link: string | null;
  hubUrl: string | null;
  selfUrl: string | null;
  etag: string | null;
  lastModified: string | null;
  /** sha-256 in hex */
  bodyHash: string;
  itemIds: ItemId[];
  /** items of the document before that are not in it, and items in it that were not in the one before */
  left: ItemId[];
  back: ItemId[];
  hints: object;
  /** when its last item came (epoch milliseconds), and in which hours of the week they come */
  lastItemAtMs: number | null;
  busyHours: number[];
};

/**
 * What a document said of its feed, with the validators that belong to it: written in the transaction that stores its items, never
 * before. Items that left the document or are back in it are noted, since forgetting their hashes counts from when they left.
 */
export async function saveDocumentState(tx: Queryable, feedId: FeedId, state: DocumentState): Promise<void> {
  await tx.query({
    name: 'save_document_state',
    text: `
      with moved as (
        update items set left_document_at = case when id = any($14::bigint[]) then clock_timestamp() end
        where id = any($14::bigint[]) or (id = any($15::bigint[]) and left_document_at is not null)
      )
      update feeds set
        format = $2, title = $3, link = $4, hub_url = $5, self_url = $6, etag = $7, last_modified = $8,
        body_hash = decode($9, 'hex'), document_item_ids = $10::bigint[],
        hints = $11, last_item_at = to_timestamp($12::float8 / 1000), busy_hours = $13,
        state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
        readers_told_at = null, moved_to = null, moved_cursor = null
      where id = $1`,
    values: [
      feedId,
      state.format,
      state.title,
      state.link,
      state.hubUrl,
      state.selfUrl,
      state.etag,
      state.lastModified,
      state.bodyHash,
      state.itemIds,
      state.hints,
      state.lastItemAtMs,
      state.busyHours,
      state.left,
      state.back,
    ],
  });
}
