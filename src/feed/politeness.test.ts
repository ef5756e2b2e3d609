// What publishers ask of whoever polls them, held from the request to the row: hints, validators, one question for all readers.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pauseHost } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { discoverFeeds } from './discover.ts';
import { hostManners } from './host_manners.ts';
import { readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db, { isPublic: true });
after(world.close);
const { server } = world;

const MINUTES = 60;
const HOURS = 3600;

/** Seconds from the last poll to the next. */
async function waitOf(feedId: FeedId): Promise<number> {
  const { wait } = await readRow<{ wait: number }>(
    db,
    `select round(extract(epoch from next_sync_at - last_polled_at))::int as wait from feed_schedule where feed_id = $1 and lease_token is null`,
    [feedId],
  );
  return wait;
}

const pausedUntil = (host: string) =>
  readRow<{ seconds: number | null }>(
    db,
    `select round(extract(epoch from nullif(paused_until, '-infinity') - clock_timestamp()))::int as seconds from hosts where name = $1`,
    [host],
  );

const requestsTo = (path: string) => server.requests.filter((request) => request.path === path);

test('a feed with validators waits up to SYNC_MAX, one without an hour', async () => {
  server.on('/with', { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }]) });
  server.on('/without', rssOf([{ title: 'One' }]));
  const feedIds = [await world.aFeed('/with'), await world.aFeed('/without')];
  for (let poll = 0; poll < 2; poll += 1) {
    await world.poll(feedIds);
    assert.deepEqual(await Promise.all(feedIds.map(waitOf)), [15 * MINUTES, HOURS]);
  }
});

test('a document that broke off brings what it has, and is asked for without conditions until the whole of it comes', async () => {
  const titles = (count: number) => Array.from({ length: count }, (_, i) => ({ title: `Post ${count - i}` }));
  const whole = rssOf(titles(20));
  server.on('/broke-off', { headers: { etag: '"1"' }, body: rssOf(titles(5)) });
  const feedId = await world.aFeed('/broke-off');
  await world.poll([feedId]);
  server.on('/broke-off', { headers: { etag: '"2"' }, body: whole.slice(0, whole.indexOf('<title>Post 11')) });
  for (let poll = 0; poll < 2; poll += 1) await world.poll([feedId]);
  assert.equal(await waitOf(feedId), MINUTES);
  server.on('/broke-off', { headers: { etag: '"2"' }, body: whole });
  await world.poll([feedId]);
  const { rows } = await db.query<{ title: string }>({
    text: 'select title from items where feed_id = $1',
    values: [feedId],
  });
  assert.deepEqual(new Set(rows.map((row) => row.title)), new Set(titles(20).map(({ title }) => title)));
  await world.poll([feedId]);
  const asked = requestsTo('/broke-off').map(({ headers }) => headers['if-none-match']);
  assert.deepEqual(asked, [undefined, '"1"', undefined, undefined, '"2"']);
});

test('a document that lacks its last tag alone has not broken off', async () => {
  const body = rssOf([{ title: 'One' }]).replace('</rss>', '');
  server.on('/without-end', { headers: { etag: '"1"' }, body });
  const feedId = await world.aFeed('/without-end');
  await world.poll([feedId]);
  assert.equal((await world.poll([feedId])).unchanged, 1);
  assert.equal(requestsTo('/without-end')[1]!.headers['if-none-match'], '"1"');
});

test('the hours in which items came count no more once a feed has been silent for weeks', async () => {
  server.on('/fallen-silent', { headers: { etag: '"1"' }, body: rssOf([{ title: 'Old' }]) });
  const feedId = await world.aFeed('/fallen-silent');
  await world.poll([feedId]);
  const silentFor = (weeks: number) =>
    db.query({
      text: `update feeds set busy_hours = array(select generate_series(0, 167)), last_item_at = clock_timestamp() - $2 * interval '1 week' where id = $1`,
      values: [feedId, weeks],
    });
  const waits = [];
  for (const weeks of [2, 3]) {
    await silentFor(weeks);
    await world.poll([feedId]);
    waits.push(await waitOf(feedId));
  }
  assert.deepEqual(waits, [MINUTES, 15 * MINUTES]);
});

test('a 304 is a success, and its Cache-Control counts for the next poll', async () => {
  server.on('/cached', { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }]) });
  const feedId = await world.aFeed('/cached');
  await world.poll([feedId]);
  server.on('/cached', { headers: { etag: '"1"', 'cache-control': 'public, max-age=7200' } });
  assert.equal((await world.poll([feedId])).unchanged, 1);
  assert.equal(await waitOf(feedId), 2 * HOURS);
});

