// A batch and its hosts: which it holds, how long, how many at once, and what it leaves to others.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
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
