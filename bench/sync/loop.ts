// Our own loop over the same feeds: claimed, batched and polled as by one worker, every statement counted.

import { parseAllowPrivate } from '../../src/allow_private.ts';
import { type Database, databaseOfPool, openPool, type Queryable } from '../../src/db.ts';
import { watchOurNetwork } from '../../src/feed/our_network.ts';
import { queueDueFeeds } from '../../src/feed/queue_due.ts';
import { gatherDocuments } from '../../src/feed/store_polled.ts';
import { syncFeeds } from '../../src/feed/sync.ts';
import { createGuardedAgent } from '../../src/net/agent.ts';
import type { Payload } from '../../src/payload.ts';
import type { FeedId } from '../../src/store/ids.ts';

/** A worker of ten slots leaves three of them free of polling. */
const BATCHES_AT_ONCE = 7;

export type OurLoop = {
  /** Makes these feeds due, and no others: no part of polling them. */
  makeDue(feedIds: FeedId[]): Promise<void>;
  /** Claims and polls what is due. @returns statements it took, those of claims included */
  pollDue(): Promise<number>;
  addFeeds(urls: string[]): Promise<FeedId[]>;
  /** Ends its connections; the next round makes its own. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
};

const openAgent = () => createGuardedAgent({ allowPrivate: parseAllowPrivate(['127.0.0.0/8']).allow });

export function ourLoop(databaseUrl: string): OurLoop {
  const pool = openPool({ databaseUrl, size: 15, name: 'bench' }, () => undefined);
  const db = databaseOfPool(pool);
  let agent = openAgent();
  const counted = counting(db);
  const deps = {
    db: counted,
    timeoutMs: 30_000,
    maxBytes: 8 * 2 ** 20,
    maxDecodedBytes: 15 * 2 ** 20,
    minMs: 60_000,
    maxMs: 900_000,
    hostConcurrency: 2,
    random: Math.random,
    describe: ({ code }: { code: string }) => code,
    network: watchOurNetwork(),
    documents: gatherDocuments(),
    signal: new AbortController().signal,
    log: { warn: (fields: unknown) => console.error(fields) },
  };
  return {
    makeDue: (feedIds) => makeDue(db, feedIds),
    pollDue: async () => {
      const before = counted.count();
      const batches = queueOfBatches();
      const claim = async () => {
        const claims: Database = {
          ...counted,
          transaction: async (work) => {
            const result = await counted.transaction(work);
            batches.add(await takeBatches(db)); // as jobs are: from the commit on
            return result;
          },
        };
        await queueDueFeeds(claims);
        batches.end();
      };
      const lane = async () => {
        for (let batch = await batches.take(); batch; batch = await batches.take()) {
          await syncFeeds(batch.feedIds, batch.leaseToken, { ...deps, agent });
        }
      };
      await Promise.all([claim(), ...Array.from({ length: BATCHES_AT_ONCE }, lane)]);
      return counted.count() - before;
    },
    addFeeds: (urls) => addFeeds(db, urls),
    hangUp: async () => {
      await agent.close();
      agent = openAgent();
    },
    close: async () => {
      await agent.close();
      await pool.end();
    },
  };
}

/** Counts statements; begin and commit are two. */
function counting(db: Database): Database & { count(): number } {
  let count = 0;
  const count1 = (on: Queryable): Queryable => ({
    query: (query) => {
      count += 1;
      return on.query(query);
    },
  });
  const transaction: Database['transaction'] = (work) => {
    count += 2;
    return db.transaction((tx) => work(count1(tx)));
  };
  return { ...count1(db), transaction, count: () => count };
}

async function addFeeds(db: Queryable, urls: string[]): Promise<FeedId[]> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    text: `
      with added as (insert into feeds (url) select unnest($1::text[]) returning id, url)
      insert into feed_schedule (feed_id, host, next_sync_at) select id, split_part(split_part(url, '/', 3), ':', 1), 'infinity' from added
      returning feed_id as "feedId"`,
    values: [urls],
  });
  return rows.map((row) => row.feedId);
}

async function makeDue(db: Queryable, feedIds: FeedId[]): Promise<void> {
  await db.query({
    text: 'update feed_schedule set next_sync_at = clock_timestamp(), lease_token = null where feed_id = any($1::bigint[])',
    values: [feedIds],
  });
  // As autovacuum does in the minute between two polls.
  for (const table of ['feeds', 'feed_schedule', 'hosts']) await db.query({ text: `vacuum analyze ${table}` });
}

type Batch = Payload<'sync_feeds'>;

/** What is queued goes to whoever takes next; `take` waits for more, and is told null when there is no more to come. */
function queueOfBatches() {
  const { readable, writable } = new TransformStream<Batch, Batch>(
    {},
    new CountQueuingStrategy({ highWaterMark: 1_000 }),
  );
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  return {
    add: (batches: Batch[]) => batches.map((batch) => writer.write(batch)),
    end: () => writer.close(),
    take: async () => (await reader.read()).value ?? null,
  };
}

async function takeBatches(db: Queryable): Promise<Batch[]> {
  const { rows } = await db.query<{ payload: Batch }>({
    text: `
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier = 'sync_feeds' returning j.payload`,
  });
  return rows.map((row) => row.payload);
}
