// Polling batches of feeds against a real database and a real server.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { beginBatch } from '../store/batches.ts';
import { leaseHost } from '../store/hosts.ts';
import { testDatabase } from '../testing/database.ts';
import { syncFeeds } from './sync.ts';
import { claim, readRow, recording, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;

/** Seconds until a feed is due, and whether somebody holds it. */
const scheduleOf = (feedId: string) =>
  readRow<{ inSeconds: number; isHeld: boolean }>(
    db,
    `select extract(epoch from next_sync_at - clock_timestamp())::float8 as "inSeconds", lease_token is not null as "isHeld"
     from feed_schedule where feed_id = $1`,
    [feedId],
  );
const titlesOf = async (feedId: string) => {
  const { rows } = await db.query<{ title: string }>({
    text: 'select title from items where feed_id = $1 order by id',
    values: [feedId],
  });
  return rows.map((row) => row.title);
};

test('a poll stores what is new, oldest first, with validators, and queues a fan-out', async () => {
  server.on('/news', { headers: { etag: '"a"' }, body: rssOf([{ title: 'Second' }, { title: 'First' }]) });
  const feedId = await world.aFeed('/news');
  const tally = await world.poll([feedId]);
  assert.deepEqual([tally.changed, tally.newItems], [1, 2]);
  assert.deepEqual(await titlesOf(feedId), ['First', 'Second']);
  const feed = await readRow(db, 'select title, format, etag, state from feeds where id = $1', [feedId]);
  assert.deepEqual(feed, { title: 'Sample', format: 'rss', etag: '"a"', state: 'active' });
  const jobs = await readRow<{ n: number }>(
    db,
    `select count(*)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'fan_out' and j.payload ->> 'feedId' = $1 and j.key is null`,
    [feedId],
  );
  assert.equal(jobs.n, 1, 'one of its own: it must not join one that may have looked before this commit');
  const { inSeconds, isHeld } = await scheduleOf(feedId);
  assert.ok(inSeconds > 30 && !isHeld, `due in ${inSeconds} s`);
});

test('fifty feeds that answer 304 or the same bytes are neither parsed nor looked up, in two statements', async () => {
  const feedIds = [];
  for (let index = 0; index < 50; index += 1) {
    const headers: Record<string, string> = index % 2 === 0 ? { etag: `"${index}"` } : {};
    server.on(`/same/${index}`, { headers, body: rssOf([{ title: `Post ${index}` }]) });
    feedIds.push(await world.aFeed(server.url(`/same/${index}`, `127.0.0.${1 + (index % 3)}`)));
  }
  await world.poll(feedIds);
  const watched = recording(db);
  const tally = await syncFeeds(feedIds, await claim(db, feedIds), { ...world.deps, db: watched, hostConcurrency: 20 });
  assert.deepEqual(tally, { unchanged: 50, changed: 0, failed: 0, postponed: 0, skipped: 0, newItems: 0 });
  assert.deepEqual(watched.statements, ['begin_batch', 'settle_polls']);
});

test('new validators of an unchanged document are kept, with the same statement', async () => {
  let version = 0;
  server.on('/restless', (_request, response) => {
    version += 1;
    response.writeHead(200, { etag: `"v${version}"` }).end(rssOf([{ title: 'The same' }]));
  });
  const feedId = await world.aFeed('/restless');
  await world.poll([feedId]);
  const watched = recording(db);
  const tally = await world.poll([feedId], { db: watched });
  assert.equal(tally.unchanged, 1);
  assert.equal(watched.statements.filter((name) => name === 'settle_polls').length, 1);
  assert.deepEqual(await readRow(db, 'select etag from feeds where id = $1', [feedId]), { etag: '"v2"' });
});

test('ids whose lease somebody else has by now are dropped, and nobody is asked twice', async () => {
  server.on('/taken', rssOf([{ title: 'One' }]));
  server.on('/ours', rssOf([{ title: 'One' }]));
  const [taken, ours] = [await world.aFeed('/taken'), await world.aFeed('/ours')];
  const leaseToken = await claim(db, [taken, ours]);
  await claim(db, [taken]);
  const tally = await syncFeeds([taken, ours], leaseToken, world.deps);
  assert.deepEqual([tally.skipped, tally.changed], [1, 1]);
  assert.equal(server.requests.filter(({ path }) => path === '/taken').length, 0);
  assert.equal((await scheduleOf(taken)).isHeld, true);
});

test('a document that arrives after the lease was lost is not stored', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  server.on('/late', async (_request, response) => {
    asked.resolve();
    await answer.promise;
    response.end(rssOf([{ title: 'Old news' }]));
  });
  const feedId = await world.aFeed('/late');
  const polling = world.poll([feedId]);
  await asked.promise;
  await claim(db, [feedId]);
  answer.resolve();
  assert.equal((await polling).skipped, 1);
  assert.deepEqual(await titlesOf(feedId), []);
});

