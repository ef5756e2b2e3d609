// Feeds that fail, for a while and for good, and what their readers are told.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { resolverOf } from '../testing/fetcher.ts';
import { watchOurNetwork } from './our_network.ts';
import { readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const names = { 'a.example': '127.0.0.1', 'b.example': '127.0.0.1', 'c.example': '127.0.0.1' };
const known: Record<string, string> = { ...names };
const world = await startWorld(db, { isPublic: true, lookup: (...args) => resolverOf(known)(...args) });
after(world.close);
const { server } = world;

type FeedRow = { state: string; failures: number; lastError: string | null; waitHours: number | null };

const readFeed = (feedId: FeedId) =>
  readRow<FeedRow>(
    db,
    `select state, failures, last_error as "lastError",
       round(extract(epoch from next_sync_at - last_polled_at) / 3600)::int as "waitHours"
     from feeds left join feed_schedule on feed_id = id where id = $1`,
    [feedId],
  );

async function noticesOf(feedId: FeedId) {
  const { rows } = await db.query<{ key: string; args: { title: string; fault?: { code: string } } }>({
    text: 'select key, args from notices where feed_id = $1 order by id',
    values: [feedId],
  });
  return rows.map(({ key, args }) => [key, args.title, args.fault?.code].filter(Boolean).join(' '));
}

const since = (feedId: FeedId, column: 'failing_since' | 'gone_since', age: string) =>
  db.query({
    text: `update feeds set ${column} = clock_timestamp() - $2::interval where id = $1`,
    values: [feedId, age],
  });

/** A feed that was read once, with its first reader. */
async function aReadFeed(path: string): Promise<FeedId> {
  server.on(path, { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }], { title: `Feed ${path}` }) });
  const feedId = await world.aFeed(path);
  await world.poll([feedId]);
  return feedId;
}

test('a failed poll is a row, not an exception: the reason in words, and each wait twice the last', async () => {
  const feedId = await aReadFeed('/failing');
  server.on('/failing', { status: 500 });
  for (let poll = 0; poll < 8; poll += 1) assert.equal((await world.poll([feedId])).failed, 1);
  assert.deepEqual(await readFeed(feedId), { state: 'failing', failures: 8, lastError: 'fault: status', waitHours: 4 });
});

test('one good poll forgets all failures, the document being the same or new', async () => {
  for (const body of [null, rssOf([{ title: 'Two' }])]) {
    const feedId = await aReadFeed(`/recovering/${body?.length}`);
    const good = { headers: { etag: body ? '"2"' : '"1"' }, body: body ?? '' };
    server.on(`/recovering/${body?.length}`, { status: 500 });
    await world.poll([feedId]);
    server.on(`/recovering/${body?.length}`, good);
    await world.poll([feedId]);
    const { state, failures, lastError } = await readFeed(feedId);
    assert.deepEqual({ state, failures, lastError }, { state: 'active', failures: 0, lastError: null });
    assert.deepEqual(await noticesOf(feedId), []);
  }
});

test('readers are told once after a week, and once when the feed is back', async () => {
  for (const news of [false, true]) {
    const path = `/told/${news}`;
    const feedId = await aReadFeed(path);
    await world.aReader(feedId);
    server.on(path, { status: 404 });
    await world.poll([feedId]);
    assert.deepEqual(await noticesOf(feedId), []);
    await since(feedId, 'failing_since', '7 days 1 minute');
    for (let poll = 0; poll < 3; poll += 1) await world.poll([feedId]);
    const failing = `feed-failing Feed ${path} status`;
    assert.deepEqual(await noticesOf(feedId), [failing, failing]);
    server.on(path, {
      headers: { etag: news ? '"2"' : '"1"' },
      body: rssOf([{ title: 'Two' }], { title: `Feed ${path}` }),
    });
    for (let poll = 0; poll < 3; poll += 1) await world.poll([feedId]);
    const recovered = `feed-recovered Feed ${path}`;
    assert.deepEqual(await noticesOf(feedId), [failing, failing, recovered, recovered]);
  }
});

test('who paused a subscription or left is not told', async () => {
  const feedId = await aReadFeed('/untold');
  const [paused, left] = [await world.aReader(feedId), await world.aReader(feedId)];
  await db.query({ text: `update subscriptions set state = 'paused' where chat_id = $1`, values: [paused] });
  await db.query({ text: 'update subscriptions set ended_at = clock_timestamp() where chat_id = $1', values: [left] });
  server.on('/untold', { status: 404 });
  await world.poll([feedId]);
  await since(feedId, 'failing_since', '8 days');
  await world.poll([feedId]);
  assert.equal((await noticesOf(feedId)).length, 1);
});

test('a feed is asked no more after thirty days and twenty failures, and nothing of it is deleted', async () => {
  const feedId = await aReadFeed('/hopeless');
  server.on('/hopeless', { status: 500 });
  await db.query({ text: `update feeds set failures = 18, state = 'failing' where id = $1`, values: [feedId] });
  await since(feedId, 'failing_since', '31 days');
  await world.poll([feedId]);
  assert.equal((await readFeed(feedId)).state, 'failing');
  await world.poll([feedId]);
  assert.deepEqual(await readFeed(feedId), {
    state: 'gone',
    failures: 20,
    lastError: 'fault: status',
    waitHours: null,
  });
  assert.deepEqual(await noticesOf(feedId), ['feed-failing Feed /hopeless status', 'feed-gone Feed /hopeless status']);
  const { n } = await readRow<{ n: number }>(db, 'select count(*)::int as n from subscriptions where feed_id = $1', [
    feedId,
  ]);
  assert.equal(n, 1);
});

