// The queue with real worker processes: shared work, kills, and lost answers.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startPlayground } from './playground/server.ts';
import { upsertChat } from './store/chats.ts';
import { scheduleFeed } from './store/feed_schedule.ts';
import { upsertFeed } from './store/feeds.ts';
import type { ChatId, FeedId, ItemId } from './store/ids.ts';
import { startSubscription } from './store/subscriptions.ts';
import { testDatabase } from './testing/database.ts';
import { type FeedServer, startFeedServer } from './testing/feed_server.ts';
import { startProcess } from './testing/processes.ts';

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const db = await testDatabase();

type Playground = Awaited<ReturnType<typeof startPlayground>>;

async function startWorld(t: TestContext, hosts: string[]): Promise<{ playground: Playground; server: FeedServer }> {
  const playground = await startPlayground({ token: TOKEN });
  const server = await startFeedServer(hosts);
  t.after(() => Promise.all([playground.close(), server.close()]));
  return { playground, server };
}

function startWorker(t: TestContext, playground: Playground, env: Record<string, string> = {}) {
  return startProcess(t, 'worker', {
    env: {
      DATABASE_URL: db.url,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: playground.url,
      TELEGRAM_PAID_BROADCAST: 'on',
      TELEGRAM_MESSAGES_PER_SECOND: '500',
      FETCH_ALLOW_PRIVATE: '127.0.0.0/8',
      SYNC_MIN_INTERVAL_SECONDS: '1',
      SYNC_MAX_INTERVAL_SECONDS: '1',
      ...env,
    },
  });
}

function feedOf(name: string, items: number): string {
  const entries = Array.from({ length: items }, (_, index) => items - index).map(
    (number) =>
      `<item><guid>${name}-${number}</guid><title>${name} ${number}</title><link>http://${name}.example/${number}</link></item>`,
  );
  return `<rss version="2.0"><channel><title>${name}</title><link>http://${name}.example/</link>${entries.join('')}</channel></rss>`;
}

/** A feed that is due now. */
async function aFeed(url: string): Promise<FeedId> {
  const feedId = await upsertFeed(db, url);
  await scheduleFeed(db, { feedId, host: new URL(url).hostname, waitMs: 0, polledNow: false });
  return feedId;
}

async function aReader(playground: Playground, feedIds: FeedId[]): Promise<{ telegramId: number; chatId: ChatId }> {
  const person = playground.createPerson();
  playground.createChat({ kind: 'private', personId: person.id });
  const telegramId = String(person.id);
  const { chatId } = await upsertChat(db, { telegramId, kind: 'private', title: '', language: 'en' });
  for (const feedId of feedIds)
    await startSubscription(db, { chatId, threadId: 0, feedId, url: 'http://typed.example/', cursor: '0' as ItemId });
  return { telegramId: person.id, chatId };
}

/** First lines of what the bot sent, in the order sent. */
function titlesIn(playground: Playground, telegramId: number): string[] {
  return playground.stored
    .filter((message) => message.chat.id === telegramId)
    .map((message) => (message.text ?? '').split('\n')[0]!);
}

function titlesByFeed(playground: Playground, telegramId: number): Map<string, string[]> {
  return Map.groupBy(titlesIn(playground, telegramId), (title) => title.split(' ')[0]!);
}

/** Resolves when a query answers with a row; rejects when that takes very long. */
async function untilRow(text: string, values: unknown[] = []): Promise<void> {
  const deadline = AbortSignal.timeout(120_000);
  while ((await db.query({ text, values })).rowCount === 0) deadline.throwIfAborted();
}

