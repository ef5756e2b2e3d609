// Permanent redirects: when a feed's row moves, and what never makes it move.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { readCard } from '../store/cards.ts';
import { claimReadyChats, markChatDue } from '../store/chat_schedule.ts';
import { readHeads } from '../store/heads.ts';
import { testDatabase } from '../testing/database.ts';
import { movesIn } from './moving_testing.ts';
import { readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;
const { moveAway, publish, urlOf, observe, proveMove, deliver, readerOf } = movesIn(db, world);

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