test('what a document says of its rhythm holds for the polls that bring none: unchanged, failed, refused', async () => {
  server.on('/daily', { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }], { extra: '<ttl>180</ttl>' }) });
  const feedId = await world.aFeed('/daily');
  const waits = [];
  for (const answer of [null, null, { status: 500 }, { headers: { 'content-encoding': 'gzip, gzip' }, body: 'x' }]) {
    if (answer !== null) server.on('/daily', answer);
    await world.poll([feedId]);
    waits.push(await waitOf(feedId));
  }
  assert.deepEqual(new Set(waits), new Set([3 * HOURS]));
});

test('no poll is dated into an hour that the publisher closed, a failed one neither', async () => {
  const open = (new Date().getUTCHours() + 5) % 24;
  const closed = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour !== open);
  const extra = `<skipHours>${closed.map((hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`;
  server.on('/closed', { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }], { extra }) });
  const feedId = await world.aFeed('/closed');
  for (const status of [200, 304, 500]) {
    if (status === 500) server.on('/closed', { status });
    await world.poll([feedId]);
    const next = await readRow<{ hour: number }>(
      db,
      `select extract(hour from next_sync_at at time zone 'UTC')::int as hour from feed_schedule where feed_id = $1`,
      [feedId],
    );
    assert.equal(next.hour, open, String(status));
  }
});

test('validators stay those of the last document that was read and stored', async () => {
  server.on('/kept', { headers: { etag: 'W/"1"' }, body: rssOf([{ title: 'One' }]) });
  const feedId = await world.aFeed('/kept');
  await world.poll([feedId]);
  for (const body of ['<html><body>Back soon</body></html>', '']) {
    server.on('/kept', { headers: { etag: '"2"' }, body });
    assert.equal((await world.poll([feedId])).failed, 1);
  }
  assert.deepEqual(await readRow(db, 'select etag from feeds where id = $1', [feedId]), { etag: 'W/"1"' });
  assert.deepEqual(
    requestsTo('/kept').map(({ headers }) => headers['if-none-match']),
    [undefined, 'W/"1"', 'W/"1"'],
  );
});

test('any error with a Retry-After pauses its whole host', async () => {
  for (const [status, host] of [
    [503, '127.0.0.2'],
    [404, '127.0.0.3'],
  ] as const) {
    server.on(`/resting/${status}`, { status, headers: { 'retry-after': '7200' } });
    const feedId = await world.aFeed(server.url(`/resting/${status}`, host));
    await world.poll([feedId]);
    const { seconds } = await pausedUntil(host);
    assert.ok(seconds !== null && seconds > 7190 && seconds <= 7200, `${status}: ${seconds} s`);
    assert.equal(await waitOf(feedId), 2 * HOURS);
    await db.query({ text: `update hosts set paused_until = '-infinity' where name = $1`, values: [host] });
  }
});

test('a feed that is redirected to a host that rests is asked again when that one may be, and no sooner than any', async () => {
  server.on('/to-resting', { status: 302, headers: { location: server.url('/rests', '127.0.0.3') } });
  server.on('/rests', rssOf([{ title: 'One' }]));
  const feedId = await world.aFeed('/to-resting');
  const waits = async () => {
    assert.equal((await world.poll([feedId])).postponed, 1);
    return readRow<{ seconds: number }>(
      db,
      'select round(extract(epoch from next_sync_at - clock_timestamp()))::int as seconds from feed_schedule where feed_id = $1',
      [feedId],
    );
  };
  await pauseHost(db, '127.0.0.3', { waitMs: 2 * HOURS * 1000, isGuess: false });
  assert.deepEqual(await waits(), { seconds: 2 * HOURS + MINUTES });
  await db.query({
    text: `update hosts set paused_until = '-infinity', leased_until = 'infinity', lease_token = null where name = '127.0.0.3'`,
  });
  assert.deepEqual(await waits(), { seconds: MINUTES });
  assert.equal(requestsTo('/rests').length, 0);
  await db.query({ text: `update hosts set leased_until = '-infinity' where name = '127.0.0.3'` });
  assert.equal((await world.poll([feedId])).changed, 1);
});

