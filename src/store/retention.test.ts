// Records go when their time is over, wherever they were written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
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
