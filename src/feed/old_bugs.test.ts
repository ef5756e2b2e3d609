// Faults that other feed bots were seen to have with publishers and their feeds, each as what must not happen here. W5 … W12 are those
// of el_monitorro; W3 and W8 stand in histories.test.ts, those of sending in src/delivery/old_bugs.test.ts.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { moveReaders } from '../store/feed_moves.ts';
import type { FeedId } from '../store/ids.ts';
import { cleanRecords } from '../store/retention.ts';
import { testDatabase } from '../testing/database.ts';
import { cleanFeeds } from './clean.ts';
import { LIMITS } from './feed.ts';
import { type Post, readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;

let paths = 0;
const newPath = () => {
  paths += 1;
  return `/feed/${paths}`;
};

/** What is stored of a feed, in the order in which it will be sent. */
async function itemsOf<Row extends object>(feedId: FeedId, columns: string): Promise<Row[]> {
  const { rows } = await db.query<Row>({
    text: `select ${columns} from items where feed_id = $1 order by id`,
    values: [feedId],
  });
  return rows;
}

const titlesOf = async (feedId: FeedId) =>
  (await itemsOf<{ title: string }>(feedId, 'title')).map((item) => item.title);

/** Poll it. @returns what is new, in the order in which it will be sent */
async function newsOf(feedId: FeedId): Promise<string[]> {
  const known = (await titlesOf(feedId)).length;
  assert.equal((await world.poll([feedId])).failed, 0);
  return (await titlesOf(feedId)).slice(known);
}

const post = (title: string, more: Partial<Post> = {}): Post => ({ title, guid: `guid of ${title}`, ...more });

// W5
test('a post without a link, and one whose text stands only in an extension, come with all that there is', async () => {
  const rss = `
    <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>RSS</title>
      <item><guid isPermaLink="false">1</guid><title>No link</title><content:encoded>All of it</content:encoded></item>
    </channel></rss>`;
  const json = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'JSON',
    items: [
      { id: '1', content_html: '<p>Only HTML</p>' },
      { id: '2', content_text: 'Only text' },
    ],
  };
  const read = async (body: string) => {
    const path = newPath();
    server.on(path, body);
    const feedId = await world.aFeed(path);
    await world.poll([feedId]);
    return itemsOf(feedId, 'title, link, content');
  };
  assert.deepEqual(await read(rss), [{ title: 'No link', link: null, content: 'All of it' }]);
  assert.deepEqual(await read(JSON.stringify(json)), [
    { title: '', link: null, content: 'Only text' },
    { title: '', link: null, content: '<p>Only HTML</p>' },
  ]);
});

// W6
test('a document with more posts than are kept is cleaned every hour, and brings nothing again', async () => {
  const posts = Array.from({ length: LIMITS.items + 700 }, (_, index) => post(`Post ${index}`));
  const path = newPath();
  server.on(path, rssOf(posts));
  const feedId = await world.aFeed(path);
  assert.equal((await world.poll([feedId])).newItems, LIMITS.items);
  await db.query({ text: `update items set first_seen_at = first_seen_at - interval '1 year'` });
  await db.query({ text: 'update subscriptions set cursor = (select max(id) from items)' });
  for (let hour = 0; hour < 24; hour += 1) await cleanFeeds(db, hour);
  server.on(path, rssOf(posts, { title: 'Another title, so that it is read' }));
  const { changed, newItems } = await world.poll([feedId]);
  assert.deepEqual({ changed, newItems }, { changed: 1, newItems: 0 });
});

// W12
for (const [what, first, news] of [
  ['a feed', [post('Before')], ['After']],
  ['a feed that has never shown a post', [], ['After']],
] as const) {
  test(`${what} that is away for three days is there with all settings when it is back`, async () => {
    const path = newPath();
    server.on(path, rssOf(first));
    const feedId = await world.aFeed(path);
    await world.poll([feedId]);
    const settings = () =>
      readRow(db, 'select filter, template, options, state, ended_at from subscriptions where feed_id = $1', [feedId]);
    await db.query({
      text: `update subscriptions set filter = '!spam', template = '{{bot_item_name}}' where feed_id = $1`,
      values: [feedId],
    });
    const before = await settings();
    server.on(path, { status: 503 });
    for (let poll = 0; poll < 30; poll += 1) await world.poll([feedId]);
    await db.query({ text: `update feeds set failing_since = failing_since - interval '3 days'` });
    await world.poll([feedId]);
    await cleanRecords(db);
    for (let hour = 0; hour < 24; hour += 1) await cleanFeeds(db, hour);
    server.on(path, rssOf([post('After'), ...first]));
    assert.equal((await world.poll([feedId])).newItems, news.length);
    assert.deepEqual(await settings(), before);
    assert.deepEqual(await readRow(db, 'select state, failures from feeds where id = $1', [feedId]), {
      state: 'active',
      failures: 0,
    });
  });
}