test('a 410 is asked about again after a day; one that stands then is final, and readers are told once', async () => {
  const feedId = await aReadFeed('/gone');
  server.on('/gone', { status: 410 });
  await world.poll([feedId]);
  assert.deepEqual(await readFeed(feedId), { state: 'failing', failures: 1, lastError: 'fault: gone', waitHours: 24 });
  await world.poll([feedId]); // too early: still the first one
  assert.equal((await readFeed(feedId)).state, 'failing');
  await since(feedId, 'gone_since', '24 hours 1 minute');
  await world.poll([feedId]);
  const { state, waitHours } = await readFeed(feedId);
  assert.deepEqual({ state, waitHours }, { state: 'gone', waitHours: null });
  assert.deepEqual(await noticesOf(feedId), ['feed-gone Feed /gone gone']);
  assert.equal((await world.poll([feedId])).skipped, 1);
});

test('another answer between two 410s begins anew', async () => {
  const feedId = await aReadFeed('/flickering');
  server.on('/flickering', { status: 410 });
  await world.poll([feedId]);
  await since(feedId, 'gone_since', '25 hours');
  server.on('/flickering', { status: 404 });
  await world.poll([feedId]);
  server.on('/flickering', { status: 410 });
  await world.poll([feedId]);
  assert.equal((await readFeed(feedId)).state, 'failing');
});

test('what is no feed, never ends or breaks off is the feed’s fault, with a back-off like any other', async () => {
  server.on('/page', { headers: { 'content-type': 'text/html' }, body: '<html><body>Welcome</body></html>' });
  server.on('/bomb', { headers: { 'content-encoding': 'gzip, gzip' }, body: 'x' });
  server.on('/cut', (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('<rss>');
    setImmediate(() => response.destroy());
  });
  const feedIds = [await world.aFeed('/page'), await world.aFeed('/bomb'), await world.aFeed('/cut')];
  assert.equal((await world.poll(feedIds)).failed, 3);
  const errors = await Promise.all(feedIds.map(async (feedId) => (await readFeed(feedId)).lastError));
  assert.deepEqual(errors, ['fault: not-a-feed', 'fault: encoding', 'fault: closed']);
});

test('while most hosts cannot be found or reached, it is our network, and nobody’s count moves', async () => {
  const feedIds: FeedId[] = [];
  for (const name of Object.keys(names)) {
    server.on(`/network/${name}`, { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }]) });
    feedIds.push(await world.aFeed(server.url(`/network/${name}`, name)));
  }
  const network = watchOurNetwork();
  for (const name of Object.keys(names)) delete known[name];
  // Two that fail could be the publishers' fault; with the third it is plain that it is ours.
  const tally = await world.poll(feedIds, { network, hostConcurrency: 1 });
  assert.ok(tally.postponed >= 1 && tally.failed <= 1, JSON.stringify(tally));
  const again = await world.poll(feedIds, { network });
  assert.deepEqual([again.postponed, again.failed], [3, 0]);
  Object.assign(known, names);
  assert.equal((await world.poll(feedIds, { network })).changed, 3);
});

test('one host that cannot be found is counted, and the others are not asked less', async () => {
  const feedIds = [
    await world.aFeed('http://nowhere.example/feed'),
    await aReadFeed('/here'),
    await aReadFeed('/there'),
  ];
  const tally = await world.poll(feedIds);
  assert.deepEqual([tally.failed, tally.unchanged], [1, 2]);
  assert.equal((await readFeed(feedIds[0]!)).lastError, 'fault: dns');
});

test('hosts that failed long before are counted, however many there are: they say nothing of our network', async () => {
  const hosts = ['dead-1.example', 'dead-2.example', 'dead-3.example'];
  const feedIds = await Promise.all(hosts.map((host) => world.aFeed(`http://${host}/feed`)));
  await db.query({ text: `update feeds set failures = 5, state = 'failing' where id = any($1)`, values: [feedIds] });
  await Promise.all(feedIds.map((feedId) => since(feedId, 'failing_since', '3 days')));
  const tally = await world.poll(feedIds, { network: watchOurNetwork() });
  assert.deepEqual([tally.failed, tally.postponed], [3, 0]);
});

test('the password of a feed stays out of the log', async () => {
  server.on('/closed', { status: 401 });
  const feedId = await world.aFeed(server.url('/closed').replace('://', '://ada:opensesame@'));
  const lines: string[] = [];
  const log = { warn: (...line: unknown[]) => void lines.push(JSON.stringify(line)) };
  assert.equal((await world.poll([feedId], { log })).failed, 1);
  assert.ok(lines.some((line) => line.includes('/closed')));
  assert.deepEqual(
    lines.filter((line) => line.includes('opensesame')),
    [],
  );
});
