// A feed that its publisher moved for good: its row gets the new URL, or becomes one with the row that has it already.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

/** Remember where a permanent redirect led, or forget it. `seen` good polls in a row ended there; the first begins the observation. */
export async function rememberRedirect(
  db: Queryable,
  feedId: FeedId,
  { url, seen }: { url: string | null; seen: number },
): Promise<void> {
  await db.query({
    name: 'remember_redirect',
    text: `
      update feeds set redirect_url = $2::text, redirect_seen = $3,
        redirect_since = case when $2::text is null then null when $3 = 1 then clock_timestamp() else redirect_since end
      where id = $1`,
    values: [feedId, url, seen],
  });
}

export async function findFeed(db: Queryable, url: string): Promise<FeedId | null> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    name: 'find_feed',
    text: 'select id as "feedId" from feeds where url = $1',
    values: [url],
  });
  return rows[0]?.feedId ?? null;
}

/** Give a feed its new URL. @returns false when another row got it meanwhile: merge with that one */
export async function rewriteUrl(
  tx: Queryable,
  feedId: FeedId,
  { url, host }: { url: string; host: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'rewrite_url',
    text: `
      with moved as (
        update feeds set url = $2, redirect_url = null, redirect_seen = 0, redirect_since = null
        where id = $1 and not exists (select from feeds where url = $2) returning id
      ), rehosted as (update feed_schedule s set host = $3 from moved where s.feed_id = moved.id)
      select from moved`,
    values: [feedId, url, host],
  });
  return rowCount === 1;
}

/**
 * The same post in two rows: the same guid or link, where that tells B's items apart, or the same words; these are a recurring post's where guid,
 * link and date all are others.
 */
const SAME_POST = `(
  (b.fingerprint = a.fingerprint and (b.guid_hash <> a.guid_hash and b.link_hash <> a.link_hash and b.published_at <> a.published_at) is not true)
  or (b.guid_hash = a.guid_hash and not exists (select from items o where o.feed_id = b.feed_id and o.guid_hash = b.guid_hash and o.id <> b.id))
  or (b.link_hash = a.link_hash and not exists (select from items o where o.feed_id = b.feed_id and o.link_hash = b.link_hash and o.id <> b.id)))`;

/**
 * Make feed `fromId` one with `intoId`, whose URL it is permanently redirected to. Call under both locks, taken in id order.
 * What the old row's document has and the new row does not is added to the new one, which would have found it there itself (but what has lost
 * its text since, which the new one finds with it, if at all); so whoever comes over begins behind the last post that both have, and gets
 * nothing again. Whatever the new row was, it is well from here on, since the poll that brings us here ended at its URL: a feed may move back
 * to where it came from, or to an address that was given up.
 * @returns how many items the new row got
 */
export async function mergeFeeds(tx: Queryable, fromId: FeedId, intoId: FeedId): Promise<number> {
  const values = [fromId, intoId];
  const { rowCount } = await tx.query({
    name: 'copy_document_items',
    text: `
      insert into items (feed_id, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media,
        published_at, updated_at)
      select $2, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media, published_at, updated_at
      from items a
      where a.feed_id = $1 and a.left_document_at is null and not a.is_bare and not exists (select from items b where b.feed_id = $2 and ${SAME_POST})
      order by a.id`,
    values,
  });
  await tx.query({
    name: 'merge_feeds',
    text: `
      with held as materialized (select feed_id from feed_schedule where feed_id in ($1, $2) order by feed_id for update),
      unscheduled as (delete from feed_schedule where feed_id = $1 and feed_id = any(array(select feed_id from held))),
      shown as (
        update feeds set document_item_ids = array(select id from items where feed_id = $2 and left_document_at is null order by id),
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          moved_to = null, moved_cursor = null
        where id = $2
      )
      update feeds set state = 'moved', moved_to = $2, redirect_url = null, redirect_seen = 0, redirect_since = null,
        moved_cursor = coalesce(
          (select max(b.id) from items b where b.feed_id = $2 and exists (select from items a where a.feed_id = $1 and ${SAME_POST})),
          (select max(id) from items where feed_id = $2), 0)
      where id = $1`,
    values,
  });
  return rowCount ?? 0;
}

/** An advisory lock: two processes that move one chat's readers from two feeds would not see each other's. */
const MOVING_LOCK = 7_300_003;

/**
 * Take the readers of moved feeds over, once they have everything that is pending at the old row. Where a chat reads the new row
 * already, the old subscription ends; had the new one been ended or paused, it gives way. Of several that a chat has at feeds which moved to the
 * same one, one comes over now and meets the next there: so one process moves readers at a time.
 * @returns how many came over
 */
export async function moveReaders(tx: Queryable, limit: number): Promise<number> {
  const { rows } = await tx.query<{ id: string; place: string }>({
    name: 'readers_to_move',
    text: `
      select s.id, concat_ws(' ', s.chat_id, s.thread_id, f.moved_to) as place from feeds f join subscriptions s on s.feed_id = f.id
      where (select pg_try_advisory_xact_lock(${MOVING_LOCK})) and f.state = 'moved' and (
        s.ended_at is not null
        or s.parts_done = 0 and not exists (select from items i where i.feed_id = s.feed_id and i.id > s.cursor))
      order by s.id limit $1 for no key update of s, f skip locked`,
    values: [limit],
  });
  const ids = [...new Map(rows.map(({ place, id }) => [place, id])).values()];
  if (ids.length === 0) return 0;
  await giveWay(tx, ids);
  await tx.query({
    name: 'move_readers',
    text: `
      update subscriptions s set feed_id = f.moved_to, cursor = f.moved_cursor, parts_done = 0, part_message_ids = '{}', digest_to = null
      from feeds f where f.id = s.feed_id and s.id = any($1::bigint[])`,
    values: [ids],
  });
  await tx.query({
    name: 'wake_moved_readers',
    text: `
      with locked as materialized (
        select chat_id from chat_schedule
        where chat_id in (select chat_id from subscriptions where id = any($1::bigint[]) and ended_at is null)
        order by chat_id for update of chat_schedule
      )
      update chat_schedule t set due_at = coalesce(due_at, clock_timestamp()), wakes = wakes + 1
      where chat_id = any(array(select chat_id from locked))`,
    values: [ids],
  });
  return ids.length;
}

/** Of two subscriptions of one chat that become one, keep the one that is read, and of two that are read the one that was there. */
async function giveWay(tx: Queryable, ids: string[]): Promise<void> {
  const pairs = `
    subscriptions old join feeds f on f.id = old.feed_id
    join subscriptions kept on kept.chat_id = old.chat_id and kept.thread_id = old.thread_id and kept.feed_id = f.moved_to
    where old.id = any($1::bigint[])`;
  await tx.query({
    name: 'drop_doubled_readers',
    text: `
      with doubled as (
        select old.id as old_id, kept.id as kept_id,
          old.ended_at is null and (kept.ended_at is not null or kept.state = 'paused' and old.state = 'active') as is_old_read
        from ${pairs}
      )
      delete from subscriptions s using doubled d where s.id = case when d.is_old_read then d.kept_id else d.old_id end`,
    values: [ids],
  });
}
