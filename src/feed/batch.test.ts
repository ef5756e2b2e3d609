// A batch while one of its feeds hangs: what the others came to is written down, and their hosts are free for others.
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { leaseHost } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { readRow, rssOf, startWorld } from './testing.ts';

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
