// Transactions in each other's way, on two real connections.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from './db.ts';
import { patient } from './patience.ts';
import { testDatabase } from './testing/database.ts';
import { openSession } from './testing/sessions.ts';

const db = await testDatabase();
await db.query({ text: 'create table rows as select id, 0 as touched from generate_series(1, 2) id' });

const touch = (on: Queryable, id: number) =>
  on.query({ text: 'update rows set touched = touched + 1 where id = $1', values: [id] });

async function touched(): Promise<number[]> {
  const { rows } = await db.query<{ touched: number }>({ text: 'select touched from rows order by id' });
  return rows.map((row) => row.touched);
}

test('a transaction that a deadlock rolled back is done again', async (t) => {
  const before = await touched();
  const other = await openSession(t, db);
  await other.query({ text: `set deadlock_timeout = '1h'` }); // ours is the one that finds the circle, and ends
  await other.query({ text: 'begin' });
  await touch(other, 2);
  let runs = 0;
  let theirs: Promise<unknown> = Promise.resolve();
  await patient(db, () => assert.fail('the database was there')).transaction(async (tx) => {
    runs += 1;
    await touch(tx, 1);
    if (runs === 1) {
      theirs = touch(other, 1).then(() => other.query({ text: 'commit' }));
      await other.waits();
    }
    await touch(tx, 2);
  });
  await theirs;
  assert.equal(runs, 2);
  assert.deepEqual(
    await touched(),
    before.map((count) => count + 2),
    'each of the two is there once',
  );
});

test('a statement that waited too long for a lock is asked again, a few times', async (t) => {
  const other = await openSession(t, db);
  await other.query({ text: 'begin' });
  await touch(other, 1);
  let runs = 0;
  const impatient = {
    ...db,
    query: <Row extends object>(query: Parameters<typeof db.query>[0]) =>
      db.transaction(async (tx) => {
        runs += 1;
        if (runs === 3) await other.query({ text: 'commit' });
        await tx.query({ text: `set local lock_timeout = '10ms'` });
        return tx.query<Row>(query);
      }),
  };
  await touch(
    patient(impatient, () => undefined),
    1,
  );
  assert.equal(runs, 3);
  await other.query({ text: 'begin' });
  await touch(other, 1);
  runs = 10;
  await assert.rejects(
    touch(
      patient(impatient, () => undefined),
      1,
    ),
    { code: '55P03' },
    'not for ever',
  );
});
