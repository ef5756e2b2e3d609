// A batch and its hosts: which it holds, how long, how many at once, and what it leaves to others.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { connectTimeoutWithin } from '../net/agent.ts';
import { leaseHost } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { HOST_LEASE_MS } from './batch.ts';
import { syncFeeds } from './sync.ts';
import { claim, readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
const { server } = world;

const [HERE, THERE] = ['127.0.0.1', '127.0.0.2'];
const AT_ONCE = { flushMs: 0 };

/** A path whose answer is held, from the moment that it is asked for. */
function hang(t: TestContext, path: string) {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  server.on(path, async (_request, response) => {
    asked.resolve();
    await answer.promise;
    response.end(rssOf([{ title: path }]));
  });
  t.after(() => answer.resolve());
  return { asked: asked.promise, answer: answer.resolve };
}

/** A feed that answers 304 by now. */
async function aQuietFeed(path: string, host: string): Promise<FeedId> {
  server.on(path, { headers: { etag: '"1"' }, body: rssOf([{ title: path }]) });
  const feedId = await world.aFeed(server.url(path, host));
  await world.poll([feedId]);
  return feedId;
}

async function untilGivenBack(feedId: FeedId): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  const isHeld = () =>
    readRow<{ isHeld: boolean }>(
      db,
      'select lease_token is not null as "isHeld" from feed_schedule where feed_id = $1',
      [feedId],
    );
  while ((await isHeld()).isHeld) deadline.throwIfAborted();
}

/** As another batch would. */
const leaseFor = (name: string) => leaseHost(db, { name, leaseToken: crypto.randomUUID(), leaseMs: 0, concurrency: 2 });

test('a feed that hangs holds up neither the other feeds of its batch nor their hosts', async (t) => {
  const quiet = await aQuietFeed('/quiet', THERE);
  const { asked, answer } = hang(t, '/hangs');
  const hanging = await world.aFeed(server.url('/hangs', HERE));
  const polling = world.poll([hanging, quiet], AT_ONCE);
  await asked;
  await untilGivenBack(quiet);
  assert.notEqual(await leaseFor(THERE), null);
  assert.equal(await leaseFor(HERE), null);
  answer();
  assert.deepEqual([(await polling).unchanged, (await polling).changed], [1, 1]);
  assert.notEqual(await leaseFor(HERE), null);
});

test('a host is kept while a redirect visits it, though its own feeds are done', async (t) => {
  const quiet = await aQuietFeed('/resting', THERE);
  const { asked, answer } = hang(t, '/visited');
  server.on('/visiting', { status: 302, headers: { location: server.url('/visited', THERE) } });
  const visiting = await world.aFeed(server.url('/visiting', HERE));
  const polling = world.poll([visiting, quiet], AT_ONCE);
  await asked;
  await untilGivenBack(quiet);
  assert.equal(await leaseFor(THERE), null);
  answer();
  await polling;
  assert.notEqual(await leaseFor(THERE), null);
});

test('a host that was let go is leased again for a redirect that comes later', async (t) => {
  const quiet = await aQuietFeed('/early', THERE);
  const waiting = hang(t, '/waits');
  const visited = hang(t, '/late');
  server.on('/turns', { status: 302, headers: { location: server.url('/late', THERE) } });
  const feedIds = [quiet, await world.aFeed(server.url('/waits', HERE)), await world.aFeed(server.url('/turns', HERE))];
  const polling = world.poll(feedIds, { ...AT_ONCE, hostConcurrency: 1 });
  await waiting.asked;
  await untilGivenBack(quiet);
  assert.notEqual(await leaseFor(THERE), null);
  waiting.answer();
  await visited.asked;
  assert.equal(await leaseFor(THERE), null);
  visited.answer();
  assert.deepEqual([(await polling).unchanged, (await polling).changed], [1, 2]);
});

