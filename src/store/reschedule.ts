// The end of a good poll: when its feed is asked next, as long as it is still ours.
import type { Queryable } from '../db.ts';
import type { Payload } from '../payload.ts';
import type { FeedId } from './ids.ts';
import { PRIORITY } from './jobs.ts';

/**
 * When a feed is next asked: after `waitMs`, which is `intervalMs` or longer where its host is spared. `validators`: those that an unchanged document
 * came with, where they are new.
 */
export type Rescheduled = {
  feedId: FeedId;
  waitMs: number;
  intervalMs: number;
  validators: { etag: string | null; lastModified: string | null } | null;
};

/**
 * The good polls of a batch in one statement: next date, end of the lease. A feed that had been failing is well again; the wide
 * `feeds` row is touched only then, or for new validators. Feeds whose lease was lost meanwhile are left to whoever holds it. Locks are
 * taken as everybody does: first `feeds`, then `feed_schedule`, each in id order.
 * @returns how many were still ours
 */
export async function rescheduleUnchanged(db: Queryable, leaseToken: string, feeds: Rescheduled[]): Promise<number> {
  if (feeds.length === 0) return 0;
  const { rows } = await db.query<{ dated: number }>({
    name: 'reschedule_unchanged',
    text: `
      with polled as (
        select * from unnest($2::bigint[], $3::float8[], $4::float8[], $5::boolean[], $6::text[], $7::text[])
          as t(feed_id, wait_ms, interval_ms, is_renewed, etag, last_modified)
      ), touched as materialized (
        select id from feeds join polled on id = feed_id where is_renewed or failures > 0 or state = 'failing'
        order by id for no key update of feeds
      ), held as materialized (
        select s.feed_id from feed_schedule s
        where (select count(*) from touched) >= 0 and s.feed_id = any($2::bigint[]) and s.lease_token = $1
        order by s.feed_id for update
      ), dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + wait_ms * interval '1 millisecond', interval_ms = polled.interval_ms, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from polled join held using (feed_id)
        where s.feed_id = polled.feed_id
        returning polled.*
      ), recovered as (
        update feeds f set
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          etag = case when is_renewed then dated.etag else f.etag end,
          last_modified = case when is_renewed then dated.last_modified else f.last_modified end
        from dated join touched on id = dated.feed_id
        where f.id = dated.feed_id
      )
      select count(*)::int as dated from dated`,
    values: [
      leaseToken,
      feeds.map((feed) => feed.feedId),
      feeds.map((feed) => Math.round(feed.waitMs)),
      feeds.map((feed) => Math.round(feed.intervalMs)),
      feeds.map((feed) => feed.validators !== null),
      feeds.map((feed) => feed.validators?.etag ?? null),
      feeds.map((feed) => feed.validators?.lastModified ?? null),
    ],
  });
  return rows[0]!.dated;
}

/**
 * End a poll that found a new document, in the transaction that stores it, and let the feed's readers be told where there are new items:
 * un-keyed, since a keyed job may be running already, with a snapshot older than these items.
 * @returns whether the feed was still ours; if not, nothing was done
 */
export async function rescheduleChanged(
  tx: Queryable,
  leaseToken: string,
  { feedId, waitMs, intervalMs, hasNewItems }: Omit<Rescheduled, 'validators'> & { hasNewItems: boolean },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'reschedule_changed',
    text: `
      with dated as (
        update feed_schedule
        set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond', interval_ms = $4, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        where feed_id = $1::bigint and lease_token = $2
        returning feed_id
      )
      select case when $5::boolean then (graphile_worker.add_job('fan_out', $6::json, priority := $7::int)).id end from dated`,
    values: [
      feedId,
      leaseToken,
      Math.round(waitMs),
      Math.round(intervalMs),
      hasNewItems,
      JSON.stringify({ feedId } satisfies Payload<'fan_out'>),
      PRIORITY.deliver,
    ],
  });
  return rowCount === 1;
}
