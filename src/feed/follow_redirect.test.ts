// Permanent redirects: when a feed's row moves, when it becomes one with another, and that nobody gets an item twice.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { beginBatch } from '../store/batches.ts';
import { readCard } from '../store/cards.ts';
import { claimReadyChats, markChatDue } from '../store/chat_schedule.ts';
import { retireFeed } from '../store/feed_failures.ts';
import { moveReaders } from '../store/feed_moves.ts';
import { unscheduleUnreadFeeds } from '../store/feed_retention.ts';
import { readHeads } from '../store/heads.ts';
import type { ChatId, FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { followRedirect } from './follow_redirect.ts';
import { claim, type Post, readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;

const moveAway = (from: string, to: string, status = 301) =>
  server.on(from, { status, headers: { location: server.url(to) } });

function publish(path: string, titles: string[]): void {
  const posts: Post[] = titles.map((title) => ({ title, guid: `guid of ${title}` }));
  server.on(path, { headers: { etag: `"${titles.join()}"` }, body: rssOf(posts) });
}

const urlOf = async (feedId: FeedId) =>
  (await readRow<{ url: string }>(db, 'select url from feeds where id = $1', [feedId])).url;
const stateOf = async (feedId: FeedId) =>
  (await readRow<{ state: string }>(db, 'select state from feeds where id = $1', [feedId])).state;

/** As if the redirect had been seen for so long. */
const observe = (feedId: FeedId, age: string) =>
  db.query({
    text: 'update feeds set redirect_since = clock_timestamp() - $2::interval where id = $1',
    values: [feedId, age],
  });

/** Three good polls over more than 48 hours. */
async function proveMove(feedId: FeedId): Promise<void> {
  await world.poll([feedId]);
  await observe(feedId, '49 hours');
  await world.poll([feedId]);
  await world.poll([feedId]);
}

type Pending = { id: string; title: string; subscriptionId: string };

/** What a chat has not been sent, in order. */
async function pendingOf(chatId: ChatId): Promise<Pending[]> {
  const { rows } = await db.query<Pending>({
    text: `
      select i.id, i.title, s.id as "subscriptionId" from subscriptions s join items i on i.feed_id = s.feed_id and i.id > s.cursor
      where s.chat_id = $1 and s.ended_at is null order by i.id`,
    values: [chatId],
  });
  return rows;
}

/** Send it all, as far as the subscription goes. @returns the titles */
async function deliver(chatId: ChatId): Promise<string[]> {
  const pending = await pendingOf(chatId);
  for (const { id, subscriptionId } of pending) {
    await db.query({ text: 'update subscriptions set cursor = $2 where id = $1', values: [subscriptionId, id] });
  }
  return pending.map((item) => item.title);
}

const feedOf = async (chatId: ChatId) =>
  (await readRow<{ feedId: FeedId }>(db, 'select feed_id as "feedId" from subscriptions where chat_id = $1', [chatId]))
    .feedId;
const readerOf = async (feedId: FeedId) =>
  (await readRow<{ chatId: ChatId }>(db, 'select chat_id as "chatId" from subscriptions where feed_id = $1', [feedId]))
    .chatId;

test('a 301 rewrites the row after three good polls over 48 hours, and nothing comes again', async () => {
  publish('/new-home', ['B', 'A']);
  moveAway('/old-home', '/new-home');
  const feedId = await world.aFeed('/old-home');
  const chatId = await readerOf(feedId);
  for (let poll = 0; poll < 4; poll += 1) await world.poll([feedId]);
  assert.equal(await urlOf(feedId), server.url('/old-home'));
  await observe(feedId, '48 hours');
  await world.poll([feedId]);
  assert.equal(await urlOf(feedId), server.url('/new-home'));
  assert.deepEqual(await deliver(chatId), ['A', 'B']);
  publish('/new-home', ['C', 'B', 'A']);
  await world.poll([feedId]);
  assert.deepEqual(await deliver(chatId), ['C']);
  const { url } = await readRow<{ url: string }>(db, 'select url from subscriptions where chat_id = $1', [chatId]);
  assert.equal(url, 'http://typed.example/');
});

test('the schedule follows a feed to its new host', async () => {
  publish('/elsewhere', ['A']);
  server.on('/moving-host', { status: 308, headers: { location: server.url('/elsewhere', '127.0.0.2') } });
  const feedId = await world.aFeed('/moving-host');
  await proveMove(feedId);
  const { host } = await readRow<{ host: string }>(db, 'select host from feed_schedule where feed_id = $1', [feedId]);
  assert.equal(host, '127.0.0.2');
});

test('a 302 never rewrites', async () => {
  publish('/temporary', ['A']);
  moveAway('/for-now', '/temporary', 302);
  const feedId = await world.aFeed('/for-now');
  await proveMove(feedId);
  assert.equal(await urlOf(feedId), server.url('/for-now'));
});

test('a failed poll, or an answer without a redirect, begins the observation anew', async () => {
  publish('/temporary', ['A']);
  for (const [path, interruption] of [
    ['/failing-once', { status: 500 }],
    ['/direct-once', { body: rssOf([{ title: 'Direct' }]) }],
  ] as const) {
    moveAway(path, '/temporary');
    const feedId = await world.aFeed(path);
    await world.poll([feedId]);
    await observe(feedId, '49 hours');
    await world.poll([feedId]);
    server.on(path, interruption);
    await world.poll([feedId]);
    moveAway(path, '/temporary');
    await world.poll([feedId]);
    assert.equal(await urlOf(feedId), server.url(path));
  }
});

test('a redirect to something that is no feed is never believed', async () => {
  server.on('/maintenance', { headers: { 'content-type': 'text/html' }, body: '<html><body>Back soon</body></html>' });
  moveAway('/down', '/maintenance');
  const feedId = await world.aFeed('/down');
  await proveMove(feedId);
  assert.equal(await urlOf(feedId), server.url('/down'));
});

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

test('a permanent redirect to an address longer than any we keep is followed and never written down', async () => {
  const long = `/${randomBytes(2_000).toString('hex')}`;
  publish(long, ['A']);
  moveAway('/to-long', long);
  const feedId = await world.aFeed('/to-long');
  await proveMove(feedId);
  assert.equal((await world.poll([feedId])).unchanged, 1);
  assert.equal(await urlOf(feedId), server.url('/to-long'));
});

test('a redirect to somebody’s secret URL shows that URL to no one', async () => {
  publish('/private?token=secret', ['A']);
  moveAway('/public', '/private?token=secret');
  const feedId = await world.aFeed('/public');
  await proveMove(feedId);
  assert.match(await urlOf(feedId), /secret/);
  const { id } = await readRow<{ id: string }>(db, 'select id from subscriptions where feed_id = $1', [feedId]);
  const card = await readCard(db, id);
  assert.doesNotMatch(JSON.stringify(card), /secret/);
  const chatId = await readerOf(feedId);
  await markChatDue(db, chatId);
  const leaseToken = crypto.randomUUID();
  await claimReadyChats(db, { limit: 100, narrow: 0, leaseMs: 60_000, leaseToken });
  const heads = await readHeads(db, leaseToken, [chatId]);
  assert.equal(heads.length, 1);
  assert.doesNotMatch(JSON.stringify(heads), /secret/);
});
