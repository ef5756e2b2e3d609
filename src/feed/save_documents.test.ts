// Documents that were compared before somebody else stored another one, and the order in which their feeds are locked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from '../db.ts';
import { saveDocuments } from '../store/documents.ts';
import { mergeFeeds } from '../store/feed_moves.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import { lockFeed, upsertFeed } from '../store/feeds.ts';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { assertLocksInOrder, openSession } from '../testing/sessions.ts';
import { parseFeed } from './parse.ts';
import { compareDocuments, type ReadDocument, storeDocument } from './store_document.ts';
import { claim, readRow, rssOf } from './testing.ts';

const db = await testDatabase();
let made = 0;

async function aFeed(): Promise<FeedId> {
  made += 1;
  return upsertFeed(db, `http://feed${made}.example/`);
}

/** Posts of these numbers, the newest on top. */
async function read(feedId: FeedId, from: number, to: number): Promise<ReadDocument> {
  const posts = Array.from({ length: to - from + 1 }, (_, index) => ({ title: `Post ${to - index}` }));
  const parsed = await parseFeed(rssOf(posts));
  assert.ok(parsed.kind === 'feed');
  const validators = { etag: `"${from}-${to}"`, lastModified: null };
  return { feedId, contentFields: null, feed: parsed.feed, validators, bodyHash: `${from}${to}`.repeat(32) };
}

const store = async (feedId: FeedId, from: number, to: number) => {
  const document = await read(feedId, from, to);
  return db.transaction(async (tx) => storeDocument(tx, await lockFeed(tx, feedId), document));
};

async function titlesOf(feedId: FeedId): Promise<string[]> {
  const { rows } = await db.query<{ title: string }>({
    text: 'select title from items where feed_id = $1 order by id',
    values: [feedId],
  });
  return rows.map((row) => row.title);
}

const compare = async (documents: ReadDocument[]) =>
  (await compareDocuments(db, documents)).map((change) => ({ ...change, end: null }));

test('a document is not stored over one that somebody else stored since it was compared', async () => {
  const feedId = await aFeed();
  await store(feedId, 1, 2);
  const late = await compare([await read(feedId, 1, 3)]);
  await store(feedId, 2, 4);
  assert.equal((await saveDocuments(db, late)).size, 0);
  assert.deepEqual(await readRow(db, 'select etag from feeds where id = $1', [feedId]), { etag: '"2-4"' });
  assert.deepEqual(await titlesOf(feedId), ['Post 1', 'Post 2', 'Post 3', 'Post 4']);
});

test('nor over what a feed got from another one that became one with it', async () => {
  const [feedId, other] = [await aFeed(), await aFeed()];
  await store(feedId, 1, 2);
  await store(other, 3, 4);
  const late = await compare([await read(feedId, 1, 4)]);
  assert.equal(await db.transaction((tx) => mergeFeeds(tx, other, feedId)), 2);
  assert.equal((await saveDocuments(db, late)).size, 0);
  assert.deepEqual(await titlesOf(feedId), ['Post 1', 'Post 2', 'Post 3', 'Post 4']);
});

test('a document that waits for the feed’s lock is held against what is there once it has it', async (t) => {
  const feedId = await aFeed();
  await store(feedId, 1, 2);
  const first = await compare([await read(feedId, 1, 3)]);
  const second = await compare([await read(feedId, 1, 4)]);
  const [holder, waiter] = [await openSession(t, db), await openSession(t, db)];
  await holder.query({ text: 'begin' });
  assert.equal((await saveDocuments(holder, first)).size, 1);
  const saving = saveDocuments(waiter, second);
  await waiter.waits();
  await holder.query({ text: 'commit' });
  assert.equal((await saving).size, 0);
  assert.deepEqual(await titlesOf(feedId), ['Post 1', 'Post 2', 'Post 3']);
});

test('a document hashed by other fields than the feed’s is not stored', async () => {
  const feedId = await aFeed();
  const [change] = await compare([await read(feedId, 1, 2)]);
  await db.query({ text: `update feeds set content_fields = '{title}' where id = $1`, values: [feedId] });
  assert.equal((await saveDocuments(db, [change!])).size, 0);
  assert.deepEqual(await titlesOf(feedId), []);
});

test('documents stored together lock their feeds, and then their places in the schedule, in the order of the feeds', async (t) => {
  const feedIds = [await aFeed(), await aFeed(), await aFeed()];
  for (const feedId of feedIds) await scheduleFeed(db, { feedId, host: '', waitMs: 0, polledNow: false });
  const end = { leaseToken: await claim(db, feedIds), waitMs: 1_000, intervalMs: 1_000 };
  const documents = await Promise.all(feedIds.toReversed().map((feedId) => read(feedId, 1, 2)));
  const changes = (await compare(documents)).map((change) => ({ ...change, end }));
  const saveAndUndo = async (tx: Queryable) => {
    await tx.query({ text: 'begin' });
    assert.equal((await saveDocuments(tx, changes)).size, 3);
    await tx.query({ text: 'rollback' });
  };
  await assertLocksInOrder(t, db, { table: 'feeds', key: 'id', keys: feedIds, touch: 'title' }, saveAndUndo);
  await assertLocksInOrder(t, db, { table: 'feed_schedule', key: 'feed_id', keys: feedIds }, saveAndUndo);
});

test('of two polls of a feed whose documents come together, the one that lost its lease stores nothing', async () => {
  const feedId = await aFeed();
  await scheduleFeed(db, { feedId, host: '', waitMs: 0, polledNow: false });
  const leaseToken = await claim(db, [feedId]);
  const [stale, held] = await compare([await read(feedId, 1, 2), await read(feedId, 2, 3)]);
  const end = { waitMs: 1_000, intervalMs: 1_000 };
  const saved = await saveDocuments(db, [
    { ...stale!, end: { ...end, leaseToken: crypto.randomUUID() } },
    { ...held!, end: { ...end, leaseToken } },
  ]);
  assert.equal(saved.size, 1);
  assert.deepEqual(await titlesOf(feedId), ['Post 2', 'Post 3']);
});
