// Jobs are queued through the same connection as the data they belong to, so that neither exists without the other.
import type { Queryable } from '../db.ts';
import type { Payload, TaskName } from '../payload.ts';

/** Lower runs first: what a person waits for, sending, the ticks that find work, polling. */
export const PRIORITY = { person: -20, deliver: -10, tick: 0, sync: 10 } as const;

/** Queue one job, un-keyed: a key would join it to a pending one, whose run may have looked at the data already. */
export async function addJob<Name extends TaskName>(
  db: Queryable,
  name: Name,
  payload: Payload<Name>,
  { priority, inMs = 0, maxAttempts = 25 }: { priority: number; inMs?: number; maxAttempts?: number },
): Promise<void> {
  await db.query({
    name: 'add_job',
    text: `
      select from graphile_worker.add_job($1::text, $2::json, run_at := clock_timestamp() + $3 * interval '1 millisecond',
        priority := $4::int, max_attempts := $5::int)`,
    values: [name, JSON.stringify(payload), inMs, priority, maxAttempts],
  });
}

/** Queue many jobs of one task in one call, un-keyed. */
export async function addJobs<Name extends TaskName>(
  db: Queryable,
  name: Name,
  payloads: Payload<Name>[],
  spec: { priority: number; maxAttempts: number },
): Promise<void> {
  await db.query({
    name: 'add_jobs',
    text: `
      select from graphile_worker.add_jobs(array(
        select row($1::text, payload, null, null, $2::smallint, null, $3::smallint, null)::graphile_worker.job_spec
        from json_array_elements($4::json) payload))`,
    values: [name, spec.maxAttempts, spec.priority, JSON.stringify(payloads)],
  });
}

/** How many jobs of a task wait to be taken up, counted to `limit` only. */
export async function countWaitingJobs(db: Queryable, name: TaskName, limit: number): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>({
    name: 'count_waiting_jobs',
    text: `
      select count(*)::int as waiting from (
        select from graphile_worker.jobs where task_identifier = $1 and locked_at is null and run_at <= now() limit $2) j`,
    values: [name, limit],
  });
  return rows[0]?.waiting ?? 0;
}

/**
 * Run a tick now or in a while. A key per second, so that a timer never replaces an earlier one. A job that is just being taken up may
 * look before our transaction commits; graphile-worker's add_job then neither joins it nor makes another, and returns nothing: the job is
 * made without the key. The notice reaches a drain that already runs: it may hold all slots, and would look only when its own timer says so.
 */
export async function wake(db: Queryable, tick: 'sync' | 'deliver', inMs = 0): Promise<void> {
  await db.query({
    name: 'wake',
    text: `
      with at as (select clock_timestamp() + $2 * interval '1 millisecond' as time)
      select pg_notify('feedherald_' || $1, ''), case when keyed.id is null then (
        graphile_worker.add_job($1, '{}', run_at := at.time, max_attempts := 3, priority := $3)
      ).id end
      from at, graphile_worker.add_job(
        $1, '{}', run_at := at.time, max_attempts := 3, priority := $3,
        job_key := $1 || ':' || ceil(extract(epoch from at.time)), job_key_mode := 'preserve_run_at') as keyed`,
    values: [tick, inMs, tick === 'deliver' ? PRIORITY.deliver : PRIORITY.tick],
  });
}

/**
 * Ticks that were killed as often as they may be tried stay in the table for good; the crontab has long queued new ones. Jobs that carry
 * work of their own are left for somebody to look at.
 * @returns how many went
 */
export async function dropSpentTicks(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'drop_spent_ticks',
    text: `
      select from graphile_worker.complete_jobs(array(
        select id from graphile_worker.jobs
        where task_identifier in ('sync', 'deliver', 'clean') and attempts >= max_attempts and locked_at is null
          and updated_at < clock_timestamp() - $1 * interval '1 day'))`,
    values: [days],
  });
  return rowCount ?? 0;
}
