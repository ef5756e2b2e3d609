// Other people's transactions: sessions of their own, which a test holds open and lets go.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import pg from 'pg';
import type { Queryable } from '../db.ts';
import type { TestDatabase } from './database.ts';

export type Session = Queryable & {
  /** resolves when it waits for a lock that somebody else holds */
  waits(): Promise<void>;
};

/** Ended with the test, and what it had not committed with it. */
export async function openSession(
  t: Pick<TestContext, 'after'>,
  db: Pick<TestDatabase, 'url' | 'query'>,
): Promise<Session> {
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

/**
 * Hold the first row, ask, and look whether the rows after it are free while that waits.
 * @param keys in the order in which they are to be locked; the table keeps them in another one
 */
export async function assertLocksInOrder(
  t: Pick<TestContext, 'after'>,
  db: TestDatabase,
  { table, key, keys, touch = key }: { table: string; key: string; keys: string[]; touch?: string },
  ask: (tx: Queryable) => Promise<unknown>,
) {
  // The first row's newest version stands last in the table: without an order, a scan of the table meets it last.
  await db.query({ text: `update ${table} set ${touch} = ${touch} where ${key} = $1`, values: [keys[0]] });
  const [holder, asker] = [await openSession(t, db), await openSession(t, db)];
  for (const way of ['indexscan', 'indexonlyscan', 'bitmapscan'])
    await asker.query({ text: `set enable_${way} = off` });
  const lock = (value: string) => ({
    text: `select from ${table} where ${key} = $1 for update nowait`,
    values: [value],
  });
  await holder.query({ text: 'begin' });
  await holder.query(lock(keys[0]!));
  const asked = ask(asker);
  await asker.waits();
  for (const value of keys.slice(1)) assert.equal((await holder.query(lock(value))).rowCount, 1, `${table} ${value}`);
  await holder.query({ text: 'rollback' });
  await asked;
}
