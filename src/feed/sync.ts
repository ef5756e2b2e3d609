// Polls a batch of feeds: hosts leased, a few requests at once on each, what did not change written down together.
import {
  type FeedToPoll,
  giveBackFeeds,
  type Rescheduled,
  renewFeedLeases,
  rescheduleUnchanged,
} from '../store/feed_schedule.ts';
import { leaseHosts, releaseHosts } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { type PollDeps, pollFeed } from './poll.ts';

/** How long a batch may hold its feeds, from when it starts. */
export const FEED_LEASE_MS = 150_000;
const HOST_LEASE_MS = 120_000;
/** No request begins later than this into a batch, so that all end before the leases do. */
const LAST_START_MS = 60_000;
/** When to look again at a feed whose host another batch holds. */
const HELD_MS = 5_000;
/** Good polls without news are written down together, this often. */
const FLUSH_MS = 2_000;

export type SyncDeps = PollDeps & { hostConcurrency: number };

/** How many of a batch's feeds ended how; `skipped` belonged to somebody else by then. */
export type Tally = {
  unchanged: number;
  changed: number;
  failed: number;
  postponed: number;
  skipped: number;
  newItems: number;
};

/** Poll the feeds of one job. Never throws for a publisher's fault: that is written into the feed's row. */
export async function syncFeeds(feedIds: FeedId[], leaseToken: string, deps: SyncDeps): Promise<Tally> {
  const { db, hostConcurrency: concurrency } = deps;
  const feeds = await renewFeedLeases(db, { feedIds, leaseToken, leaseMs: FEED_LEASE_MS });
  const byHost = Map.groupBy(feeds, (feed) => feed.host);
  const hosts = await leaseHosts(db, { names: [...byHost.keys()], leaseToken, leaseMs: HOST_LEASE_MS, concurrency });
  const held = [...byHost].filter(([host]) => !hosts.has(host)).flatMap(([, ofHost]) => ofHost);
  await giveBackFeeds(
    db,
    leaseToken,
    held.map((feed) => feed.feedId),
    HELD_MS,
  );
  const batch = createBatch(leaseToken, deps);
  batch.tally.skipped = feedIds.length - feeds.length;
  batch.tally.postponed = held.length;
  try {
    await Promise.all([...hosts].map(([host, atOnce]) => pollHost(byHost.get(host)!, atOnce, batch)));
    await batch.flush();
  } finally {
    await releaseHosts(db, leaseToken, [...hosts.keys()]);
  }
  return batch.tally;
}

type Batch = {
  tally: Tally;
  mayStart(): boolean;
  poll(feed: FeedToPoll): Promise<void>;
  putBack(feeds: FeedToPoll[]): Promise<void>;
  flush(): Promise<void>;
};

function createBatch(leaseToken: string, deps: SyncDeps): Batch {
  const tally: Tally = { unchanged: 0, changed: 0, failed: 0, postponed: 0, skipped: 0, newItems: 0 };
  const startedAt = performance.now();
  let unchanged: Rescheduled[] = [];
  let flushedAt = startedAt;
  const flush = async () => {
    const ready = unchanged;
    unchanged = [];
    flushedAt = performance.now();
    await rescheduleUnchanged(deps.db, leaseToken, ready);
  };
  const putBack = async (feeds: FeedToPoll[]) => {
    tally.postponed += feeds.length;
    await giveBackFeeds(
      deps.db,
      leaseToken,
      feeds.map((feed) => feed.feedId),
      HELD_MS,
    );
  };
  const poll = async (feed: FeedToPoll) => {
    const result = await pollFeed(feed, leaseToken, deps);
    if (result.kind === 'postponed') return putBack([feed]);
    tally[result.kind] += 1;
    if (result.kind === 'changed') tally.newItems += result.newItems;
    if (result.kind === 'unchanged') unchanged.push({ feedId: feed.feedId, waitMs: result.waitMs });
    if (performance.now() - flushedAt > FLUSH_MS) await flush();
  };
  const mayStart = () => performance.now() - startedAt < LAST_START_MS && !deps.signal?.aborted;
  return { tally, mayStart, poll, putBack, flush };
}

/** A host's feeds, `atOnce` of them at a time; what time does not allow goes back. */
async function pollHost(feeds: FeedToPoll[], atOnce: number, batch: Batch): Promise<void> {
  const waiting = [...feeds];
  const lane = async () => {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      if (!batch.mayStart()) return batch.putBack([feed, ...waiting.splice(0)]);
      await batch.poll(feed);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, feeds.length) }, lane));
}
