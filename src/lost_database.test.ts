// A database that goes away under `npm start`, and at the worst moment: while graphile-worker writes down how a job ended.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Database, databaseOfPool, openPool, type Queryable } from './db.ts';
import { readPostmaster } from './embedded/postmaster.ts';
import { patient } from './patience.ts';
import { upsertChat } from './store/chats.ts';
import { lockFeed, upsertFeed } from './store/feeds.ts';
import type { FeedId, ItemId } from './store/ids.ts';
import { addJob, PRIORITY } from './store/jobs.ts';
import { startSubscription } from './store/subscriptions.ts';
import { copyCheckout } from './testing/checkout.ts';
import { addressOf, startProcess } from './testing/processes.ts';
import { openSession } from './testing/sessions.ts';
import { insertItems, titled } from './testing/stored_items.ts';

const WAIT_MS = 60_000;

test('npm start brings its PostgreSQL back when that is killed, and its worker when that lost it', async (t) => {
  const folder = copyCheckout(t);
  const data = join(folder, '.data', 'postgres');
  const started = startProcess(t, 'start', { folder, env: { PORT: '0' } });
  const base = await addressOf(started);
  const { pid, port } = (await readPostmaster(join(data, 'cluster')))!;
  const url = `postgres://postgres:${readFileSync(join(data, 'password'), 'utf8')}@127.0.0.1:${port}/feedherald`;
  const pool = openPool({ databaseUrl: url, size: 2, name: 'test' }, () => undefined);
  t.after(() => pool.end());
  const own = patient(databaseOfPool(pool), () => undefined);
  const { chatId, feedId } = await aReader(own, '1');
  process.kill(pid, 'SIGKILL');
  await started.says(/ended by itself and is started again/);
  await own.query({ text: 'select 1' }); // once it answers
  await breakJobEnd({ url, query: own.query }, feedId);
  await started.says(/lost its database and begins anew/);
  await publish(own, feedId, 'Nobody is there to read it');
  const deadline = AbortSignal.timeout(WAIT_MS);
  const isServed = { text: `select from chats where id = $1 and state = 'paused'`, values: [chatId] };
  while ((await own.query(isServed)).rowCount === 0) deadline.throwIfAborted();
  assert.equal((await fetch(`${base}/health`)).status, 200);
  started.kill('SIGTERM');
  assert.equal(await started.ended, 0, started.output());
  assert.equal(await readPostmaster(join(data, 'cluster')), null);
});

async function aReader(on: Database, telegramId: string) {
  const { chatId } = await upsertChat(on, { telegramId, kind: 'private', title: '', language: 'en' });
  const feedId = await upsertFeed(on, 'http://feed.example/');
  await startSubscription(on, { chatId, threadId: 0, feedId, url: 'http://feed.example/', cursor: '0' as ItemId });
  return { chatId, feedId };
}

const publish = (on: Database, feedId: FeedId, title: string) =>
  on.transaction(async (tx) => {
    await lockFeed(tx, feedId);
    await insertItems(tx, feedId, [titled(title)], { rebuilt: false, firstFetch: false });
    await addJob(tx, 'fan_out', { feedId }, { priority: PRIORITY.deliver });
  });

/** Have a worker run a job, and lose its connection while it writes the job's end. @param feedId one that somebody reads */
async function breakJobEnd(db: Queryable & { url: string }, feedId: FeedId): Promise<void> {
  const ends: (() => unknown)[] = [];
  const scope = { after: (end: () => unknown) => void ends.push(end) };
  const [chats, jobs] = [await openSession(scope, db), await openSession(scope, db)];
  await chats.query({ text: 'begin' });
  await chats.query({ text: 'select from chat_schedule for update' });
  await addJob(db, 'fan_out', { feedId }, { priority: PRIORITY.person });
  await waiterWith(db, 'with readers as');
  await jobs.query({ text: 'begin' });
  await jobs.query({
    text: 'select from graphile_worker._private_jobs where priority = $1 for update',
    values: [PRIORITY.person],
  });
  await chats.query({ text: 'rollback' });
  await db.query({
    text: 'select pg_terminate_backend($1)',
    values: [await waiterWith(db, 'delete from "graphile_worker"._private_jobs')],
  });
  for (const end of ends) await end();
}

/** The session that waits for a lock in such a statement, once there is one. */
async function waiterWith(db: Queryable, statement: string): Promise<number> {
  const deadline = AbortSignal.timeout(WAIT_MS);
  for (;;) {
    deadline.throwIfAborted();
    const { rows } = await db.query<{ pid: number }>({
      text: `select pid from pg_stat_activity where wait_event_type = 'Lock' and position($1 in query) > 0`,
      values: [statement],
    });
    if (rows[0]) return rows[0].pid;
  }
}
