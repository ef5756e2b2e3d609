// Records go when their time is over, wherever they were written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { cleanRecords } from './retention.ts';

const db = await testDatabase();

test('records of a day without a partition are counted, kept for their thirty days, and go with them', async () => {
  assert.equal((await cleanRecords(db)).misplaced, 0);
  for (const age of ['31 days', '29 days', '-20 days'])
    await db.query({
      text: `
        insert into deliveries (subscription_id, chat_id, item_id, outcome, at)
        values (1, 1, 1, 'sent', current_date - $1::interval + interval '1 hour')`,
      values: [age],
    });
  assert.equal((await cleanRecords(db)).misplaced, 3);
  assert.equal((await cleanRecords(db)).misplaced, 2);
});

test('partitions are not waited for, so that no end of a message waits behind that', async (t) => {
  await db.query({ text: 'select drop_delivery_partitions(-7)' }); // those of the last days made ahead
  const reader = await openSession(t, db);
  await reader.query({ text: 'begin' });
  await reader.query({ text: 'select count(*) from deliveries' });
  assert.equal((await cleanRecords(db)).partitionsMade, 0);
  await reader.query({ text: 'commit' });
  assert.ok((await cleanRecords(db)).partitionsMade > 0);
});