test('feeds of a host that another batch holds come again in seconds, without a request', async () => {
  server.on('/held', rssOf([{ title: 'One' }]));
  const feedId = await world.aFeed(server.url('/held', '127.0.0.3'));
  const other = { name: '127.0.0.3', leaseToken: crypto.randomUUID(), leaseMs: 60_000, concurrency: 2 };
  assert.ok(await leaseHost(db, other));
  const tally = await world.poll([feedId]);
  await db.query({ text: `update hosts set leased_until = '-infinity' where name = '127.0.0.3'` });
  assert.equal(tally.postponed, 1);
  assert.equal(server.requests.filter(({ path }) => path === '/held').length, 0);
  const { inSeconds, isHeld } = await scheduleOf(feedId);
  assert.ok(inSeconds < 6 && !isHeld, `due in ${inSeconds} s`);
});

test('a batch that is told to end gives back what it has not begun', async () => {
  const end = new AbortController();
  for (let index = 0; index < 6; index += 1) {
    server.on(`/ending/${index}`, (_request, response) => {
      end.abort();
      response.end(rssOf([{ title: 'One' }]));
    });
  }
  const feedIds = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => world.aFeed(`/ending/${index}`)));
  const tally = await world.poll(feedIds, { signal: end.signal });
  assert.equal(tally.postponed, 6);
  assert.ok(server.requests.filter(({ path }) => path.startsWith('/ending')).length <= 2);
  for (const feedId of feedIds) assert.equal((await scheduleOf(feedId)).isHeld, false);
});

test('no more requests than a host allows are open at once, those of redirects included', async () => {
  let [open, most] = [0, 0];
  const arrived: (() => void)[] = [];
  // Requests are held until nobody else can come, so that whatever may be open at once is.
  const handler = async (_request: unknown, response: { end(body: string): void }) => {
    open += 1;
    most = Math.max(most, open);
    const gate = Promise.withResolvers<void>();
    arrived.push(gate.resolve);
    setImmediate(() => setImmediate(() => arrived.shift()?.()));
    await gate.promise;
    open -= 1;
    response.end(rssOf([{ title: 'One' }]));
  };
  const feedIds = [];
  for (let index = 0; index < 8; index += 1) {
    server.on(`/crowd/${index}`, handler);
    feedIds.push(await world.aFeed(server.url(`/crowd/${index}`, '127.0.0.2')));
    server.on(`/to-crowd/${index}`, { status: 302, headers: { location: server.url(`/crowd/${index}`, '127.0.0.2') } });
    feedIds.push(await world.aFeed(server.url(`/to-crowd/${index}`, '127.0.0.1')));
  }
  const tally = await world.poll(feedIds);
  assert.equal(tally.changed + tally.postponed, 16);
  assert.ok(tally.changed >= 8);
  assert.ok(most <= 2, `${most} at once`);
});

test('a 429 pauses the host: the rest of its feeds are put back unasked, and other hosts go on', async () => {
  for (let index = 0; index < 5; index += 1) {
    server.on(`/limited/${index}`, { status: 429, headers: { 'retry-after': '600' } });
  }
  server.on('/unlimited', rssOf([{ title: 'One' }]));
  const limited = await Promise.all(
    [0, 1, 2, 3, 4].map((index) => world.aFeed(server.url(`/limited/${index}`, '127.0.0.3'))),
  );
  const other = await world.aFeed('/unlimited');
  const tally = await world.poll([...limited, other], { hostConcurrency: 1 });
  assert.deepEqual([tally.failed, tally.postponed, tally.changed], [1, 4, 1]);
  const host = await readRow<{ seconds: number }>(
    db,
    `select extract(epoch from paused_until - clock_timestamp())::float8 as seconds from hosts where name = '127.0.0.3'`,
  );
  await db.query({ text: `update hosts set paused_until = '-infinity' where name = '127.0.0.3'` });
  assert.ok(host.seconds > 590 && host.seconds <= 600);
});

test('429s without Retry-After pause a host for 15 minutes, then 30, until it answers well again', async () => {
  server.on('/busy', { status: 429 });
  const feedId = await world.aFeed(server.url('/busy', '127.0.0.3'));
  const minutes = () =>
    readRow<{ minutes: number; pauses: number }>(
      db,
      `select round(extract(epoch from greatest(paused_until, clock_timestamp()) - clock_timestamp()) / 60)::int as minutes, pauses from hosts where name = '127.0.0.3'`,
    );
  const endPause = () => db.query({ text: `update hosts set paused_until = '-infinity' where name = '127.0.0.3'` });
  await world.poll([feedId]);
  assert.deepEqual(await minutes(), { minutes: 15, pauses: 1 });
  await endPause();
  await world.poll([feedId]);
  assert.deepEqual(await minutes(), { minutes: 30, pauses: 2 });
  await endPause();
  server.on('/busy', rssOf([{ title: 'Well again' }]));
  await world.poll([feedId]);
  assert.deepEqual(await minutes(), { minutes: 0, pauses: 0 });
});