test('batches of one claim do not share a host, nor let it go under each other', async (t) => {
  const { asked, answer } = hang(t, '/sibling');
  server.on('/crosses', { status: 302, headers: { location: server.url('/crossed', THERE) } });
  const polled = await world.aFeed(server.url('/sibling', THERE));
  const crossing = await world.aFeed(server.url('/crosses', HERE));
  const leaseToken = await claim(db, [polled, crossing]);
  const sibling = syncFeeds([polled], leaseToken, world.deps);
  await asked;
  assert.equal((await syncFeeds([crossing], leaseToken, world.deps)).postponed, 1);
  assert.equal(server.requests.filter(({ path }) => path === '/crossed').length, 0);
  assert.equal(await leaseFor(THERE), null);
  answer();
  assert.equal((await sibling).changed, 1);
  assert.notEqual(await leaseFor(THERE), null);
});

test('a host whose feeds somebody else took while their lease was renewed is let go, and the others are polled', async () => {
  const [lost, ours] = [await aQuietFeed('/lost', THERE), await aQuietFeed('/kept', HERE)];
  const leaseToken = await claim(db, [lost, ours]);
  await db.query({
    text: `update feed_schedule set next_sync_at = clock_timestamp() + interval '100 s' where feed_id = any($1::bigint[])`,
    values: [[lost, ours]],
  });
  const overtaken: typeof db = {
    ...db,
    query: async (query) => {
      if (query.name === 'renew_leases') await claim(db, [lost]);
      return db.query(query);
    },
  };
  const tally = await syncFeeds([lost, ours], leaseToken, { ...world.deps, db: overtaken });
  assert.deepEqual([tally.skipped, tally.unchanged], [1, 1]);
  for (const host of [HERE, THERE]) assert.notEqual(await leaseFor(host), null);
});

test('a host with a number of its own is asked so many at once', async (t) => {
  const OWN = 4;
  await db.query({
    text: `insert into hosts (name, concurrency) values ($1, $2) on conflict (name) do update set concurrency = $2`,
    values: [THERE, OWN],
  });
  t.after(() => db.query({ text: 'update hosts set concurrency = null' }));
  const all = Promise.withResolvers<void>();
  let open = 0;
  const feedIds: FeedId[] = [];
  for (let index = 0; index < OWN; index += 1) {
    server.on(`/own/${index}`, async (_request, response) => {
      open += 1;
      if (open === OWN) all.resolve();
      await all.promise;
      response.end(rssOf([{ title: 'One' }]));
    });
    feedIds.push(await world.aFeed(server.url(`/own/${index}`, THERE)));
  }
  assert.equal((await world.poll(feedIds)).changed, OWN);
});

test('of many hosts some are asked at once, so that their names are found in time', async (t) => {
  const AT_ONCE_MOST = 32;
  let lookups = 0;
  const manyHosts = await startWorld(db, {
    lookup: (_hostname, _options, done) => {
      lookups += 1;
      done(null, [{ address: HERE, family: 4 }]);
    },
  });
  t.after(manyHosts.close);
  const full = Promise.withResolvers<number>();
  let arrived = 0;
  manyHosts.server.on('/many', async (_request, response) => {
    arrived += 1;
    if (arrived === AT_ONCE_MOST) full.resolve(lookups);
    await full.promise;
    response.end(rssOf([{ title: 'One' }]));
  });
  const feedIds: FeedId[] = [];
  for (let index = 0; index < 40; index += 1)
    feedIds.push(await manyHosts.aFeed(manyHosts.server.url('/many', `many${index}.example`)));
  assert.equal((await manyHosts.poll(feedIds)).changed, 40);
  assert.equal(await full.promise, AT_ONCE_MOST);
});

test('no request begins that could outlast the lease of its host', async () => {
  const feedId = await aQuietFeed('/unhurried', HERE);
  const asked = server.requests.length;
  assert.equal((await world.poll([feedId], { timeoutMs: HOST_LEASE_MS })).postponed, 1);
  assert.equal(server.requests.length, asked);
  assert.equal((await world.poll([feedId], { timeoutMs: HOST_LEASE_MS - 20_000 })).unchanged, 1);
});

