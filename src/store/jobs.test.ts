// Wakes are never lost, whatever graphile-worker is doing with an earlier one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from '../db.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { dropSpentTicks, wake } from './jobs.ts';

const db = await testDatabase();

/** Jobs of a tick that nobody has taken up. */
async function waitingJobs(tick: string): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>({
    text: 'select count(*)::int as waiting from graphile_worker.jobs where task_identifier = $1 and locked_at is null',
    values: [tick],
  });
  return rows[0]!.waiting;
}

/** What graphile-worker does to a job that it begins, as one more session. */
const takeUp = (tx: Queryable) =>
  tx.query({ text: 'update graphile_worker._private_jobs set locked_at = now(), locked_by = $1', values: ['other'] });

test('wakes for the same second are one job', async () => {
  await Promise.all([wake(db, 'sync', 60_000), wake(db, 'sync', 60_000)]);
  const { rows } = await db.query<{ keys: number; jobs: number }>({
    text: `select count(distinct key)::int as keys, count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'sync'`,
  });
  assert.equal(rows[0]!.jobs, rows[0]!.keys);
});

test('a wake that meets a job of its second while that is being taken up is a job of its own', async (t) => {
  const [worker, waker] = [await openSession(t, db), await openSession(t, db)];
  // The clock may step to the next second, and key, between the two: then there was nothing to meet.
  for (let met = false; !met; ) {
    await db.query({ text: 'truncate graphile_worker._private_jobs' });
    await wake(db, 'deliver');
    await worker.query({ text: 'begin' });
    await takeUp(worker);
    const woken = wake(waker, 'deliver');
    met = await Promise.race([waker.waits().then(() => true), woken.then(() => false)]);
    await worker.query({ text: 'commit' });
    await woken;
  }
  assert.equal(await waitingJobs('deliver'), 1);
});

test('ticks that used up their tries go after a day, other jobs and those that may still run stay', async () => {
  await db.query({ text: 'truncate graphile_worker._private_jobs' });
  const jobs = { 'spent tick': 'deliver', 'new tick': 'sync', 'running tick': 'clean', 'spent work': 'subscribe' };
  for (const [name, task] of Object.entries(jobs)) {
    await db.query({ text: 'select graphile_worker.add_job($1, job_key := $2)', values: [task, name] });
  }
  await db.query({
    text: `
      update graphile_worker._private_jobs set attempts = max_attempts, updated_at = now() - interval '2 days',
        locked_at = case when key = 'running tick' then now() end
      where key <> 'new tick'`,
  });
  assert.equal(await dropSpentTicks(db, 3), 0);
  assert.equal(await dropSpentTicks(db, 1), 1);
  const { rows } = await db.query<{ key: string }>({ text: 'select key from graphile_worker.jobs order by 1' });
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['new tick', 'running tick', 'spent work'],
  );
});
