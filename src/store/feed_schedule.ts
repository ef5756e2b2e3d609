// When each feed is asked next. The table is the schedule: a lost batch falls due again by itself, since a claim only moves the date.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';

export type ClaimedHost = { host: string; feedIds: FeedId[] };

/**
 * Claim due feeds by dating them behind a lease. `skip locked` lets several schedulers claim at once without waiting for each other.
 * Feeds of a host that is paused or held by a batch are re-dated instead, and of each host no more are taken than one batch can
 * poll, so that the head of the due index is always work. Those polled longest ago come first, so that none is put off for ever.
 * @param leaseMs how long the claimer may take
 * @param perHost the most of one host
 * @param heldMs when to look again at a feed whose host is busy
 * @returns the claimed feeds of each host; `looked` is how many were due, claimed or not
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
): Promise<{ claimed: ClaimedHost[]; looked: number }> {
  const { rows } = await db.query<{ host: string; feedIds: string | null; looked: number }>({
    name: 'claim_due_feeds',
    text: `
      with due as (
        select feed_id, host, last_polled_at from feed_schedule
        where next_sync_at <= clock_timestamp()
        order by next_sync_at
        limit $1
        for update skip locked
      ), placed as (
        select due.feed_id, due.host,
          row_number() over (partition by due.host order by due.last_polled_at nulls first, due.feed_id) as place,
          coalesce(h.paused_until, '-infinity') as paused_until,
          coalesce(h.leased_until, '-infinity') as leased_until
        from due left join hosts h on h.name = due.host
      ), dated as (
        select feed_id, host, case
          when paused_until > clock_timestamp() then paused_until
          when leased_until > clock_timestamp() or place > $2 then clock_timestamp() + ceil(place::float8 / $2) * $4 * interval '1 millisecond'
        end as redated
        from placed
      ), claimed as (
        update feed_schedule s
        set next_sync_at = coalesce(redated, clock_timestamp() + $3 * interval '1 millisecond'),
          lease_token = case when redated is null then $5::uuid end
        from dated
        where s.feed_id = dated.feed_id
        returning s.feed_id, s.host, redated is null as is_claimed
      )
      select host, string_agg(feed_id::text, ' ') filter (where is_claimed) as "feedIds", count(*)::int as looked
      from claimed group by host`, // one row a host: thousands of rows take a while to read
    values: [limit, perHost, leaseMs, heldMs, leaseToken],
  });
  const claimed = rows.filter((row) => row.feedIds !== null);
  return {
    claimed: claimed.map(({ host, feedIds }) => ({ host, feedIds: feedIds!.split(' ') as FeedId[] })),
    looked: rows.reduce((sum, row) => sum + row.looked, 0),
  };
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

/** Polls a millisecond that the feeds of each host would like, where anything is known of it. */
export async function readHostLoads(db: Queryable, hosts: string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ host: string; wantedPerMs: number }>({
    name: 'read_host_loads',
    text: `
      select host, sum(1 / interval_ms::float8) as "wantedPerMs" from feed_schedule
      where host = any($1) and interval_ms > 0 group by host`,
    values: [hosts],
  });
  return new Map(rows.map((row) => [row.host, row.wantedPerMs]));
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
      with held as materialized (
        select feed_id from feed_schedule where feed_id = any($2::bigint[]) and lease_token = $1 order by feed_id for update
      )
      update feed_schedule set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond', lease_token = null
      where feed_id = any(array(select feed_id from held))`,
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

/**
 * Put a feed on the schedule, unless it is there. One that was read just now (`polledNow`) and is there, maybe far off after failures,
 * comes no later than it would have.
 */
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
      on conflict (feed_id) do update set next_sync_at = least(feed_schedule.next_sync_at, excluded.next_sync_at)
        where $4 and feed_schedule.lease_token is null`,
    values: [feedId, host, Math.round(waitMs), polledNow],
  });
}
