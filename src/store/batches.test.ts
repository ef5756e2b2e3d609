// Batches that begin while others are at their feeds, with real sessions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { beginBatch } from './batches.ts';
import { scheduleFeed } from './feed_schedule.ts';
import { upsertFeed } from './feeds.ts';

const db = await testDatabase();

test('a feed that somebody else takes while its lease is renewed is left to them', async (t) => {
  const [leaseToken, hostToken, other] = [randomUUID(), randomUUID(), randomUUID()];
  const feedIds = [await upsertFeed(db, 'http://a.example/'), await upsertFeed(db, 'http://b.example/')];
  for (const feedId of feedIds) {
    await scheduleFeed(db, { feedId, host: 'one.example', waitMs: 0, polledNow: false });
    await db.query({
      text: 'update feed_schedule set lease_token = $2 where feed_id = $1',
      values: [feedId, leaseToken],
    });
  }
  const [taker, beginner] = [await openSession(t, db), await openSession(t, db)];
  await taker.query({ text: 'begin' });
  await taker.query({
    text: `update feed_schedule set lease_token = $2, next_sync_at = 'infinity' where feed_id = $1`,
    values: [feedIds[0], other],
  });
  const begun = beginBatch(beginner, {
    feedIds,
    leaseToken,
    hostToken,
    leaseMs: 60_000,
    hostLeaseMs: 1_000,
    concurrency: 2,
  });
  await beginner.waits(); // it has read that both are its own
  await taker.query({ text: 'commit' });
  assert.deepEqual(
    (await begun).feeds.map((feed) => feed.feedId),
    [feedIds[1]],
  );
  const { rows } = await db.query({
    text: 'select lease_token from feed_schedule where feed_id = $1',
    values: [feedIds[0]],
  });
  assert.equal(rows[0]?.lease_token, other);
});
