// When each feed is asked next. The table is the schedule: a lost batch falls due again by itself, since a claim only moves the date.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

export type ClaimedFeed = { feedId: FeedId; host: string };

/**
 * Claim due feeds by dating them behind a lease. `skip locked` lets several schedulers claim at once without waiting for each other.
 * Feeds of a host that is paused or held by a batch are re-dated instead, and of each host no more are taken than one batch can
 * poll, so that the head of the due index is always work.
 * @param leaseMs how long the claimer may take
 * @param perHost the most of one host
 * @param heldMs when to look again at a feed whose host is busy
 * @returns the claimed feeds, grouped by host; `looked` is how many were due, claimed or not
 */
export async function claimDueFeeds(
  db: Queryable,
  {
    limit,
    perHost,
    leaseMs,
    heldMs,
    leaseToken,
  }: { limit: number; perHost: number; leaseMs: number; heldMs: number; leaseToken: string },
): Promise<{ claimed: ClaimedFeed[]; looked: number }> {
  const { rows } = await db.query<ClaimedFeed & { isClaimed: boolean }>({
    name: 'claim_due_feeds',
    text: `
      with due as (
        select feed_id, host, next_sync_at from feed_schedule
        where next_sync_at <= clock_timestamp()
        order by next_sync_at
        limit $1
        for update skip locked
      ), placed as (
        select due.feed_id, due.host,
          row_number() over (partition by due.host order by due.next_sync_at) as place,
          coalesce(h.paused_until, '-infinity') as paused_until,
          coalesce(h.leased_until, '-infinity') as leased_until
        from due left join hosts h on h.name = due.host
      ), dated as (
        select feed_id, host, case
          when paused_until > clock_timestamp() then paused_until
          when leased_until > clock_timestamp() then clock_timestamp() + $4 * interval '1 millisecond'
          when place > $2 then clock_timestamp() + ceil(place::float8 / $2) * $4 * interval '1 millisecond'
        end as redated
        from placed
      )
      update feed_schedule s
      set next_sync_at = coalesce(redated, clock_timestamp() + $3 * interval '1 millisecond'),
        lease_token = case when redated is null then $5::uuid end
      from dated
      where s.feed_id = dated.feed_id
      returning s.feed_id as "feedId", s.host, redated is null as "isClaimed"`,
    values: [limit, perHost, leaseMs, heldMs, leaseToken],
  });
  const claimed = rows.filter((row) => row.isClaimed).map(({ feedId, host }) => ({ feedId, host }));
  return { claimed: claimed.sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0)), looked: rows.length };
}

/** How long until the next feed falls due, in milliseconds (0: now), or null when nothing is scheduled. */
export async function nextSyncInMs(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ inMs: number | null }>({
    name: 'next_sync_in_ms',
    text: `
      select greatest(extract(epoch from min(next_sync_at) - clock_timestamp()) * 1000, case when count(*) > 0 then 0 end)::float8 as "inMs" from feed_schedule`,
  });
  return rows[0]?.inMs ?? null;
}

/** A feed about to be polled, with all that the poll needs. Hash in hex, times in epoch milliseconds. */
export type FeedToPoll = {
  feedId: FeedId;
  url: string;
  host: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  state: 'active' | 'failing' | 'gone' | 'moved';
  failures: number;
  failingForMs: number | null;
  lastItemAtMs: number | null;
  busyHours: number[];
  /** as `saveDocumentState` stored them */
  hints: object;
  /** the database's clock */
  nowMs: number;
  subscribers: number;
};

/**
 * Start on a batch: renew the leases of the feeds that are still ours and read what polling them needs, in one statement. Ids whose
 * token changed, because the batch waited longer than its lease and somebody else took them, are dropped: nobody is polled twice.
 */
export async function renewFeedLeases(
  db: Queryable,
  { feedIds, leaseToken, leaseMs }: { feedIds: FeedId[]; leaseToken: string; leaseMs: number },
): Promise<FeedToPoll[]> {
  const { rows } = await db.query<FeedToPoll>({
    name: 'renew_feed_leases',
    text: `
      with ours as (
        update feed_schedule set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond'
        where feed_id = any($1::bigint[]) and lease_token = $2
        returning feed_id, host
      )
      select f.id as "feedId", f.url, ours.host, f.etag, f.last_modified as "lastModified", encode(f.body_hash, 'hex') as "bodyHash",
        f.state, f.failures, extract(epoch from clock_timestamp() - f.failing_since)::float8 * 1000 as "failingForMs",
        extract(epoch from f.last_item_at)::float8 * 1000 as "lastItemAtMs", f.busy_hours as "busyHours", f.hints,
        extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
        (select count(*)::int from subscriptions where feed_id = f.id and ended_at is null) as subscribers
      from ours join feeds f on f.id = ours.feed_id`,
    values: [feedIds, leaseToken, leaseMs],
  });
  return rows;
}

export type Rescheduled = { feedId: FeedId; waitMs: number };

/**
 * The good polls of a batch in one statement: next date, end of the lease. A feed that had been failing is well again; the wide
 * `feeds` row is touched only then. Feeds whose lease was lost meanwhile are left to whoever holds it.
 */
export async function rescheduleUnchanged(db: Queryable, leaseToken: string, feeds: Rescheduled[]): Promise<void> {
  if (feeds.length === 0) return;
  await db.query({
    name: 'reschedule_unchanged',
    text: `
      with polled as (select * from unnest($2::bigint[], $3::float8[]) as t(feed_id, wait_ms)),
      dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + wait_ms * interval '1 millisecond', interval_ms = wait_ms, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from polled
        where s.feed_id = polled.feed_id and s.lease_token = $1
        returning s.feed_id
      )
      update feeds f
      set state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null
      from dated
      where f.id = dated.feed_id and (f.failures > 0 or f.state = 'failing')`,
    values: [leaseToken, feeds.map((feed) => feed.feedId), feeds.map((feed) => Math.round(feed.waitMs))],
  });
}

/** Put feeds back that were claimed but not asked, due again after a wait. Neither success nor failure. */
export async function giveBackFeeds(
  db: Queryable,
  leaseToken: string,
  feedIds: FeedId[],
  waitMs: number,
): Promise<void> {
  if (feedIds.length === 0) return;
  await db.query({
    name: 'give_back_feeds',
    text: `
      update feed_schedule set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond', lease_token = null
      where feed_id = any($2::bigint[]) and lease_token = $1`,
    values: [leaseToken, feedIds, waitMs],
  });
}

/** The feed under this URL that is being polled now: what we have of it is up to date. */
export async function findScheduledFeed(db: Queryable, url: string): Promise<FeedId | null> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    name: 'find_scheduled_feed',
    text: `
      select id as "feedId" from feeds join feed_schedule on feed_id = id
      where url = $1 and state = 'active' and format is not null`,
    values: [url],
  });
  return rows[0]?.feedId ?? null;
}

/** A feed gets its first reader: put it on the schedule, unless it is there. */
export async function scheduleFeed(
  db: Queryable,
  { feedId, host, waitMs, polledNow }: { feedId: FeedId; host: string; waitMs: number; polledNow: boolean },
): Promise<void> {
  await db.query({
    name: 'schedule_feed',
    text: `
      insert into feed_schedule (feed_id, host, next_sync_at, interval_ms, last_polled_at, last_ok_at)
      values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond', $3,
        case when $4 then clock_timestamp() end, case when $4 then clock_timestamp() end)
      on conflict (feed_id) do nothing`,
    values: [feedId, host, Math.round(waitMs), polledNow],
  });
}
