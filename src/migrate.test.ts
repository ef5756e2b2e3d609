import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate } from './migrate.ts';
import { testDatabase } from './testing/database.ts';

const db = await testDatabase();

test('a second migration finds nothing to do', async () => {
  assert.deepEqual(await migrate(db.url), []);
});

test('ready_at is the latest of due, pace and lease, and null when nothing is due', async () => {
  await db.query({ text: `insert into chats (telegram_id, kind) values (1, 'private')` });
  await db.query({ text: 'insert into chat_schedule (chat_id) select id from chats' });
  const readyAt = `select ready_at is null as "none", ready_at = not_before as "paced" from chat_schedule`;
  assert.deepEqual((await db.query({ text: readyAt })).rows, [{ none: true, paced: null }]);
  await db.query({ text: `update chat_schedule set due_at = now(), not_before = now() + interval '1 hour'` });
  assert.deepEqual((await db.query({ text: readyAt })).rows, [{ none: false, paced: true }]);
});

test('partitions of the coming days exist, and old ones can be dropped', async () => {
  await db.query({ text: 'select make_delivery_partitions(9)' });
  const { rows } = await db.query<{ n: string }>({
    text: `select count(*) as n from pg_inherits where inhparent = 'deliveries'::regclass`,
  });
  assert.equal(rows[0]?.n, '11'); // ten days and the default
  await db.query({ text: 'select drop_delivery_partitions(-5)' });
  const left = await db.query<{ n: string }>({
    text: `select count(*) as n from pg_inherits where inhparent = 'deliveries'::regclass`,
  });
  assert.equal(left.rows[0]?.n, '6');
});