test('two workers bring each item of 200 feeds once to each of 50 chats, in order', async (t) => {
  const FEEDS = 200;
  const CHATS = 50;
  const hosts = Array.from({ length: 20 }, (_, index) => `127.0.0.${index + 2}`);
  const { playground, server } = await startWorld(t, hosts);
  const names = Array.from({ length: FEEDS }, (_, index) => `feed${index}`);
  const serve = (items: number) => {
    for (const name of names) server.on(`/${name}`, feedOf(name, items));
  };
  serve(1);
  const feedIds: FeedId[] = [];
  for (const [index, name] of names.entries()) feedIds.push(await aFeed(server.url(`/${name}`, hosts[index % 20])));
  const readers: { telegramId: number; follows: string[] }[] = [];
  for (let chat = 0; chat < CHATS; chat += 1) {
    // Eight feeds a chat, two chats a feed.
    const picks = Array.from({ length: 8 }, (_, index) => (chat * 4 + index * 25) % FEEDS);
    const { telegramId } = await aReader(
      playground,
      picks.map((pick) => feedIds[pick]!),
    );
    readers.push({ telegramId, follows: picks.map((pick) => names[pick]!) });
  }
  const workers = [startWorker(t, playground), startWorker(t, playground)];
  const sent = (count: number) =>
    playground.waitFor(() => playground.stored.length >= count * 8 * CHATS, { timeoutMs: 120_000 });
  await sent(1);
  serve(2);
  await sent(2);
  for (const worker of workers) worker.child.kill('SIGTERM');
  await Promise.all(workers.map((worker) => worker.ended));
  for (const { telegramId, follows } of readers) {
    const expected = new Map(follows.map((name) => [name, [`${name} 1`, `${name} 2`]]));
    const got = titlesByFeed(playground, telegramId);
    assert.deepEqual(new Map([...got].sort()), new Map([...expected].sort()));
    // Over all its feeds too: every second item came to be when the first ones had been sent.
    const numbers = titlesIn(playground, telegramId).map((title) => title.split(' ')[1]);
    assert.deepEqual(numbers, numbers.toSorted());
  }
  for (const worker of workers)
    assert.match(worker.output(), /"task":"(sync_feeds|fan_out)"/, 'both had a share of the work');
  assert.deepEqual(playground.misuse, []);
});

test('a worker killed while its answer is held repeats that item at most once and loses none', async (t) => {
  const { playground, server } = await startWorld(t, ['127.0.0.1']);
  server.on('/killed', feedOf('killed', 4));
  const feedId = await aFeed(server.url('/killed'));
  const { telegramId, chatId } = await aReader(playground, [feedId]);
  const held = playground.fault({ method: 'sendMessage', chat: telegramId, action: 'hold' });
  const first = startWorker(t, playground);
  await held.reached(); // stored by Telegram, unknown to us
  first.child.kill('SIGKILL');
  await first.ended;
  held.release();
  // Its leases run out by themselves, in 45 s and 150 s; nobody waits for that here.
  await db.query({
    text: `update chat_schedule set lease_until = clock_timestamp() where chat_id = $1`,
    values: [chatId],
  });
  const second = startWorker(t, playground);
  const titles = () => titlesByFeed(playground, telegramId).get('killed') ?? [];
  await playground.waitFor(() => titles().at(-1) === 'killed 4', { timeoutMs: 60_000 });
  assert.deepEqual(titles(), ['killed 1', 'killed 1', 'killed 2', 'killed 3', 'killed 4']);
  second.child.kill('SIGTERM');
  await second.ended;
  const { rows } = await db.query<{ outcome: string }>({
    text: 'select outcome from deliveries join items on items.id = item_id where chat_id = $1 and feed_id = $2',
    values: [chatId, feedId],
  });
  assert.deepEqual(
    rows.map((row) => row.outcome),
    ['sent', 'sent', 'sent', 'sent'],
  );
});

