// Which worker pools are alive. graphile-worker leaves the jobs of a killed one locked for four hours; a heartbeat knows sooner.
import type { Queryable } from '../db.ts';

export async function beat(
  db: Queryable,
  { poolId, concurrency }: { poolId: string; concurrency: number },
): Promise<void> {
  await db.query({
    name: 'beat',
    text: `
      insert into workers (pool_id, concurrency) values ($1, $2)
      on conflict (pool_id) do update set heartbeat_at = clock_timestamp()`,
    values: [poolId, concurrency],
  });
}

/** Free the jobs of pools that have been silent, and forget those pools. @returns how many they were */
export async function unlockDeadPools(db: Queryable, { silentMs }: { silentMs: number }): Promise<number> {
  const { rows } = await db.query<{ dead: number }>({
    name: 'unlock_dead_pools',
    text: `
      with dead as (
        delete from workers where heartbeat_at < clock_timestamp() - $1 * interval '1 millisecond' returning pool_id
      ), pools as (
        select coalesce(array_agg(pool_id), '{}') as ids, count(*)::int as dead from dead
      )
      select dead from pools, lateral (select graphile_worker.force_unlock_workers(ids)) unlocked`,
    values: [silentMs],
  });
  return rows[0]!.dead;
}

/** A pool that ends in order. */
export async function signOff(db: Queryable, poolId: string): Promise<void> {
  await db.query({ name: 'sign_off', text: 'delete from workers where pool_id = $1', values: [poolId] });
}
