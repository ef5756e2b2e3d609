// The scheduler's tick: due feeds become batches of jobs, a claim and its jobs in one transaction, so that no feed is lost or polled twice.
import { randomUUID } from 'node:crypto';
import type { Database } from '../db.ts';
import { moveReaders } from '../store/feed_moves.ts';
import { type ClaimedHost, claimDueFeeds, nextSyncInMs } from '../store/feed_schedule.ts';
import type { FeedId } from '../store/ids.ts';
import { addJobs, countWaitingJobs, PRIORITY, wake } from '../store/jobs.ts';
import { MOVED_READERS } from './follow_redirect.ts';
import { FEED_LEASE_MS } from './sync.ts';

/** Many at once: small claims walk the same dead index entries again and again. */
const CLAIM = 2_000;
/** So many feeds a job: what a batch costs beside its polls is shared by them. */
const BATCH = 200;
/** Of one host: what may be asked of it, a few at a time, before a batch begins no more. */
const OF_HOST = 50;
/** Enough waiting batches: the workers are behind, and more would only wait longer than their lease. */
const WAITING_MOST = 25;
const HELD_MS = 5_000;
/** Between two ticks of the crontab. */
export const MINUTE_MS = 60_000;

/** @returns feeds claimed and jobs made */
export async function queueDueFeeds(db: Database): Promise<{ feeds: number; jobs: number }> {
  const total = { feeds: 0, jobs: 0 };
  let waiting = await countWaitingJobs(db, 'sync_feeds', WAITING_MOST);
  while (waiting < WAITING_MOST) {
    const { looked, batches, feeds } = await queueOnce(db);
    total.feeds += feeds;
    total.jobs += batches;
    waiting += batches;
    if (looked < CLAIM) break;
  }
  await db.transaction((tx) => moveReaders(tx, MOVED_READERS));
  await queueNextTick(db);
  return total;
}

async function queueOnce(db: Database): Promise<{ looked: number; batches: number; feeds: number }> {
  const leaseToken = randomUUID();
  return db.transaction(async (tx) => {
    const { claimed, looked } = await claimDueFeeds(tx, {
      limit: CLAIM,
      perHost: OF_HOST,
      leaseMs: FEED_LEASE_MS,
      heldMs: HELD_MS,
      leaseToken,
    });
    const batches = batchHosts(claimed, BATCH);
    const payloads = batches.map((feedIds) => ({ leaseToken, feedIds }));
    // A batch that fails for a fault of ours is not repeated: its feeds fall due again by themselves.
    if (payloads.length > 0) await addJobs(tx, 'sync_feeds', payloads, { priority: PRIORITY.sync, maxAttempts: 1 });
    return { looked, batches: batches.length, feeds: batches.flat().length };
  });
}

/** Batches of about `size`, where all feeds of a host stand in one batch: two batches cannot lease the same host. */
export function batchHosts(hosts: readonly ClaimedHost[], size: number): FeedId[][] {
  const batches: FeedId[][] = [];
  for (const { feedIds } of hosts) {
    const last = batches.at(-1);
    if (last && last.length + feedIds.length <= size) last.push(...feedIds);
    else batches.push([...feedIds]);
  }
  return batches;
}

/** The crontab looks once a minute; what falls due before then gets a tick of its own, at most one a second. */
export async function queueNextTick(db: Database): Promise<void> {
  const inMs = await nextSyncInMs(db);
  if (inMs !== null && inMs < MINUTE_MS) await wake(db, 'sync', Math.max(inMs, 1_000));
}
