// A batch of polls begins and is written down here, many feeds a statement, since all of what it costs beside its polls is in them.
import type { Queryable } from '../db.ts';
import { type HostTerms, LEASE_HOSTS } from './hosts.ts';
import type { FeedId } from './ids.ts';

/** A feed about to be polled, with all that the poll needs; null where there is nothing to say, as of most feeds. Hash in hex, times in epoch milliseconds. */
export type FeedToPoll = {
  feedId: FeedId;
  url: string;
  host: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  contentFields: string[] | null;
  /** null: its last poll went well, and its readers know of nothing else */
  trouble: Trouble | null;
  /** a permanent redirect under observation: good polls in a row that ended there, since when */
  redirect: { url: string; seen: number; forMs: number } | null;
  lastItemAtMs: number | null;
  busyHours: number[] | null;
  /** as `saveDocuments` stored them */
  hints: object | null;
  /** the database's clock */
  nowMs: number;
  subscribers: number;
};

/** The feeds of a batch are under the token of the claim that took them, which other batches share; its hosts are under one of its own. */
export type BatchTokens = { leaseToken: string; hostToken: string };

export type Trouble = {
  failures: number;
  failingForMs: number | null;
  /** since the first of its 410s in a row */
  goneForMs: number | null;
  /** whether its readers were told of the outage that lasts */
  areReadersTold: boolean;
};

/** A lease this much shorter than a whole one is good enough to begin with: renewing it would write every row once more. */
const SPENT_MS = 15_000;

/**
 * Start on a batch: read what polling those of its feeds needs that are still ours, and lease their hosts. Ids whose token changed, because
 * the batch waited longer than its lease and somebody else took them, are dropped: nobody is polled twice. Leases that waited are renewed;
 * a fresh one is only read, since nobody else takes a feed before its lease ends.
 * @returns the feeds, and the hosts now held
 */
export async function beginBatch(
  db: Queryable,
  {
    feedIds,
    leaseToken,
    hostToken,
    leaseMs,
    hostLeaseMs,
    concurrency,
  }: BatchTokens & { feedIds: FeedId[]; leaseMs: number; hostLeaseMs: number; concurrency: number },
): Promise<{ feeds: FeedToPoll[]; hosts: Map<string, HostTerms> }> {
  type Held = Omit<HostTerms, 'concurrency'> & { concurrency: number | null };
  const { rows } = await db.query<FeedToPoll & Held & { isSpent: true | null }>({
    name: 'begin_batch',
    text: `
      with ours as materialized (
        select feed_id, host, next_sync_at < clock_timestamp() + $5 * interval '1 millisecond' as is_spent
        from feed_schedule where feed_id = any($1::bigint[]) and lease_token = $6
      ), held as (${LEASE_HOSTS('(select distinct host as name from ours) asked')}
      )
      select f.id as "feedId", f.url, ours.host, f.etag, f.last_modified as "lastModified", encode(f.body_hash, 'hex') as "bodyHash",
        f.content_fields as "contentFields",
        case when f.state <> 'active' or f.failures > 0 or f.readers_told_at is not null then jsonb_build_object(
          'failures', f.failures, 'areReadersTold', f.readers_told_at is not null,
          'failingForMs', date_part('epoch', clock_timestamp() - f.failing_since) * 1000,
          'goneForMs', date_part('epoch', clock_timestamp() - f.gone_since) * 1000) end as trouble,
        case when f.redirect_url is not null then jsonb_build_object('url', f.redirect_url, 'seen', f.redirect_seen,
          'forMs', date_part('epoch', clock_timestamp() - f.redirect_since) * 1000) end as redirect,
        date_part('epoch', f.last_item_at) * 1000 as "lastItemAtMs", nullif(f.busy_hours, '{}') as "busyHours",
        nullif(f.hints, '{}') as hints, date_part('epoch', clock_timestamp()) * 1000 as "nowMs",
        (select count(*)::int from subscriptions where feed_id = f.id and ended_at is null) as subscribers,
        held.concurrency, held."pollMs", held.stretch, nullif(ours.is_spent, false) as "isSpent"
      from ours join feeds f on f.id = ours.feed_id left join held on held.name = ours.host`,
    values: [feedIds, hostToken, hostLeaseMs, concurrency, leaseMs - SPENT_MS, leaseToken],
  });
  const spent = rows.filter((row) => row.isSpent).map((row) => row.feedId);
  const renewed = spent.length === 0 ? null : await renewLeases(db, leaseToken, spent, leaseMs);
  const terms = rows.flatMap(({ host, concurrency, pollMs, stretch }): [string, HostTerms][] =>
    concurrency === null ? [] : [[host, { concurrency, pollMs, stretch }]],
  );
  return { feeds: rows.filter((row) => !row.isSpent || renewed?.has(row.feedId)), hosts: new Map(terms) };
}