test('redirects that come back to a host are one request at a time, and a circle of them is a failure', async () => {
  const [back, circle] = [await world.aFeed(server.url('/there-and-back', HERE)), await world.aFeed('/circle')];
  const to = (path: string, host: string) => ({ status: 302, headers: { location: server.url(path, host) } });
  server.on('/there-and-back', to('/turning', THERE));
  server.on('/turning', to('/home', HERE));
  server.on('/home', rssOf([{ title: 'Home' }]));
  server.on('/circle', to('/circling', THERE));
  server.on('/circling', to('/circle', HERE));
  const tally = await world.poll([back, circle], { hostConcurrency: 1 });
  assert.deepEqual([tally.changed, tally.failed, tally.postponed], [1, 1, 0]);
});

test('a host that asks for rest is not asked for the other redirects of the batch, and answers that come together are one pause', async (t) => {
  t.after(() => db.query({ text: `update hosts set paused_until = '-infinity', pauses = 0` }));
  const feedIds: FeedId[] = [];
  const both = Promise.withResolvers<void>();
  let asked = 0;
  server.on('/overrun', async (_request, response) => {
    asked += 1;
    if (asked === 2) both.resolve();
    await both.promise;
    response.writeHead(429).end();
  });
  for (let index = 0; index < 6; index += 1) {
    server.on(`/to-overrun/${index}`, { status: 302, headers: { location: server.url('/overrun', THERE) } });
    feedIds.push(await world.aFeed(server.url(`/to-overrun/${index}`, HERE)));
  }
  const tally = await world.poll(feedIds);
  assert.deepEqual([asked, tally.failed, tally.postponed], [2, 2, 4]);
  const pause = await readRow(
    db,
    `select pauses, round(extract(epoch from paused_until - clock_timestamp()) / 60)::int as minutes from hosts where name = $1`,
    [THERE],
  );
  assert.deepEqual(pause, { pauses: 1, minutes: 15 });
});

test('a redirect to a host that asks for rest does not keep us from the host that it came from', async (t) => {
  t.after(() => db.query({ text: `update hosts set paused_until = '-infinity', pauses = 0` }));
  server.on('/tired', { status: 429 });
  server.on('/to-tired', { status: 302, headers: { location: server.url('/tired', THERE) } });
  server.on('/awake', rssOf([{ title: 'One' }]));
  const feedIds = [await world.aFeed('/to-tired'), await world.aFeed('/awake')];
  const tally = await world.poll(feedIds, { hostConcurrency: 1 });
  assert.deepEqual([tally.failed, tally.changed, tally.postponed], [1, 1, 0]);
});

test('a host that a redirect finds well has forgiven its last 429, and one that asked for rest since has not', async (t) => {
  t.after(() => db.query({ text: `update hosts set paused_until = '-infinity', pauses = 0` }));
  const pausesOf = async (host: string) =>
    (await readRow<{ pauses: number }>(db, 'select pauses from hosts where name = $1', [host])).pauses;
  await db.query({
    text: `insert into hosts (name, pauses) values ($1, 2) on conflict (name) do update set pauses = 2`,
    values: [THERE],
  });
  server.on('/forgiven', rssOf([{ title: 'Well' }]));
  server.on('/to-forgiven', { status: 302, headers: { location: server.url('/forgiven', THERE) } });
  await world.poll([await world.aFeed(server.url('/to-forgiven', HERE))]);
  assert.equal(await pausesOf(THERE), 0);
  server.on('/too-much', { status: 429 });
  const both = [await aQuietFeed('/well-before', THERE), await world.aFeed(server.url('/too-much', THERE))];
  await world.poll(both, { hostConcurrency: 1 });
  assert.equal(await pausesOf(THERE), 1);
});

test('names that nobody answers for are told from slow hosts, however short a request may take', async (t) => {
  const timeoutMs = 4_000; // undici sees to its limit within a second
  const connectTimeoutMs = connectTimeoutWithin(timeoutMs);
  const offline = await startWorld(db, { isPublic: true, lookup: () => undefined, connectTimeoutMs });
  t.after(offline.close);
  const names = ['first.example', 'second.example', 'third.example'];
  const feedIds = await Promise.all(names.map((name) => offline.aFeed(offline.server.url('/', name))));
  await offline.poll(feedIds, { timeoutMs });
  assert.equal((await offline.poll(feedIds, { timeoutMs })).postponed, names.length);
});
