// What a feed's row says of polls that failed.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

export type FailedPoll = {
  feedId: FeedId;
  leaseToken: string;
  /** as a value; a chat reads it in its own language */
  reason: object;
  /** the same in plain words, for whoever reads the table */
  error: string;
  waitMs: number;
  /** the publisher said that the feed is gone */
  isGone: boolean;
};

/**
 * Write down a failed poll and how long to wait, in one statement, so that no way out of a poll leaves the feed due.
 * @returns false when somebody else holds the feed by now: nothing was written
 */
export async function recordFailure(
  db: Queryable,
  { feedId, leaseToken, reason, error, waitMs, isGone }: FailedPoll,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'record_failure',
    text: `
      with held as materialized (
        select id from feeds where id = $1 for no key update -- before its place in the schedule, as everybody does
      ), dated as (
        update feed_schedule
        set next_sync_at = clock_timestamp() + $5 * interval '1 millisecond', interval_ms = $5, lease_token = null, last_polled_at = clock_timestamp()
        where feed_id = (select id from held) and lease_token = $2
        returning feed_id
      )
      update feeds f set
        state = case when state = 'active' then 'failing' else state end,
        failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()), last_reason = $3, last_error = $4,
        gone_since = case when $6 then coalesce(gone_since, clock_timestamp()) end, redirect_url = null, redirect_seen = 0, redirect_since = null
      from dated where f.id = dated.feed_id`,
    values: [feedId, leaseToken, reason, error, Math.round(waitMs), isGone],
  });
  return rowCount === 1;
}

/** The feed is asked no more; everything its readers set for it stays. @returns false when it was so already */
export async function retireFeed(tx: Queryable, feedId: FeedId): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'retire_feed',
    text: `
      with unscheduled as (delete from feed_schedule where feed_id = $1)
      update feeds set state = 'gone', readers_told_at = clock_timestamp() where id = $1 and state <> 'gone'`,
    values: [feedId],
  });
  return rowCount === 1;
}

/** Note down whether readers have been told of an outage. @returns false when it was so already: nobody is told twice */
export async function markReadersTold(tx: Queryable, feedId: FeedId, areTold: boolean): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'mark_readers_told',
    text: `
      update feeds set readers_told_at = case when $2 then clock_timestamp() end
      where id = $1 and (readers_told_at is null) = $2`,
    values: [feedId, areTold],
  });
  return rowCount === 1;
}
