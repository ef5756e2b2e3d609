// What we owe each publisher's host, all processes together.
import type { Queryable } from '../db.ts';

/** What a host takes: requests at once, how long one poll of it takes (null: none is known), by what its feeds' intervals are stretched. */
export type HostTerms = { concurrency: number; pollMs: number | null; stretch: number };

/**
 * Leases the hosts that `names` selects as `name`, for $3 milliseconds under token $2: of two batches that want the same host, the second
 * is not given it; one that is paused is not given to anybody. $4: requests at once, where the host has no number of its own. Names in
 * order, so that two batches meeting on several hosts cannot lock each other out.
 */
export const LEASE_HOSTS = (names: string) => `
      insert into hosts as h (name, leased_until, lease_token)
      select name, clock_timestamp() + $3 * interval '1 millisecond', $2::uuid from ${names} order by name
      on conflict (name) do update
        set leased_until = excluded.leased_until, lease_token = excluded.lease_token
        where (h.leased_until <= clock_timestamp() or h.lease_token = $2) and h.paused_until <= clock_timestamp()
      returning h.name, coalesce(h.concurrency, $4::int) as concurrency, h.poll_ms as "pollMs", h.stretch`;

/** Lease one more host for a batch. @returns null when it is not to be had */
export async function leaseHost(
  db: Queryable,
  {
    name,
    leaseToken,
    leaseMs,
    concurrency,
  }: { name: string; leaseToken: string; leaseMs: number; concurrency: number },
): Promise<HostTerms | null> {
  const { rows } = await db.query<HostTerms>({
    name: 'lease_host',
    text: LEASE_HOSTS('(select $1::text as name) asked'),
    values: [name, leaseToken, leaseMs, concurrency],
  });
  return rows[0] ?? null;
}

/** For how long every feed of this host is held back, in milliseconds; 0: not now. */
export async function hostPausedMs(db: Queryable, name: string): Promise<number> {
  const { rows } = await db.query<{ ms: number }>({
    name: 'host_paused_ms',
    text: `
      select extract(epoch from paused_until - clock_timestamp())::float8 * 1000 as ms
      from hosts where name = $1 and paused_until > clock_timestamp()`,
    values: [name],
  });
  return rows[0]?.ms ?? 0;
}

/**
 * Hold back every feed of a host for at least `waitMs`. Only ever longer: a short Retry-After does not end a long one.
 * @param isGuess the host named no time: each such pause in a row doubles the next, up to four hours. What it answers while it is paused, to
 * requests that were on their way, is no other pause
 */
export async function pauseHost(
  db: Queryable,
  name: string,
  { waitMs, isGuess }: { waitMs: number; isGuess: boolean },
): Promise<void> {
  await db.query({
    name: 'pause_host',
    text: `
      insert into hosts as h (name, paused_until, pauses)
      values ($1, clock_timestamp() + $2 * interval '1 millisecond', $3::int)
      on conflict (name) do update set
        paused_until = greatest(h.paused_until, clock_timestamp() + least(
          $2 * interval '1 millisecond' * case when $3 = 1 then power(2, least(h.pauses, 10)) else 1 end,
          case when $3 = 1 then interval '4 hours' else interval '7 days' end)),
        pauses = case when $3 = 1 then h.pauses + 1 else h.pauses end
      where $3 = 0 or h.paused_until <= clock_timestamp()`,
    values: [name, waitMs, isGuess ? 1 : 0],
  });
}

/** Hosts that are asked less often than their feeds would like: having more feeds than they allow for, or resting. `mostStretch` is 1 or more. */
export type HostCrowd = { crowded: number; mostStretch: number; resting: number };

export async function readHostCrowd(db: Queryable): Promise<HostCrowd> {
  const { rows } = await db.query<HostCrowd>({
    name: 'read_host_crowd',
    // A stretch outlives the feeds it was made for.
    text: `
      select count(*) filter (where is_crowded)::int as crowded, coalesce(max(stretch) filter (where is_crowded), 1) as "mostStretch",
        count(*) filter (where paused_until > clock_timestamp())::int as resting
      from (
        select stretch, paused_until, stretch > 1 and exists (select from feed_schedule where host = name) as is_crowded from hosts
      ) h`,
    values: [],
  });
  return rows[0]!;
}
