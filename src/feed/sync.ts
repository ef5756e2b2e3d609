// Polls a batch of feeds: hosts leased, a few requests at once on each, what did not change written down together.
import { randomUUID } from 'node:crypto';
import { beginBatch, type FeedToPoll } from '../store/batches.ts';
import { readHostLoads } from '../store/feed_schedule.ts';
import type { HostTerms } from '../store/hosts.ts';
import type { FeedId } from '../store/ids.ts';
import { Batch, HOST_LEASE_MS, type SyncDeps, type Tally } from './batch.ts';
import { stretchOfHost } from './schedule.ts';

/** How long a batch may hold its feeds, from when it starts. */
export const FEED_LEASE_MS = 150_000;
/** A host whose due feeds take more turns than this may have more than it allows for. */
const CROWDED_TURNS = 4;
/** Hosts that a batch asks at the same time. Names are looked up a few at a time (libuv), within the ten seconds that a connection may take. */
const HOSTS_AT_ONCE = 32;

/**
 * Poll the feeds of one job. Never throws for a publisher's fault: that is written into the feed's row.
 * @throws when a poll met a fault of ours; the others have been polled all the same
 */
export async function syncFeeds(feedIds: FeedId[], leaseToken: string, deps: SyncDeps): Promise<Tally> {
  const { db, hostConcurrency: concurrency } = deps;
  const tokens = { leaseToken, hostToken: randomUUID() };
  const lease = { ...tokens, feedIds, leaseMs: FEED_LEASE_MS, hostLeaseMs: HOST_LEASE_MS, concurrency };
  const { feeds, hosts } = await beginBatch(db, lease);
  const byHost = Map.groupBy(feeds, (feed) => feed.host);
  const feedsOf = (host: string) => byHost.get(host) ?? []; // none, if they were lost while their lease was renewed
  const batch = new Batch(tokens, hosts, deps);
  batch.tally.skipped = feedIds.length - feeds.length;
  try {
    const held = [...byHost].filter(([host]) => !hosts.has(host)).flatMap(([, ofHost]) => ofHost);
    await batch.putBack(held);
    await stretchHosts(hosts, feedsOf, batch, deps);
    // What takes longest begins first.
    const waiting = [...hosts].toSorted(([a], [b]) => feedsOf(b).length - feedsOf(a).length).values();
    const lane = async () => {
      for (const [host, terms] of waiting) {
        await pollHost(feedsOf(host), terms.concurrency, batch);
        batch.leave(host);
      }
    };
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, lane));
  } finally {
    await batch.end();
  }
  return batch.tally;
}

/** Lets hosts know the stretch that their load asks for now. Only where many feeds wait for each other can it be too much. */
async function stretchHosts(
  hosts: Map<string, HostTerms>,
  feedsOf: (host: string) => FeedToPoll[],
  batch: Batch,
  { db, log }: SyncDeps,
): Promise<void> {
  const isCrowded = (host: string, { concurrency, stretch }: HostTerms) =>
    stretch > 1 || feedsOf(host).length > CROWDED_TURNS * concurrency;
  const crowded = [...hosts].filter(([host, terms]) => isCrowded(host, terms));
  if (crowded.length === 0) return;
  const loads = await readHostLoads(
    db,
    crowded.map(([host]) => host),
  );
  for (const [host, { concurrency, pollMs, stretch: before }] of crowded) {
    const stretch = stretchOfHost({ wantedPerMs: loads.get(host) ?? 0, concurrency, pollMs: pollMs ?? 0 });
    batch.stretch(host, stretch);
    if (stretch > 1 && before === 1)
      log.warn({ host, stretch }, 'a host has more feeds than it allows for: their intervals are stretched');
  }
}

/** A host's feeds, `atOnce` of them at a time; what time or the host itself does not allow goes back. */
async function pollHost(feeds: FeedToPoll[], atOnce: number, batch: Batch): Promise<void> {
  const waiting = [...feeds];
  const lane = async () => {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      if (!batch.mayStart()) return batch.putBack([feed, ...waiting.splice(0)]);
      if ((await batch.poll(feed)) === 'leave-host') return batch.putBack(waiting.splice(0));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, feeds.length) }, lane));
}
