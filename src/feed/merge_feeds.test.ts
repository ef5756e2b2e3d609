// A feed whose row becomes one with another: nobody gets an item twice, and nobody misses one.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { beginBatch } from '../store/batches.ts';
import { retireFeed } from '../store/feed_failures.ts';
import { moveReaders } from '../store/feed_moves.ts';
import { unscheduleUnreadFeeds } from '../store/feed_retention.ts';
import { testDatabase } from '../testing/database.ts';
import { followRedirect } from './follow_redirect.ts';
import { movesIn } from './moving_testing.ts';
import { claim, type Post, readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;
const { moveAway, publish, stateOf, observe, proveMove, deliver, feedOf, readerOf } = movesIn(db, world);

test('a feed that moves to another row becomes one with it: its readers go on there, and get nothing again', async () => {
  publish('/target', ['B', 'A']);
  moveAway('/source', '/target');
  const [target, source] = [await world.aFeed('/target'), await world.aFeed('/source')];
  const [there, comes] = [await readerOf(target), await readerOf(source)];
  await world.poll([target]);
  assert.deepEqual(await deliver(there), ['A', 'B']);
  await world.poll([source]);
  assert.deepEqual(await deliver(comes), ['A', 'B']);
  // The old row sees a post that the new one has not been polled for yet.
  publish('/target', ['C', 'B', 'A']);
  await world.poll([source]);
  assert.deepEqual(await deliver(comes), ['C']);
  await observe(source, '49 hours');
  await world.poll([source]);
  assert.deepEqual([await stateOf(source), await feedOf(comes)], ['moved', target]);
  assert.deepEqual(await deliver(comes), []);
  assert.deepEqual(await deliver(there), ['C']);
  await world.poll([target]);
  publish('/target', ['D', 'C', 'B', 'A']);
  await world.poll([target]);
  assert.deepEqual([await deliver(comes), await deliver(there)], [['D'], ['D']]);
  const { n } = await readRow<{ n: number }>(db, 'select count(*)::int as n from feed_schedule where feed_id = $1', [
    source,
  ]);
  assert.equal(n, 0);
});

test('what is pending at the old row is sent from there first, and what came meanwhile is not lost', async () => {
  publish('/target2', ['B', 'A']);
  moveAway('/source2', '/target2');
  const [target, source] = [await world.aFeed('/target2'), await world.aFeed('/source2')];
  const comes = await readerOf(source);
  await world.poll([target, source]);
  await proveMove(source);
  assert.equal(await stateOf(source), 'moved');
  publish('/target2', ['C', 'B', 'A']);
  await world.poll([target]);
  assert.equal(await feedOf(comes), source);
  assert.deepEqual(await deliver(comes), ['A', 'B']);
  assert.equal(await db.transaction((tx) => moveReaders(tx, 100)), 1);
  assert.deepEqual([await feedOf(comes), await deliver(comes)], [target, ['C']]);
});

test('a post that the target has and the old row never saw is sent to those who come over, if it is newer', async () => {
  publish('/target3', ['B', 'A']);
  moveAway('/source3', '/target3');
  const [target, source] = [await world.aFeed('/target3'), await world.aFeed('/source3')];
  const comes = await readerOf(source);
  await world.poll([target, source]);
  await deliver(comes);
  await world.poll([source]);
  await observe(source, '49 hours');
  publish('/target3', ['C', 'B', 'A']);
  await world.poll([target]);
  publish('/target3', ['B', 'A']); // the old row's last polls get an older copy from a cache
  await world.poll([source]);
  assert.deepEqual([await stateOf(source), await feedOf(comes)], ['moved', target]);
  assert.deepEqual(await deliver(comes), ['C']);
});

test('a recurring post that the old row brought goes to readers of the target, and to nobody again', async () => {
  const daily = (day: number): Post => ({
    title: 'Daily',
    guid: `day-${day}`,
    link: `http://posts.example/day-${day}`,
    date: `${day} Jan 2024 10:00:00 GMT`,
  });
  server.on('/daily', rssOf([daily(1)]));
  moveAway('/old-daily', '/daily');
  const [target, source] = [await world.aFeed('/daily'), await world.aFeed('/old-daily')];
  const [there, comes] = [await readerOf(target), await readerOf(source)];
  await world.poll([target, source]);
  server.on('/daily', rssOf([daily(2), daily(1)]));
  await world.poll([source]);
  for (const chatId of [there, comes]) await deliver(chatId);
  await proveMove(source);
  assert.deepEqual([await feedOf(comes), await deliver(there)], [target, ['Daily']]);
  await world.poll([target]);
  assert.deepEqual([await deliver(comes), await deliver(there)], [[], []]);
});

test('a post that has lost its text is not brought to the target without it', async () => {
  publish('/short', ['B']);
  const target = await world.aFeed('/short');
  await world.poll([target]);
  publish('/short', ['B', 'A']);
  moveAway('/had-text', '/short');
  const source = await world.aFeed('/had-text');
  await world.poll([source]);
  await db.query({
    text: `update items set title = '', is_bare = true where feed_id = $1 and title = 'A'`,
    values: [source],
  });
  await proveMove(source);
  const { rows } = await db.query({ text: 'select title from items where feed_id = $1 order by id', values: [target] });
  assert.deepEqual(rows, [{ title: 'B' }]);
});

test('a feed that moves back to where it came from is polled there again, and nothing comes again', async () => {
  publish('/new', ['B', 'A']);
  moveAway('/old', '/new');
  const [there, back] = [await world.aFeed('/new'), await world.aFeed('/old')];
  const chatIds = [await readerOf(there), await readerOf(back)];
  await world.poll([there, back]);
  for (const chatId of chatIds) await deliver(chatId);
  await proveMove(back);
  publish('/old', ['C', 'B', 'A']);
  moveAway('/new', '/old');
  await proveMove(there);
  for (const chatId of chatIds) assert.deepEqual(await deliver(chatId), ['C']);
  await db.transaction((tx) => moveReaders(tx, 100));
  assert.deepEqual([await stateOf(there), await stateOf(back)], ['moved', 'active']);
  assert.deepEqual(await Promise.all(chatIds.map(feedOf)), [back, back]);
  publish('/old', ['D', 'C', 'B', 'A']);
  assert.equal((await world.poll([back])).changed, 1);
  for (const chatId of chatIds) assert.deepEqual(await deliver(chatId), ['D']);
});

test('a feed that moves to a row that was given up, or that nobody read, is polled there from then on', async () => {
  for (const [path, target] of [
    ['/to-gone', '/was-gone'],
    ['/to-unread', '/was-unread'],
  ] as const) {
    publish(target, ['A']);
    moveAway(path, target);
    const [there, comes] = [await world.aFeed(target), await world.aFeed(path)];
    const chatId = await readerOf(comes);
    await world.poll([there, comes]);
    await deliver(chatId);
    if (path === '/to-gone') await retireFeed(db, there);
    else {
      await db.query({ text: 'update subscriptions set ended_at = now() where feed_id = $1', values: [there] });
      await unscheduleUnreadFeeds(db);
    }
    await proveMove(comes);
    assert.deepEqual([await stateOf(there), await feedOf(chatId)], ['active', there]);
    publish(target, ['B', 'A']);
    assert.equal((await world.poll([there])).changed, 1, target);
    assert.deepEqual(await deliver(chatId), ['B']);
  }
});

test('readers of a row that was given up are told that it is back, when another feed moves to it', async () => {
  publish('/was-down', ['A']);
  moveAway('/to-down', '/was-down');
  const [there, comes] = [await world.aFeed('/was-down'), await world.aFeed('/to-down')];
  await world.poll([there, comes]);
  const chatId = await readerOf(there);
  await retireFeed(db, there);
  await proveMove(comes);
  const { rows } = await db.query({ text: 'select key from notices where chat_id = $1', values: [chatId] });
  assert.deepEqual(rows, [{ key: 'feed-recovered' }]);
});

test('two rows that move to the same target at the same time wait for each other, and not in a circle', async () => {
  publish('/target6', ['A']);
  const a = await world.aFeed('/source6a');
  const target = await world.aFeed('/target6');
  const b = await world.aFeed('/source6b');
  for (const path of ['/source6a', '/source6b']) publish(path, ['A', path]);
  await world.poll([a, target, b]);
  const leaseToken = await claim(db, [a, b]);
  const lease = { feedIds: [a, b], leaseToken, hostToken: leaseToken, leaseMs: 60_000, hostLeaseMs: 0, concurrency: 2 };
  const { feeds } = await beginBatch(db, lease);
  const url = server.url('/target6');
  const proven = { redirect: { url, seen: 2, forMs: 49 * 3_600_000 } };
  await Promise.all(feeds.map((feed) => followRedirect({ ...feed, ...proven }, url, db)));
  assert.deepEqual([await stateOf(a), await stateOf(b)], ['moved', 'moved']);
  const { n } = await readRow<{ n: number }>(db, 'select count(*)::int as n from items where feed_id = $1', [target]);
  assert.equal(n, 3);
});
