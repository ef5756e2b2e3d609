// The scheduler's tick against a real database, with claims of several connections.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Queryable } from '../db.ts';
import { claimDueFeeds } from '../store/feed_schedule.ts';
import { leaseHost, pauseHost } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { addJobs } from '../store/jobs.ts';
import { endSubscriptions } from '../store/subscriptions.ts';
import { testDatabase } from '../testing/database.ts';
import { batchHosts, queueDueFeeds } from './queue_due.ts';
import { syncInTurn } from './sync_turns.ts';
import { claim as claimFeeds, readRow, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);

beforeEach(async () => {
  await db.query({ text: 'delete from feed_schedule' });
  await db.query({ text: 'delete from hosts' });
  await db.query({ text: 'delete from graphile_worker._private_jobs' });
});

type Job = { task: string; key: string | null; payload: { feedIds: FeedId[]; leaseToken: string }; inSeconds: number };

async function jobs(task: string): Promise<Job[]> {
  const { rows } = await db.query<Job>({
    text: `
      select t.identifier as task, j.key, j.payload, extract(epoch from j.run_at - clock_timestamp())::float8 as "inSeconds"
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 order by j.id`,
    values: [task],
  });
  return rows;
}

const someFeeds = (count: number, host: (index: number) => string, waitMs = 0) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => world.aFeed(`http://${host(index)}/${Math.random()}`, { waitMs })),
  );

const claim = async (tx: Queryable, limit: number) => {
  const leaseToken = crypto.randomUUID();
  const { claimed } = await claimDueFeeds(tx, { limit, perHost: 50, leaseMs: 60_000, heldMs: 5_000, leaseToken });
  return claimed.flatMap((host) => host.feedIds);
};

test('due feeds become batches, and a second tick finds nothing to do', async () => {
  const feedIds = await someFeeds(240, (index) => `host${index % 40}.example`);
  assert.deepEqual(await queueDueFeeds(db), { feeds: 240, jobs: 2 });
  const batches = await jobs('sync_feeds');
  assert.deepEqual(new Set(batches.flatMap((job) => job.payload.feedIds)), new Set(feedIds));
  assert.ok(batches.every((job) => job.payload.feedIds.length <= 200));
  assert.deepEqual(await queueDueFeeds(db), { feeds: 0, jobs: 0 });
});

test('two claims at the same time share the feeds between them', async () => {
  const feedIds = await someFeeds(10, (index) => `host${index}.example`);
  const claimed = await db.transaction(async (one) => {
    const first = await claim(one, 6);
    // The first claim is not committed, and holds its rows: the second takes others, and does not wait.
    return [...first, ...(await db.transaction((other) => claim(other, 6)))];
  });
  assert.equal(claimed.length, 10);
  assert.deepEqual(new Set(claimed), new Set(feedIds));
});

test('nobody is polled because we started', async () => {
  const [feedId] = await someFeeds(1, () => 'early.example', 600_000);
  const before = await readRow(db, 'select next_sync_at::text from feed_schedule where feed_id = $1', [feedId]);
  assert.deepEqual(await queueDueFeeds(db), { feeds: 0, jobs: 0 });
  assert.deepEqual(
    await readRow(db, 'select next_sync_at::text from feed_schedule where feed_id = $1', [feedId]),
    before,
  );
});

test('a claim whose batch never ran falls due again when its lease ends', async () => {
  const [feedId] = await someFeeds(1, () => 'lost.example');
  await queueDueFeeds(db);
  const lease = await readRow<{ inSeconds: number }>(
    db,
    `select extract(epoch from next_sync_at - clock_timestamp())::float8 as "inSeconds" from feed_schedule where feed_id = $1`,
    [feedId],
  );
  assert.ok(lease.inSeconds > 140 && lease.inSeconds <= 150);
  await db.query({ text: 'update feed_schedule set next_sync_at = clock_timestamp()' });
  await queueDueFeeds(db);
  const tokens = (await jobs('sync_feeds')).map((job) => job.payload.leaseToken);
  assert.equal(new Set(tokens).size, 2);
  const held = await readRow<{ token: string }>(
    db,
    'select lease_token as token from feed_schedule where feed_id = $1',
    [feedId],
  );
  assert.equal(held.token, tokens[1]);
});

