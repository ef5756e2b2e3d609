// What we owe each publisher's host, all processes together.
import type { Queryable } from '../db.ts';

/**
 * Lease hosts for one batch, in one statement: of two batches that want the same host, the second is not given it.
 * @returns the hosts now held, each with the number of requests it takes at once
 */
export async function leaseHosts(
  db: Queryable,
  {
    names,
    leaseToken,
    leaseMs,
    concurrency,
  }: { names: string[]; leaseToken: string; leaseMs: number; concurrency: number },
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; concurrency: number }>({
    name: 'lease_hosts',
    // Names in order, so that two batches meeting on several hosts cannot lock each other out.
    text: `
      insert into hosts as h (name, leased_until, lease_token)
      select name, clock_timestamp() + $3 * interval '1 millisecond', $2::uuid from unnest($1::text[]) name order by name
      on conflict (name) do update
        set leased_until = excluded.leased_until, lease_token = excluded.lease_token
        where h.leased_until <= clock_timestamp() and h.paused_until <= clock_timestamp()
      returning h.name, coalesce(h.concurrency, $4::int) as concurrency`,
    values: [names, leaseToken, leaseMs, concurrency],
  });
  return new Map(rows.map((row) => [row.name, row.concurrency]));
}

export async function releaseHosts(db: Queryable, leaseToken: string, names: string[]): Promise<void> {
  if (names.length === 0) return;
  await db.query({
    name: 'release_hosts',
    text: `update hosts set leased_until = '-infinity', lease_token = null where name = any($2) and lease_token = $1`,
    values: [leaseToken, names],
  });
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