test('a worker that survives goes on by itself for one that was killed, and frees its job', async (t) => {
  const { playground, server } = await startWorld(t, ['127.0.0.1']);
  server.on('/survived', feedOf('survived', 3));
  const { telegramId, chatId } = await aReader(playground, [await aFeed(server.url('/survived'))]);
  const held = playground.fault({ method: 'sendMessage', chat: telegramId, action: 'hold' });
  await db.query({ text: 'delete from workers' });
  const killed = startWorker(t, playground);
  await held.reached();
  const { rows } = await db.query<{ poolId: string }>({ text: 'select pool_id as "poolId" from workers' });
  const poolId = rows[0]!.poolId;
  startWorker(t, playground);
  await untilRow('select from workers where pool_id <> $1', [poolId]);
  await untilRow(`select from graphile_worker.jobs where task_identifier = 'deliver' and locked_by = $1`, [poolId]);
  killed.child.kill('SIGKILL');
  await killed.ended;
  held.release();
  // What takes minutes passes at once: the chat's lease, the silence of the one, and the beats of the other.
  await db.query({
    text: 'update chat_schedule set lease_until = clock_timestamp() where chat_id = $1',
    values: [chatId],
  });
  await db.query({
    text: `
      update workers set heartbeat_at = heartbeat_at - case when pool_id = $1 then interval '5 minutes' else '0' end,
        regular_since = regular_since - interval '5 minutes'`,
    values: [poolId],
  });
  await playground.waitFor(() => titlesIn(playground, telegramId).at(-1) === 'survived 3', { timeoutMs: 120_000 });
  assert.deepEqual(titlesIn(playground, telegramId), ['survived 1', 'survived 1', 'survived 2', 'survived 3']);
  await untilRow(
    `select where not exists (select from workers where pool_id = $1)
      and not exists (select from graphile_worker.jobs where locked_by = $1)`,
    [poolId],
  );
});

test('a worker opens no more connections to a host than it may ask at once', async (t) => {
  const FEEDS = 8;
  const { playground, server } = await startWorld(t, ['127.0.0.1']);
  await db.query({ text: 'truncate feed_schedule, hosts' }); // what other tests left
  const allUnchanged = Promise.withResolvers<void>();
  const unchanged = new Set<string>();
  for (let index = 0; index < FEEDS; index += 1) {
    const path = `/near${index}`;
    // The second time the answer is short, and the next request follows in the same turn.
    server.on(path, (request, response) => {
      if (request.headers['if-none-match'] !== '"1"') return response.setHeader('etag', '"1"').end(feedOf('near', 1));
      unchanged.add(path);
      if (unchanged.size === FEEDS) allUnchanged.resolve();
      return response.writeHead(304).end();
    });
    await aFeed(server.url(path));
  }
  startWorker(t, playground, { HOST_CONCURRENCY: '2' });
  await allUnchanged.promise;
  assert.equal(new Set(server.requests.map((request) => request.connection)).size, 2);
});

test('workers that start again poll no feed before its time', async (t) => {
  const { playground, server } = await startWorld(t, ['127.0.0.1', '127.0.0.2']);
  server.on('/later', feedOf('later', 1));
  await db.query({ text: 'truncate feed_schedule, hosts' }); // what other tests left
  const settings = { SYNC_MIN_INTERVAL_SECONDS: '3600', SYNC_MAX_INTERVAL_SECONDS: '3600' };
  const later = await aFeed(server.url('/later'));
  await aReader(playground, [later]);
  for (const [round, signal] of (['SIGTERM', 'SIGKILL', 'SIGTERM'] as const).entries()) {
    // One that is due shows that the worker has looked at the schedule, and has written down what it found.
    server.on(`/due${round}`, feedOf(`due${round}`, 1));
    const due = await aFeed(server.url(`/due${round}`, '127.0.0.2'));
    await aReader(playground, [due]);
    const worker = startWorker(t, playground, settings);
    await untilRow(
      `select where 2 = (select count(*) from feed_schedule
        where feed_id = any($1::bigint[]) and last_ok_at is not null and lease_token is null and next_sync_at > clock_timestamp())`,
      [[later, due]],
    );
    worker.child.kill(signal);
    await worker.ended;
    await db.query({ text: `update hosts set leased_until = '-infinity'` }); // a killed one's end by themselves, in two minutes
  }
  const polls = Map.groupBy(server.requests, (request) => request.path);
  assert.deepEqual([...polls].map(([path, requests]) => [path, requests.length]).sort(), [
    ['/due0', 1],
    ['/due1', 1],
    ['/due2', 1],
    ['/later', 1],
  ]);
});