/** @returns those that are still ours, from now on for a whole lease */
async function renewLeases(
  db: Queryable,
  leaseToken: string,
  feedIds: FeedId[],
  leaseMs: number,
): Promise<Set<FeedId>> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    name: 'renew_leases',
    text: `
      with ours as materialized (
        select feed_id from feed_schedule where feed_id = any($2::bigint[]) and lease_token = $1 order by feed_id for update
      )
      update feed_schedule set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond'
      where feed_id = any(array(select feed_id from ours))
      returning feed_id as "feedId"`,
    values: [leaseToken, feedIds, leaseMs],
  });
  return new Set(rows.map((row) => row.feedId));
}

/**
 * When a feed is next asked: after `waitMs`, which is `intervalMs` or longer where its host is spared. `wasFailing`: it is well again.
 * `validators`: those that an unchanged document came with, where they are new.
 */
export type Rescheduled = {
  feedId: FeedId;
  waitMs: number;
  intervalMs: number;
  wasFailing: boolean;
  validators: { etag: string | null; lastModified: string | null } | null;
};

/** What a batch saw of a host: the time its polls took on average (null: it made none), and whether one of them went well. */
export type HostSeen = { name: string; pollMs: number | null; isWell: boolean; stretch: number };

/**
 * The good polls of a batch in one statement: next date, end of the lease. A feed that had been failing is well again; the wide
 * `feeds` row is touched only then, or for new validators. Feeds whose lease was lost meanwhile are left to whoever holds it. Hosts that
 * the batch is done with are let go, and what was seen of them is noted down: one that answered well has forgiven its last 429. Locks are
 * taken as everybody does: first `feeds`, then `feed_schedule`, then `hosts`, each in order.
 * @returns how many feeds were still ours
 */
export async function settlePolls(
  db: Queryable,
  { leaseToken, hostToken }: BatchTokens,
  { unchanged, hosts }: { unchanged: readonly Rescheduled[]; hosts: readonly HostSeen[] },
): Promise<number> {
  if (unchanged.length === 0 && hosts.length === 0) return 0;
  const changed = unchanged.filter((feed) => feed.wasFailing || feed.validators !== null);
  const { rows } = await db.query<{ dated: number }>({
    name: 'settle_polls',
    text: `
      with changed as materialized (
        select id from feeds where id = any($5::bigint[]) order by id for no key update
      ), ours as materialized (
        select feed_id from feed_schedule
        where (select count(*) from changed) >= 0 and feed_id = any($2::bigint[]) and lease_token = $1
        order by feed_id for update
      ), dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + wait_ms * interval '1 millisecond', interval_ms = polled.interval_ms, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as polled(feed_id, wait_ms, interval_ms) join ours using (feed_id)
        where s.feed_id = polled.feed_id
        returning s.feed_id
      ), recovered as (
        update feeds f set
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          etag = case when is_renewed then well.etag else f.etag end,
          last_modified = case when is_renewed then well.last_modified else f.last_modified end
        from unnest($5::bigint[], $6::boolean[], $7::text[], $8::text[]) as well(feed_id, is_renewed, etag, last_modified)
          join dated using (feed_id) join changed on id = feed_id
        where f.id = well.feed_id
      ), held as materialized (
        select name from hosts where (select count(*) from ours) >= 0 and name = any($9::text[]) and lease_token = $13
        order by name for update -- as they are leased
      ), released as (
        update hosts h set leased_until = '-infinity', lease_token = null, stretch = seen.stretch,
          poll_ms = coalesce(0.8 * h.poll_ms + 0.2 * seen.poll_ms, seen.poll_ms, h.poll_ms),
          pauses = case when seen.is_well and h.paused_until <= clock_timestamp() then 0 else h.pauses end
        from unnest($9::text[], $10::float8[], $11::boolean[], $12::float8[]) as seen(name, poll_ms, is_well, stretch)
        where h.name = seen.name and h.name = any(array(select name from held))
      )
      select count(*)::int as dated from dated`,
    values: [
      leaseToken,
      unchanged.map((feed) => feed.feedId),
      unchanged.map((feed) => Math.round(feed.waitMs)),
      unchanged.map((feed) => Math.round(feed.intervalMs)),
      changed.map((feed) => feed.feedId),
      changed.map((feed) => feed.validators !== null),
      changed.map((feed) => feed.validators?.etag ?? null),
      changed.map((feed) => feed.validators?.lastModified ?? null),
      hosts.map((host) => host.name),
      hosts.map((host) => host.pollMs),
      hosts.map((host) => host.isWell),
      hosts.map((host) => host.stretch),
      hostToken,
    ],
  });
  return rows[0]!.dated;
}
