// Other people's transactions: sessions of their own, which a test holds open and lets go.
import type { TestContext } from 'node:test';
import pg from 'pg';
import type { Queryable } from '../db.ts';
import type { TestDatabase } from './database.ts';

export type Session = Queryable & {
  /** resolves when it waits for a lock that somebody else holds */
  waits(): Promise<void>;
};

/** Ended with the test, and what it had not committed with it. */
export async function openSession(t: Pick<TestContext, 'after'>, db: TestDatabase): Promise<Session> {
  const client = new pg.Client(db.url);
  await client.connect();
  t.after(() => client.end());
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return { query: (query) => client.query(query), waits: () => untilWaiting(db, rows[0]!.pid) };
}

/** Resolves when this session of the database waits for a lock; rejects when that never comes. */
async function untilWaiting(db: Queryable, pid: number): Promise<void> {
  const deadline = AbortSignal.timeout(30_000);
  for (;;) {
    deadline.throwIfAborted();
    const { rows } = await db.query({
      text: `select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock'`,
      values: [pid],
    });
    if (rows.length > 0) return;
  }
}
