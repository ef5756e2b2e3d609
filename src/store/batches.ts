// A batch of polls begins and ends here: in one statement each, since there are two for every fifty feeds.
import type { Queryable } from '../db.ts';
import { type HostTerms, LEASE_HOSTS } from './hosts.ts';
import type { FeedId } from './ids.ts';

/** A feed about to be polled, with all that the poll needs. Hash in hex, times in epoch milliseconds. */
export type FeedToPoll = {
  feedId: FeedId;
  url: string;
  host: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  contentFields: string[] | null;
  state: 'active' | 'failing' | 'gone' | 'moved';
  failures: number;
  failingForMs: number | null;
  /** since the first of its 410s in a row */
  goneForMs: number | null;
  /** whether its readers were told of the outage that lasts */
  areReadersTold: boolean;
  /** a permanent redirect under observation: good polls in a row that ended there, since when */
  redirectUrl: string | null;
  redirectSeen: number;
  redirectForMs: number | null;
  lastItemAtMs: number | null;
  busyHours: number[];
  /** as `saveDocuments` stored them */
  hints: object;
  /** the database's clock */
  nowMs: number;
  subscribers: number;
};

/** A lease this much shorter than a whole one is good enough to begin with: renewing it would write every row once more. */
const SPENT_MS = 15_000;

/**
 * Start on a batch: read what polling those of its feeds needs that are still ours, and lease their hosts. Ids whose token changed, because
 * the batch waited longer than its lease and somebody else took them, are dropped: nobody is polled twice. Leases that waited are renewed;
 * a fresh one is only read, since nobody else takes a feed before its lease ends. Locks are taken in order: feeds' places, then hosts.
 * @returns the feeds, and the hosts now held
 */
export async function beginBatch(
  db: Queryable,
  {
    feedIds,
    leaseToken,
    leaseMs,
    hostLeaseMs,
    concurrency,
  }: { feedIds: FeedId[]; leaseToken: string; leaseMs: number; hostLeaseMs: number; concurrency: number },
): Promise<{ feeds: FeedToPoll[]; hosts: Map<string, HostTerms> }> {
  const { rows } = await db.query<FeedToPoll & HostTerms & { isHostHeld: boolean }>({
    name: 'begin_batch',
    text: `
      with spent as materialized (
        select feed_id from feed_schedule
        where feed_id = any($1::bigint[]) and lease_token = $2
          and next_sync_at < statement_timestamp() + ($5::float8 - $6) * interval '1 millisecond'
        order by feed_id for update
      ), renewed as (
        update feed_schedule set next_sync_at = clock_timestamp() + $5::float8 * interval '1 millisecond'
        where feed_id = any(array(select feed_id from spent))
        returning feed_id, host
      ), ours as materialized (
        select feed_id, host from renewed
        union all
        select feed_id, host from feed_schedule
        where feed_id = any($1::bigint[]) and lease_token = $2
          and next_sync_at >= statement_timestamp() + ($5::float8 - $6) * interval '1 millisecond'
      ), held as (${LEASE_HOSTS('(select distinct host as name from ours) asked')}
      )
      select f.id as "feedId", f.url, ours.host, f.etag, f.last_modified as "lastModified", encode(f.body_hash, 'hex') as "bodyHash",
        f.content_fields as "contentFields",
        f.state, f.failures, extract(epoch from clock_timestamp() - f.failing_since)::float8 * 1000 as "failingForMs",
        extract(epoch from clock_timestamp() - f.gone_since)::float8 * 1000 as "goneForMs", f.readers_told_at is not null as "areReadersTold",
        f.redirect_url as "redirectUrl", f.redirect_seen as "redirectSeen",
        extract(epoch from clock_timestamp() - f.redirect_since)::float8 * 1000 as "redirectForMs",
        extract(epoch from f.last_item_at)::float8 * 1000 as "lastItemAtMs", f.busy_hours as "busyHours", f.hints,
        extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
        (select count(*)::int from subscriptions where feed_id = f.id and ended_at is null) as subscribers,
        held.name is not null as "isHostHeld", held.concurrency, held."pollMs", held.stretch
      from ours join feeds f on f.id = ours.feed_id left join held on held.name = ours.host`,
    values: [feedIds, leaseToken, hostLeaseMs, concurrency, leaseMs, SPENT_MS],
  });
  const terms = rows
    .filter((row) => row.isHostHeld)
    .map(({ host, concurrency, pollMs, stretch }) => [host, { concurrency, pollMs, stretch }] as const);
  return { feeds: rows, hosts: new Map(terms) };
}

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
  leaseToken: string,
  { unchanged, hosts }: { unchanged: readonly Rescheduled[]; hosts: readonly HostSeen[] },
): Promise<number> {
  if (unchanged.length === 0 && hosts.length === 0) return 0;
  const { rows } = await db.query<{ dated: number }>({
    name: 'settle_polls',
    text: `
      with polled as (
        select * from unnest($2::bigint[], $3::float8[], $4::float8[], $5::boolean[], $6::text[], $7::text[])
          as t(feed_id, wait_ms, interval_ms, is_renewed, etag, last_modified)
      ), touched as materialized (
        select id from feeds join polled on id = feed_id where is_renewed or failures > 0 or state = 'failing'
        order by id for no key update of feeds
      ), ours as materialized (
        select s.feed_id from feed_schedule s
        where (select count(*) from touched) >= 0 and s.feed_id = any($2::bigint[]) and s.lease_token = $1
        order by s.feed_id for update
      ), dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + wait_ms * interval '1 millisecond', interval_ms = polled.interval_ms, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from polled join ours using (feed_id)
        where s.feed_id = polled.feed_id
        returning polled.*
      ), recovered as (
        update feeds f set
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          etag = case when is_renewed then dated.etag else f.etag end,
          last_modified = case when is_renewed then dated.last_modified else f.last_modified end
        from dated join touched on id = dated.feed_id
        where f.id = dated.feed_id
      ), held as materialized (
        select name from hosts where (select count(*) from ours) >= 0 and name = any($8::text[]) and lease_token = $1
        order by name for update -- as they are leased
      ), released as (
        update hosts h set leased_until = '-infinity', lease_token = null, stretch = seen.stretch,
          poll_ms = coalesce(0.8 * h.poll_ms + 0.2 * seen.poll_ms, seen.poll_ms, h.poll_ms),
          pauses = case when seen.is_well and h.paused_until <= clock_timestamp() then 0 else h.pauses end
        from unnest($8::text[], $9::float8[], $10::boolean[], $11::float8[]) as seen(name, poll_ms, is_well, stretch)
        where h.name = seen.name and h.name = any(array(select name from held))
      )
      select count(*)::int as dated from dated`,
    values: [
      leaseToken,
      unchanged.map((feed) => feed.feedId),
      unchanged.map((feed) => Math.round(feed.waitMs)),
      unchanged.map((feed) => Math.round(feed.intervalMs)),
      unchanged.map((feed) => feed.validators !== null),
      unchanged.map((feed) => feed.validators?.etag ?? null),
      unchanged.map((feed) => feed.validators?.lastModified ?? null),
      hosts.map((host) => host.name),
      hosts.map((host) => host.pollMs),
      hosts.map((host) => host.isWell),
      hosts.map((host) => host.stretch),
    ],
  });
  return rows[0]!.dated;
}