test('a host with more due feeds than it allows has its intervals stretched evenly', async () => {
  const feedIds = [];
  for (let index = 0; index < 9; index += 1) {
    server.on(`/slow/${index}`, { headers: { etag: '"1"' }, body: rssOf([{ title: 'One' }]) });
    feedIds.push(await world.aFeed(server.url(`/slow/${index}`, '127.0.0.2')));
  }
  await world.poll(feedIds);
  // As if each poll took a minute: two lanes serve two feeds a minute, and nine ask for one each. Quiet feeds wait 15 minutes of their own.
  await db.query({ text: `update hosts set poll_ms = 60000 where name = '127.0.0.2'` });
  await db.query({
    text: `update feed_schedule set interval_ms = case when feed_id = any($1::bigint[]) then 60000 else 0 end where host = '127.0.0.2'`,
    values: [feedIds],
  });
  await world.poll(feedIds);
  const { rows } = await db.query<{ wait: number; interval: number }>({
    text: `
      select round(extract(epoch from next_sync_at - last_polled_at))::int as wait, (interval_ms / 1000)::int as interval
      from feed_schedule where feed_id = any($1::bigint[])`,
    values: [feedIds],
  });
  assert.deepEqual(new Set(rows.map((row) => row.wait)), new Set([4050]));
  assert.deepEqual(new Set(rows.map((row) => row.interval)), new Set([900]));
  const host = await readRow<{ stretch: number }>(db, `select stretch from hosts where name = '127.0.0.2'`);
  assert.equal(host.stretch.toFixed(6), '4.500000');
});

test('a fault of ours with one feed does not keep the others of its batch from being polled', async () => {
  server.on('/broken-by-us', rssOf([{ title: 'One' }]));
  server.on('/fine', rssOf([{ title: 'One' }]));
  const [broken, fine] = [await world.aFeed('/broken-by-us'), await world.aFeed('/fine')];
  await db.query({ text: `update feeds set content_fields = '{nonsense}' where id = $1`, values: [broken] });
  const sabotaged = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name === 'save_documents' && String(query.values![0]).includes(`"feedId":"${broken}"`))
        throw new Error('out of disk');
      return db.query(query);
    },
  } as typeof db;
  const leaseToken = await claim(db, [broken, fine]);
  await assert.rejects(syncFeeds([broken, fine], leaseToken, { ...world.deps, db: sabotaged, hostConcurrency: 1 }));
  assert.deepEqual([await titlesOf(broken), await titlesOf(fine)], [[], ['One']]);
  assert.deepEqual([(await scheduleOf(broken)).isHeld, (await scheduleOf(fine)).isHeld], [true, false]);
  const { rows } = await db.query({ text: `select name from hosts where leased_until > clock_timestamp()` });
  assert.deepEqual(rows, []);
});

test('good polls that could not be written down are written with those that follow', async () => {
  const failed = Promise.withResolvers<void>();
  for (const name of ['first', 'second'])
    server.on(`/kept-${name}`, { headers: { etag: '"kept"' }, body: rssOf([{ title: name }]) });
  const feedIds = [await world.aFeed('/kept-first'), await world.aFeed('/kept-second')];
  await world.poll(feedIds);
  server.on('/kept-second', async (_request, response) => {
    await failed.promise;
    response.writeHead(304).end();
  });
  const sabotaged = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name !== 'settle_polls') return db.query(query);
      sabotaged.query = db.query;
      failed.resolve();
      throw new Error('out of disk');
    },
  } as typeof db;
  const deps = { ...world.deps, db: sabotaged, hostConcurrency: 1, flushMs: 0 };
  await assert.rejects(syncFeeds(feedIds, await claim(db, feedIds), deps), /1 polls of a batch broke/);
  for (const feedId of feedIds) assert.equal((await scheduleOf(feedId)).isHeld, false);
});

test('a lease is renewed when a batch that waited begins, and left alone while it is fresh', async () => {
  const feedId = await world.aFeed('/leased');
  const lease = { feedIds: [feedId], hostToken: crypto.randomUUID(), leaseMs: 150_000, hostLeaseMs: 0, concurrency: 2 };
  const versionOf = () =>
    readRow(db, 'select xmin::text, next_sync_at from feed_schedule where feed_id = $1', [feedId]);
  const leaseToken = await claim(db, [feedId]);
  const fresh = await versionOf();
  assert.equal((await beginBatch(db, { ...lease, leaseToken })).feeds.length, 1);
  assert.deepEqual(await versionOf(), fresh);
  await db.query({
    text: `update feed_schedule set next_sync_at = clock_timestamp() + interval '100 s' where feed_id = $1`,
    values: [feedId],
  });
  assert.equal((await beginBatch(db, { ...lease, leaseToken })).feeds.length, 1);
  const { inSeconds } = await scheduleOf(feedId);
  assert.ok(inSeconds > 140, `held for ${inSeconds} s`);
  assert.equal((await beginBatch(db, { ...lease, leaseToken: crypto.randomUUID() })).feeds.length, 0);
});
