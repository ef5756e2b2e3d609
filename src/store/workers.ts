// Which worker pools are alive. graphile-worker leaves the jobs of a killed one locked for four hours; a heartbeat knows sooner.
import type { Queryable } from '../db.ts';

/** @param silentMs how long a silence means death; a gap of half of it begins the regular beats anew */
export async function beat(
  db: Queryable,
  { poolId, concurrency, silentMs }: { poolId: string; concurrency: number; silentMs: number },
): Promise<void> {
  await db.query({
    name: 'beat',
    text: `
      insert into workers as w (pool_id, concurrency) values ($1, $2)
      on conflict (pool_id) do update set heartbeat_at = clock_timestamp(), regular_since =
        case when w.heartbeat_at < clock_timestamp() - $3 * interval '1 millisecond' then clock_timestamp() else w.regular_since end`,
    values: [poolId, concurrency, silentMs / 2],
  });
}

/**
 * Free the jobs of pools that have been silent, and forget those pools. After the database was away every pool has been silent, and the
 * first one back must not take the others for dead: only a pool that has itself beaten for as long, without a gap, is a judge.
 * @returns how many they were
 */
export async function unlockDeadPools(
  db: Queryable,
  { poolId, silentMs }: { poolId: string; silentMs: number },
): Promise<number> {
  const { rows } = await db.query<{ dead: number }>({
    name: 'unlock_dead_pools',
    text: `
      with dead as (
        delete from workers w using workers judge
        where w.heartbeat_at < clock_timestamp() - $1 * interval '1 millisecond'
          and judge.pool_id = $2 and judge.regular_since < clock_timestamp() - $1 * interval '1 millisecond'
        returning w.pool_id
      ), pools as (
        select coalesce(array_agg(pool_id), '{}') as ids, count(*)::int as dead from dead
      )
      select dead from pools, lateral (select graphile_worker.force_unlock_workers(ids)) unlocked`,
    values: [silentMs, poolId],
  });
  return rows[0]!.dead;
}

/** A pool that ends in order. */
export async function signOff(db: Queryable, poolId: string): Promise<void> {
  await db.query({ name: 'sign_off', text: 'delete from workers where pool_id = $1', values: [poolId] });
}
