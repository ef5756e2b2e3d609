// Chats that read several of the feeds which become one.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { moveReaders } from '../store/feed_moves.ts';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { movesIn } from './moving_testing.ts';
import { readRow, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { moveAway, publish, stateOf, proveMove, deliver, feedOf, readerOf } = movesIn(db, world);

test('a chat that reads two feeds which move to the same target reads it once, and nobody’s move waits for that', async () => {
  publish('/target-of-two', ['A']);
  publish('/other-target', ['A']);
  const moving = ['/one-of-two', '/two-of-two', '/unrelated'];
  for (const path of moving) moveAway(path, path === '/unrelated' ? '/other-target' : '/target-of-two');
  const target = await world.aFeed('/target-of-two');
  await world.aFeed('/other-target');
  const [one, two, unrelated] = (await Promise.all(moving.map((path) => world.aFeed(path)))) as [
    FeedId,
    FeedId,
    FeedId,
  ];
  const chatId = await readerOf(one);
  await db.query({
    text: `insert into subscriptions (chat_id, feed_id, url, cursor) values ($1, $2, 'http://typed.example/two', 0)`,
    values: [chatId, two],
  });
  for (const feedId of [one, two]) await proveMove(feedId); // what is pending at both keeps the chat there
  assert.deepEqual([await stateOf(one), await stateOf(two)], ['moved', 'moved']);
  await deliver(chatId);
  await proveMove(unrelated);
  assert.equal(await stateOf(unrelated), 'moved');
  await db.transaction((tx) => moveReaders(tx, 100));
  await db.transaction((tx) => moveReaders(tx, 100));
  assert.equal(await feedOf(chatId), target);
  assert.deepEqual(await deliver(chatId), []);
});

test('two processes that move the readers of one chat do so one after the other', async (t) => {
  const sessions = [await openSession(t, db), await openSession(t, db)] as const;
  publish('/target-of-both', ['A']);
  for (const path of ['/one-of-both', '/two-of-both']) moveAway(path, '/target-of-both');
  const target = await world.aFeed('/target-of-both');
  const [one, two] = [await world.aFeed('/one-of-both'), await world.aFeed('/two-of-both')];
  const chatId = await readerOf(one);
  await db.query({
    text: `insert into subscriptions (chat_id, feed_id, url, cursor) values ($1, $2, 'http://typed.example/two', 0)`,
    values: [chatId, two],
  });
  for (const feedId of [one, two]) await proveMove(feedId);
  await deliver(chatId);
  for (const session of sessions) await session.query({ text: `begin; set local lock_timeout = '5 s'` });
  await moveReaders(sessions[0], 1);
  const moved = await moveReaders(sessions[1], 1);
  for (const session of sessions) await session.query({ text: 'commit' });
  assert.equal(moved, 0);
  await db.transaction((tx) => moveReaders(tx, 100));
  assert.equal(await feedOf(chatId), target);
});

test('a chat that reads both keeps the subscription it has at the target', async () => {
  publish('/target4', ['A']);
  moveAway('/source4', '/target4');
  const [target, source] = [await world.aFeed('/target4'), await world.aFeed('/source4')];
  const chatId = await readerOf(target);
  await db.query({
    text: `insert into subscriptions (chat_id, feed_id, url, cursor) values ($1, $2, 'http://old.example/', 0)`,
    values: [chatId, source],
  });
  await world.poll([target, source]);
  await deliver(chatId);
  await proveMove(source);
  assert.equal(await feedOf(chatId), target);
});

test('a subscription that is read goes on in the place of one at the target that was ended', async () => {
  publish('/target5', ['A']);
  moveAway('/source5', '/target5');
  const [target, source] = [await world.aFeed('/target5'), await world.aFeed('/source5')];
  const chatId = await readerOf(source);
  await db.query({
    text: `insert into subscriptions (chat_id, feed_id, url, cursor, ended_at) values ($1, $2, 'http://new.example/', 0, now())`,
    values: [chatId, target],
  });
  await world.poll([target, source]);
  await deliver(chatId);
  await proveMove(source);
  const row = await readRow(db, 'select feed_id, url, ended_at from subscriptions where chat_id = $1', [chatId]);
  assert.deepEqual(row, { feed_id: target, url: 'http://typed.example/', ended_at: null });
});
