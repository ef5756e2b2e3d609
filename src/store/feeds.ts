// Feeds: one row per canonical URL.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

export type LockedFeed = {
  feedId: FeedId;
  url: string;
  title: string;
  contentFields: string[] | null;
  state: 'active' | 'failing' | 'gone' | 'moved';
  /** whether its readers were told that it fails or is gone */
  areReadersTold: boolean;
  /** the database's clock */
  nowMs: number;
};

/** In characters, of a URL that a feed may be known by: PostgreSQL's indexes take 2,704 bytes. */
export const LONGEST_FEED_URL = 2_000;

/** The row for `url`, which is at most LONGEST_FEED_URL, made if it is new. */
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
  const { rows } = await tx.query<LockedFeed>({
    name: 'lock_feed',
    text: `
      select id as "feedId", url, title, content_fields as "contentFields", state,
        readers_told_at is not null as "areReadersTold", extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
      from feeds where id = $1
      for no key update`,
    values: [feedId],
  });
  const feed = rows[0];
  if (!feed) throw new Error(`feed ${feedId} is gone`);
  return feed;
}
