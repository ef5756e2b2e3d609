// What may go of feeds and items, and what must stay.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { type CleanedFeeds, cleanFeeds } from './clean.ts';
import { readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);

beforeEach(() => db.query({ text: 'truncate feeds, feed_schedule, subscriptions, items cascade' }));

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const posts = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ title: `Post ${to - index}`, guid: `${to - index}` }));

/** A whole day's runs. */
async function clean() {
  const runs: CleanedFeeds[] = [];
  for (const hour of HOURS) runs.push(await cleanFeeds(db, hour));
  const sum = (key: keyof CleanedFeeds) => runs.reduce((total, run) => total + run[key], 0);
  return {
    texts: sum('texts'),
    items: sum('items'),
    feeds: sum('feeds'),
    healed: sum('healed'),
    subscriptions: sum('subscriptions'),
  };
}

/** A feed that had 70 posts, of which the last ten stand in its document; its reader has had all but the last `pending`. */
async function anOldFeed({ pending = 0, age = '31 days' } = {}): Promise<FeedId> {
  const path = `/old/${Math.random()}`;
  world.server.on(path, rssOf(posts(1, 60)));
  const feedId = await world.aFeed(path);
  await world.poll([feedId]);
  world.server.on(path, rssOf(posts(61, 70)));
  await world.poll([feedId]);
  await db.query({
    text: 'update items set first_seen_at = clock_timestamp() - $2::interval where feed_id = $1',
    values: [feedId, age],
  });
  await db.query({
    text: `update subscriptions set cursor = (select id from items where feed_id = $1 order by id desc offset $2 limit 1) where feed_id = $1`,
    values: [feedId, pending],
  });
  return feedId;
}

const bareOf = async (feedId: FeedId) =>
  (
    await readRow<{ n: number }>(
      db,
      `select count(*)::int as n from items where feed_id = $1 and is_bare and title = ''`,
      [feedId],
    )
  ).n;

test('texts go when they are old, sent, out of the document and not among the newest fifty', async () => {
  const feedId = await anOldFeed();
  assert.equal((await clean()).texts, 20);
  assert.equal(await bareOf(feedId), 20);
  assert.equal((await clean()).texts, 0);
});

test('young texts stay', async () => {
  await anOldFeed({ age: '29 days' });
  assert.equal((await clean()).texts, 0);
});

test('pending texts stay, also while an error has paused their reader, but not for one who paused it', async () => {
  const feedId = await anOldFeed({ pending: 69 });
  assert.equal((await clean()).texts, 1);
  const pause = (reason: string) =>
    db.query({
      text: `update subscriptions set state = 'paused', state_reason = $2 where feed_id = $1`,
      values: [feedId, reason],
    });
  await pause('topic-closed');
  assert.equal((await clean()).texts, 0);
  await pause('person');
  assert.equal((await clean()).texts, 19);
});

test('texts in the document stay, however many and old', async () => {
  const path = '/long';
  world.server.on(path, rssOf(posts(1, 80)));
  const feedId = await world.aFeed(path);
  await world.poll([feedId]);
  await db.query({ text: `update items set first_seen_at = first_seen_at - interval '1 year'` });
  await db.query({ text: 'update subscriptions set cursor = (select max(id) from items)' });
  assert.equal((await clean()).texts, 0);
});

test('hashes outlive the text by 90 days from when an item left, so that nothing returns because it was forgotten', async () => {
  const feedId = await anOldFeed();
  const left = (age: string) =>
    db.query({
      text: 'update items set left_document_at = clock_timestamp() - $1::interval where left_document_at is not null',
      values: [age],
    });
  await left('89 days');
  assert.deepEqual([(await clean()).items, await bareOf(feedId)], [0, 20]);
  const { url } = await readRow<{ url: string }>(db, 'select url from feeds where id = $1', [feedId]);
  world.server.on(new URL(url).pathname, rssOf(posts(11, 70)));
  assert.equal((await world.poll([feedId])).newItems, 0);
  await left('91 days');
  assert.equal((await clean()).items, 10); // the ten that did not come back
});

test('a feed goes when nobody has read it for thirty days, and not before', async () => {
  const feedId = await anOldFeed();
  const { subscriptions } = await clean();
  assert.equal(subscriptions, 0);
  await db.query({ text: `update feeds set created_at = created_at - interval '1 year'` });
  await db.query({ text: `update subscriptions set ended_at = clock_timestamp() - interval '29 days'` });
  await db.query({ text: 'delete from feed_schedule' });
  assert.deepEqual(await clean(), { texts: 0, items: 0, feeds: 0, healed: 0, subscriptions: 0 });
  await db.query({ text: `update subscriptions set ended_at = clock_timestamp() - interval '31 days'` });
  const cleaned = await clean();
  assert.deepEqual([cleaned.subscriptions, cleaned.feeds], [1, 1]);
  const { n } = await readRow<{ n: number }>(db, 'select count(*)::int as n from items where feed_id = $1', [feedId]);
  assert.equal(n, 0);
});

test('a feed that is read and not polled, or polled and not read, is put right and counted', async () => {
  const [forgotten, unread] = [
    await world.aFeed('http://forgotten.example/'),
    await world.aFeed('http://unread.example/'),
  ];
  assert.equal((await clean()).healed, 0);
  await db.query({ text: 'delete from feed_schedule where feed_id = $1', values: [forgotten] });
  await db.query({
    text: 'update subscriptions set ended_at = clock_timestamp() where feed_id = $1',
    values: [unread],
  });
  assert.equal((await clean()).healed, 2);
  const scheduled = await readRow(db, 'select feed_id, host from feed_schedule');
  assert.deepEqual(scheduled, { feed_id: forgotten, host: 'forgotten.example' });
});
