// What we owe each publisher's host, all processes together.
import type { Queryable } from '../db.ts';

/** What a host takes: requests at once, how long one poll of it takes (null: none is known), by what its feeds' intervals are stretched. */
export type HostTerms = { concurrency: number; pollMs: number | null; stretch: number };

/**
 * Lease hosts for one batch, in one statement: of two batches that want the same host, the second is not given it.
 * @returns the hosts now held; one that is paused is not given to anybody
 */
export async function leaseHosts(
  db: Queryable,
  {
    names,
    leaseToken,
    leaseMs,
    concurrency,
  }: { names: string[]; leaseToken: string; leaseMs: number; concurrency: number },
): Promise<Map<string, HostTerms>> {
  const { rows } = await db.query<HostTerms & { name: string }>({
    name: 'lease_hosts',
    // Names in order, so that two batches meeting on several hosts cannot lock each other out.
    text: `
      insert into hosts as h (name, leased_until, lease_token)
      select name, clock_timestamp() + $3 * interval '1 millisecond', $2::uuid from unnest($1::text[]) name order by name
      on conflict (name) do update
        set leased_until = excluded.leased_until, lease_token = excluded.lease_token
        where (h.leased_until <= clock_timestamp() or h.lease_token = $2) and h.paused_until <= clock_timestamp()
      returning h.name, coalesce(h.concurrency, $4::int) as concurrency, h.poll_ms as "pollMs", h.stretch`,
    values: [names, leaseToken, leaseMs, concurrency],
  });
  return new Map(rows.map(({ name, ...terms }) => [name, terms]));
}

/** What a batch saw of a host: the time its polls took on average (null: it made none), and whether one of them went well. */
export type HostSeen = { name: string; pollMs: number | null; isWell: boolean; stretch: number };

/** Let hosts go, and note down what was seen of them. One that answered well has forgiven its last 429. */
export async function releaseHosts(db: Queryable, leaseToken: string, hosts: HostSeen[]): Promise<void> {
  if (hosts.length === 0) return;
  await db.query({
    name: 'release_hosts',
    text: `
      with held as materialized (
        select name from hosts where name = any($2::text[]) and lease_token = $1 order by name for update -- as they are leased
      )
      update hosts h set leased_until = '-infinity', lease_token = null, stretch = seen.stretch,
        poll_ms = coalesce(0.8 * h.poll_ms + 0.2 * seen.poll_ms, seen.poll_ms, h.poll_ms),
        pauses = case when seen.is_well and h.paused_until <= clock_timestamp() then 0 else h.pauses end
      from unnest($2::text[], $3::float8[], $4::boolean[], $5::float8[]) as seen(name, poll_ms, is_well, stretch)
      where h.name = seen.name and h.name = any(array(select name from held))`,
    values: [
      leaseToken,
      hosts.map((host) => host.name),
      hosts.map((host) => host.pollMs),
      hosts.map((host) => host.isWell),
      hosts.map((host) => host.stretch),
    ],
  });
}

/** Is every feed of this host held back now? */
export async function isHostPaused(db: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'is_host_paused',
    text: 'select from hosts where name = $1 and paused_until > clock_timestamp()',
    values: [name],
  });
  return rowCount === 1;
}

/**
 * Hold back every feed of a host for at least `waitMs`. Only ever longer: a short Retry-After does not end a long one.
 * @param isGuess the host named no time: each such pause in a row doubles the next, up to four hours
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
        pauses = case when $3 = 1 then h.pauses + 1 else h.pauses end`,
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