test('ten failures in a year, with good polls between them, lead to nothing', async () => {
  const path = newPath();
  const feedId = await world.aFeed(path);
  for (let failure = 0; failure < 10; failure += 1) {
    server.on(path, { status: 500 });
    await world.poll([feedId]);
    await db.query({ text: `update feeds set failing_since = failing_since - interval '36 days'` });
    server.on(path, rssOf([post(`Post ${failure}`)]));
    await world.poll([feedId]);
  }
  const { n } = await readRow<{ n: number }>(db, 'select count(*)::int as n from notices where feed_id = $1', [feedId]);
  assert.equal(n, 0);
  assert.equal((await titlesOf(feedId)).length, 10);
});

test('an outage page with status 200 is no feed, and changes nothing that is known of it', async () => {
  const path = newPath();
  const feedId = await world.aFeed(path);
  server.on(path, { headers: { etag: '"good"' }, body: rssOf([post('B'), post('A')]) });
  assert.deepEqual(await newsOf(feedId), ['A', 'B']);
  const page = '<!doctype html><html><head><title>Sorry</title></head><body>We are working on it.</body></html>';
  server.on(path, { headers: { etag: '"outage"', 'content-type': 'application/rss+xml' }, body: page });
  assert.equal((await world.poll([feedId])).failed, 1);
  server.on(path, { headers: { etag: '"better"' }, body: rssOf([post('C'), post('B'), post('A')]) });
  assert.deepEqual(await newsOf(feedId), ['C']);
  assert.equal(server.requests.at(-1)!.headers['if-none-match'], '"good"');
});

test('a 304 that brings a body all the same is a 304, and the next poll is well', async () => {
  const path = newPath();
  const feedId = await world.aFeed(path);
  server.on(path, { headers: { etag: '"a"' }, body: rssOf([post('A')]) });
  assert.deepEqual(await newsOf(feedId), ['A']);
  const body = rssOf([post('Nobody asked'), post('A')]);
  server.on(path, (request) => {
    request.socket.write(`HTTP/1.1 304 Not Modified\r\netag: "a"\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  });
  assert.deepEqual(await newsOf(feedId), []);
  server.on(path, { headers: { etag: '"b"' }, body: rssOf([post('B'), post('A')]) });
  assert.deepEqual(await newsOf(feedId), ['B']);
});

test('a publisher who gives no ETag any more is not asked with the old one', async () => {
  const path = newPath();
  const feedId = await world.aFeed(path);
  server.on(path, { headers: { etag: '"a"' }, body: rssOf([post('A')]) });
  await world.poll([feedId]);
  server.on(path, rssOf([post('B'), post('A')]));
  assert.deepEqual(await newsOf(feedId), ['B']);
  server.on(path, rssOf([post('C'), post('B'), post('A')]));
  assert.deepEqual(await newsOf(feedId), ['C']);
  assert.equal(server.requests.at(-1)!.headers['if-none-match'], undefined);
});

test('a chain of permanent redirects onto a feed that the chat reads already leaves it one subscription, and repeats nothing', async () => {
  const [old, between, target] = [newPath(), newPath(), newPath()];
  const document = rssOf([post('A')]);
  server.on(old, document);
  server.on(target, document);
  const [oldId, targetId] = [await world.aFeed(old), await world.aFeed(target)];
  await db.query({
    text: `
      update subscriptions set chat_id = (select chat_id from subscriptions where feed_id = $2) where feed_id = $1`,
    values: [oldId, targetId],
  });
  await world.poll([oldId, targetId]);
  await db.query({ text: 'update subscriptions set cursor = (select max(id) from items)' });
  const move = (from: string, to: string) => server.on(from, { status: 301, headers: { location: server.url(to) } });
  move(old, between);
  move(between, target);
  for (let poll = 0; poll < 3; poll += 1) {
    await world.poll([oldId]);
    await db.query({ text: `update feeds set redirect_since = redirect_since - interval '49 hours'` });
  }
  await moveReaders(db, 10);
  const { rows } = await db.query({
    text: `
      select s.feed_id, (select count(*)::int from items i where i.feed_id = s.feed_id and i.id > s.cursor) as pending
      from subscriptions s where s.ended_at is null and s.feed_id = any($1::bigint[])`,
    values: [[oldId, targetId]],
  });
  assert.deepEqual(rows, [{ feed_id: targetId, pending: 0 }]);
});
