// A database of its own for a bench, filled with chats that read feeds.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, databaseOfPool, openPool } from '../../src/db.ts';
import { createBudget } from '../../src/delivery/budget.ts';
import { type DeliverDeps, deliverHead } from '../../src/delivery/deliver_head.ts';
import { type DrainDeps, drain } from '../../src/delivery/drain.ts';
import { paceOf } from '../../src/delivery/pace.ts';
import { createSettler } from '../../src/delivery/settler.ts';
import { startPostgres } from '../../src/embedded/postgres.ts';
import { migrate } from '../../src/migrate.ts';
import type { FeedId } from '../../src/store/ids.ts';

export type Bench = { url: string; db: Database; stop(): Promise<void> };

export async function startBench(): Promise<Bench> {
  const folder = join(import.meta.dirname, '..', '..', '.data', 'bench', String(process.pid));
  const postgres = await startPostgres(folder, ['log_min_messages=panic', 'max_connections=200']);
  await migrate(postgres.url);
  const pool = openPool({ databaseUrl: postgres.url, size: 40, name: 'bench' }, () => undefined);
  return {
    url: postgres.url,
    db: databaseOfPool(pool),
    stop: async () => {
      await pool.end();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing but `chats` private chats; each of `feeds` is read by an equal share of them. @returns the feeds */
export async function fill(db: Database, { chats, feeds }: { chats: number; feeds: number }): Promise<FeedId[]> {
  await db.query({
    text: 'truncate chats, feeds, items, subscriptions, deliveries, chat_schedule, graphile_worker._private_jobs cascade',
  });
  await db.query({ text: 'update send_budget set tokens = 0, refilled_at = clock_timestamp(), slowdown = 1' });
  const { rows } = await db.query<{ id: FeedId }>({
    text: `insert into feeds (url, title) select 'http://feed' || n || '.example/', 'Feed ' || n from generate_series(1, $1) n returning id`,
    values: [feeds],
  });
  await db.query({
    text: `
      with added as (
        insert into chats (telegram_id, kind) select 10000000 + n, 'private' from generate_series(1, $1) n returning id, telegram_id
      ), scheduled as (insert into chat_schedule (chat_id) select id from added)
      insert into subscriptions (chat_id, feed_id, url, cursor)
      select id, ($2::bigint[])[1 + telegram_id % array_length($2::bigint[], 1)], '', 0 from added`,
    values: [chats, rows.map((row) => row.id)],
  });
  await db.query({ text: 'analyze' });
  return rows.map((row) => row.id);
}

/** What a drain needs, with a Telegram that takes everything at once. */
export function createDeps(db: Database, perSecond: number): DeliverDeps {
  let messageId = 0;
  return {
    db,
    budget: createBudget(db, perSecond),
    settle: createSettler(db),
    send: async () => {
      messageId += 1;
      return { kind: 'sent', messageIds: [String(messageId)] };
    },
    fetchUpload: async () => null,
    now: () => performance.now(),
    readOn: () => 'Read on',
    notice: () => ({ kind: 'text', text: 'notice', entities: [], preview: 'off', previewUrl: null }),
    paceOf,
    log: { warn: () => undefined },
  };
}

export function drainWith(deps: DeliverDeps, changes: Partial<DrainDeps> = {}) {
  const slot = { woken: () => new Promise<void>(() => undefined) };
  return drain({
    ...deps,
    window: 30,
    signal: undefined,
    slot,
    callForHelp: async () => undefined,
    deliverHead: (head, claim) => deliverHead(head, claim, deps),
    ...changes,
  });
}

/** The same database, counting what it is asked. */
export function counted(db: Database): { db: Database; statements(): number } {
  let statements = 0;
  const count = (query: Parameters<Database['query']>[0]) => {
    statements += 1;
    return db.query(query);
  };
  return { db: { ...db, query: count as Database['query'] }, statements: () => statements };
}

export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
