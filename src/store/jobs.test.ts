// Wakes are never lost, whatever graphile-worker is doing with an earlier one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from '../db.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { wake } from './jobs.ts';

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
