// What may go of feeds and items, and what should never be found: feeds off the schedule that somebody reads, or on it that nobody does.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

/** A feed's texts are looked through once a day: in the hour of the day that its id falls on. */
const HOURS = 24;

/**
 * Take the text from items that served their purpose: not pending, not in the document, not among the newest 50 of the feed, and over 30
 * days old. Their hashes stay, so that nothing returns because it was forgotten. What a person paused is not pending: resuming passes over it.
 * @param hour which feeds; @param after the last feed of the call before, in id order
 * @returns the last feed looked at (null: no more), and how many items lost their text
 */
export async function dropTexts(
  db: Queryable,
  { hour, after, feeds }: { hour: number; after: FeedId | null; feeds: number },
): Promise<{ last: FeedId | null; texts: number }> {
  const { rows } = await db.query<{ last: FeedId | null; texts: number }>({
    text: `
      with chosen as (select id from feeds where id > $1 and id % ${HOURS} = $2 order by id limit $3),
      dropped as (
        update items i set is_bare = true, guid = null, link = null, title = '', author = null, summary = null, content = null,
          categories = '{}', media = '[]'
        from chosen f
        cross join lateral (select id from items where feed_id = f.id order by id desc offset 49 limit 1) fiftieth
        where i.feed_id = f.id and i.id < fiftieth.id and i.left_document_at is not null and not i.is_bare
          and i.first_seen_at < clock_timestamp() - interval '30 days'
          and not exists (
            select from subscriptions s where s.feed_id = f.id and s.cursor < i.id and s.ended_at is null
              and (s.state = 'active' or s.state_reason is distinct from 'person'))
        returning i.id
      )
      select (select max(id) from chosen) as last, (select count(*)::int from dropped) as texts`,
    values: [after ?? 0, hour, feeds],
  });
  return rows[0]!;
}

/** The hour of the day, by the database's clock. */
export async function readHour(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ hour: number }>({
    text: 'select extract(hour from clock_timestamp())::int as hour',
  });
  return rows[0]!.hour;
}

/** Forget items for good, hashes and all, 90 days after they left the document. @returns how many, `limit` at most */
export async function dropHashes(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    text: `
      delete from items where id in (
        select id from items where is_bare and left_document_at < clock_timestamp() - interval '90 days' limit $1)`,
    values: [limit],
  });
  return rowCount ?? 0;
}

/** Subscriptions that ended 30 days ago: their settings are not coming back. @returns how many, `limit` at most */
export async function dropEndedSubscriptions(db: Queryable, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    text: `
      delete from subscriptions where id in (
        select id from subscriptions where ended_at < clock_timestamp() - interval '30 days' limit $1)`,
    values: [limit],
  });
  return rowCount ?? 0;
}

/**
 * Feeds that nobody reads or has read for 30 days, with their items. In two statements: somebody may be subscribing, and the second one
 * sees who did before the lock was had. @returns how many, `limit` at most
 */
export async function dropUnreadFeeds(tx: Queryable, limit: number): Promise<number> {
  const unread = `
    created_at < clock_timestamp() - interval '30 days'
    and not exists (select from subscriptions s where s.feed_id = f.id) and not exists (select from feeds m where m.moved_to = f.id)`;
  const { rows } = await tx.query<{ id: FeedId }>({
    text: `select id from feeds f where ${unread} limit $1 for update skip locked`,
    values: [limit],
  });
  const { rowCount } = await tx.query({
    text: `delete from feeds f where id = any($1::bigint[]) and ${unread}`,
    values: [rows.map((row) => row.id)],
  });
  return rowCount ?? 0;
}

/** Hosts of no feed, that nothing is remembered of. */
export async function dropIdleHosts(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    text: `
      delete from hosts h
      where concurrency is null and leased_until < clock_timestamp() - interval '1 day' and paused_until < clock_timestamp() - interval '1 day'
        and not exists (select from feed_schedule where host = h.name)`,
  });
  return rowCount ?? 0;
}

/** Feeds that somebody reads and nobody polls: there should be none. */
export async function findForgottenFeeds(db: Queryable, limit: number): Promise<{ feedId: FeedId; url: string }[]> {
  const { rows } = await db.query<{ feedId: FeedId; url: string }>({
    text: `
      select id as "feedId", url from feeds f
      where state in ('active', 'failing') and not exists (select from feed_schedule where feed_id = f.id)
        and exists (select from subscriptions s where s.feed_id = f.id and s.ended_at is null)
      limit $1`,
    values: [limit],
  });
  return rows;
}

/** Feeds that are polled and nobody reads: there should be none. @returns how many were taken off the schedule */
export async function unscheduleUnreadFeeds(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    text: `
      with unread as materialized (
        select feed_id from feed_schedule fs
        where not exists (select from subscriptions s where s.feed_id = fs.feed_id and s.ended_at is null)
        order by feed_id for update
      )
      delete from feed_schedule where feed_id = any(array(select feed_id from unread))`,
  });
  return rowCount ?? 0;
}