test('feeds that were polled together do not come again together, however the poll ended', async () => {
  const random = () => 0.5;
  server.on('/apart', { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }]) });
  const feedId = await world.aFeed('/apart');
  const waits = [];
  for (const status of [200, 304, 500]) {
    if (status === 500) server.on('/apart', { status });
    await world.poll([feedId], { random });
    waits.push(await waitOf(feedId));
  }
  assert.deepEqual(waits, [15.75 * MINUTES, 15.75 * MINUTES, 15.75 * MINUTES]);
  server.on('/apart', { status: 302, headers: { location: server.url('/resting-too', '127.0.0.3') } });
  await pauseHost(db, '127.0.0.3', { waitMs: 2 * HOURS * 1000, isGuess: false });
  assert.equal((await world.poll([feedId], { random })).postponed, 1);
  const { seconds } = await readRow<{ seconds: number }>(
    db,
    'select round(extract(epoch from next_sync_at - clock_timestamp()))::int as seconds from feed_schedule where feed_id = $1',
    [feedId],
  );
  await db.query({ text: `update hosts set paused_until = '-infinity' where name = '127.0.0.3'` });
  assert.equal(seconds, 2 * HOURS + 1.5 * MINUTES);
});

test('what a person looks for a feed with makes its host rest too, and a host that rests is not asked for a person', async () => {
  server.on('/looked-for', { status: 429, headers: { 'retry-after': '7200' } });
  const deps = { ...world.options, manners: hostManners(db) };
  const look = () => discoverFeeds(server.url('/looked-for', '127.0.0.3'), deps);
  for (let person = 0; person < 2; person += 1)
    assert.deepEqual(await look(), { kind: 'fault', fault: { code: 'throttled', host: '127.0.0.3', status: 429 } });
  assert.equal(requestsTo('/looked-for').length, 1);
  const { seconds } = await pausedUntil('127.0.0.3');
  assert.ok(seconds !== null && seconds > 7190 && seconds <= 7200, `${seconds} s`);
  await db.query({ text: `update hosts set paused_until = '-infinity' where name = '127.0.0.3'` });
  server.on('/looked-for', rssOf([{ title: 'One' }]));
  assert.equal((await look()).kind, 'feed');
});

test('a 403 keeps us from that feed alone', async () => {
  server.on('/private', { status: 403 });
  server.on('/public', rssOf([{ title: 'One' }]));
  const [closed, open] = [await world.aFeed('/private'), await world.aFeed('/public')];
  const tally = await world.poll([closed, open], { hostConcurrency: 1 });
  assert.deepEqual([tally.failed, tally.changed, tally.postponed], [1, 1, 0]);
  assert.deepEqual(await pausedUntil('127.0.0.1'), { seconds: null });
});

test('all readers of a feed are one question, which says how many they are', async () => {
  server.on('/shared', rssOf([{ title: 'One' }]));
  const feedId = await world.aFeed('/shared');
  await world.aReader(feedId);
  await world.aReader(feedId);
  await world.poll([feedId]);
  const [only, ...others] = requestsTo('/shared');
  assert.match(only!.headers['user-agent']!, /; 3 subscribers\)$/);
  assert.deepEqual(others, []);
});

test('every way out of a poll gives the feed back with a date of its own', async () => {
  server.on('/large', { body: Buffer.alloc(20_000, '<') });
  server.on('/cut', (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('<rss>');
    setImmediate(() => response.destroy());
  });
  server.on('/loop', { status: 301, headers: { location: '/loop' } });
  server.on('/inside', { status: 302, headers: { location: 'http://169.254.169.254/latest/' } });
  server.on('/low-port', { status: 302, headers: { location: 'http://127.0.0.1:22/' } });
  server.on('/silent', () => undefined);
  const paths = ['/large', '/cut', '/loop', '/inside', '/low-port', '/silent'];
  const feedIds = await Promise.all(paths.map((path) => world.aFeed(path)));
  const tally = await world.poll(feedIds, { maxBytes: 10_000, timeoutMs: 500 });
  assert.equal(tally.failed, paths.length);
  // None has been read yet, so none is known to give validators: an hour each.
  for (const [index, feedId] of feedIds.entries()) assert.equal(await waitOf(feedId), HOURS, paths[index]);
});

test('where a feed can be subscribed to and where it says it lives are kept with it', async () => {
  const extra = `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>
    <atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://posts.example/feed"/>`;
  server.on('/hub', rssOf([{ title: 'One' }], { extra }));
  const feedId = await world.aFeed('/hub');
  await world.poll([feedId]);
  assert.deepEqual(await readRow(db, 'select hub_url, self_url from feeds where id = $1', [feedId]), {
    hub_url: 'https://hub.example/',
    self_url: 'https://posts.example/feed',
  });
});