test('of one host no more is queued than a batch can poll, those polled longest ago first', async () => {
  const feedIds = await someFeeds(130, () => 'large.example');
  const recent = feedIds.slice(0, 80);
  await db.query({
    text: `
      update feed_schedule set next_sync_at = clock_timestamp() - interval '1 minute',
        last_polled_at = clock_timestamp() - case when feed_id = any($1::bigint[]) then interval '5 minutes' else interval '1 hour' end`,
    values: [recent],
  });
  assert.deepEqual(await queueDueFeeds(db), { feeds: 50, jobs: 1 });
  assert.deepEqual(new Set((await jobs('sync_feeds'))[0]!.payload.feedIds), new Set(feedIds.slice(80)));
  const rest = await readRow<{ soon: number; later: number }>(
    db,
    `select count(*) filter (where next_sync_at < clock_timestamp() + interval '11 s')::int as soon,
       count(*) filter (where next_sync_at between clock_timestamp() + interval '11 s' and clock_timestamp() + interval '1 minute')::int as later
     from feed_schedule where lease_token is null`,
  );
  assert.deepEqual(rest, { soon: 50, later: 30 });
});

test('feeds of a host that is paused or held are dated, not claimed', async () => {
  await someFeeds(1, () => 'paused.example');
  await someFeeds(1, () => 'held.example');
  await pauseHost(db, 'paused.example', { waitMs: 3_600_000, isGuess: false });
  await leaseHost(db, { name: 'held.example', leaseToken: crypto.randomUUID(), leaseMs: 60_000, concurrency: 2 });
  assert.deepEqual(await queueDueFeeds(db), { feeds: 0, jobs: 0 });
  const { rows } = await db.query<{ host: string; wait: number }>({
    text: `
      select host, ceil(extract(epoch from next_sync_at - clock_timestamp()) / 5)::int * 5 as wait from feed_schedule order by host`,
  });
  assert.deepEqual(rows, [
    { host: 'held.example', wait: 5 },
    { host: 'paused.example', wait: 3600 },
  ]);
});

test('while enough batches wait, no more are made', async () => {
  const waiting = Array.from({ length: 100 }, () => ({ feedIds: ['1' as FeedId], leaseToken: 'x' }));
  await addJobs(db, 'sync_feeds', waiting, { priority: 10, maxAttempts: 1 });
  await someFeeds(3, () => 'patient.example');
  assert.deepEqual(await queueDueFeeds(db), { feeds: 0, jobs: 0 });
});

test('what falls due before the next minute gets a tick of its own', async () => {
  await someFeeds(1, () => 'soon.example', 20_000);
  await queueDueFeeds(db);
  const [tick] = await jobs('sync');
  assert.ok(tick && tick.inSeconds > 18 && tick.inSeconds < 21, `in ${tick?.inSeconds} s`);
});

test('what a batch leaves to be done before the next minute gets a tick of its own too', async () => {
  world.server.on('/often', rssOf([{ title: 'One' }]));
  const often = await world.aFeed('/often');
  const pollWith = async (minMs: number) => {
    const leaseToken = await claimFeeds(db, [often]);
    await syncInTurn({ feedIds: [often], leaseToken }, { ...world.deps, minMs, maxMs: minMs, concurrency: 10 });
    return (await jobs('sync')).map(({ inSeconds }) => Math.ceil(inSeconds / 10) * 10);
  };
  assert.deepEqual(await pollWith(60_000), [], 'the crontab is there for these');
  await leaseHost(db, { name: '127.0.0.1', leaseToken: crypto.randomUUID(), leaseMs: 60_000, concurrency: 2 });
  assert.deepEqual(await pollWith(60_000), [10], 'its host was held');
  await db.query({ text: 'delete from hosts' });
  await db.query({ text: 'delete from graphile_worker._private_jobs' });
  assert.deepEqual(await pollWith(20_000), [20]);
});

test('a feed that loses its last reader leaves the schedule', async () => {
  const [feedId] = await someFeeds(1, () => 'left.example');
  const another = await world.aReader(feedId!);
  const { chatId } = await readRow<{ chatId: typeof another }>(
    db,
    'select chat_id as "chatId" from subscriptions where feed_id = $1 and chat_id <> $2',
    [feedId, another],
  );
  await db.transaction((tx) => endSubscriptions(tx, { chatId, threadId: null, feedIds: [feedId!] }));
  assert.equal((await queueDueFeeds(db)).feeds, 1);
  await db.transaction((tx) => endSubscriptions(tx, { chatId: another, threadId: null, feedIds: [feedId!] }));
  const left = await readRow<{ n: number }>(db, 'select count(*)::int as n from feed_schedule');
  assert.equal(left.n, 0);
});

test('all feeds of a host stand in one batch', () => {
  const hosts = ['a1 a2 a3', 'b1', 'c1 c2'].map((ids) => ({ host: ids[0]!, feedIds: ids.split(' ') as FeedId[] }));
  assert.deepEqual(batchHosts(hosts, 4), [
    ['a1', 'a2', 'a3', 'b1'],
    ['c1', 'c2'],
  ]);
});
