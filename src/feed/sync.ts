// Polls a batch of feeds: hosts leased, a few requests at once on each, what did not change written down together.
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

/**
 * Poll the feeds of one job. Never throws for a publisher's fault: that is written into the feed's row.
 * @throws when a poll met a fault of ours; the others have been polled all the same
 */
export async function syncFeeds(feedIds: FeedId[], leaseToken: string, deps: SyncDeps): Promise<Tally> {
  const { db, hostConcurrency: concurrency } = deps;
  const lease = { feedIds, leaseToken, leaseMs: FEED_LEASE_MS, hostLeaseMs: HOST_LEASE_MS, concurrency };
  const { feeds, hosts } = await beginBatch(db, lease);
  const byHost = Map.groupBy(feeds, (feed) => feed.host);
  const batch = new Batch(leaseToken, await stretchHosts(hosts, byHost, deps), deps);
  batch.tally.skipped = feedIds.length - feeds.length;
  try {
    const held = [...byHost].filter(([host]) => !hosts.has(host)).flatMap(([, ofHost]) => ofHost);
    await batch.putBack(held);
    await Promise.all(
      [...hosts].map(async ([host, terms]) => {
        await pollHost(byHost.get(host)!, terms.concurrency, batch);
        batch.leave(host);
      }),
    );
  } finally {
    await batch.end();
  }
  return batch.tally;
}

/** The terms of each host, with the stretch that its load asks for now. Only where many feeds wait for each other can it be too much. */
async function stretchHosts(
  hosts: Map<string, HostTerms>,
  byHost: Map<string, FeedToPoll[]>,
  { db, log }: SyncDeps,
): Promise<Map<string, HostTerms>> {
  const isCrowded = (host: string, { concurrency, stretch }: HostTerms) =>
    stretch > 1 || byHost.get(host)!.length > CROWDED_TURNS * concurrency;
  const crowded = [...hosts].filter(([host, terms]) => isCrowded(host, terms)).map(([host]) => host);
  if (crowded.length === 0) return hosts;
  const loads = await readHostLoads(db, crowded);
  const stretched = crowded.map((host): [string, HostTerms] => {
    const terms = hosts.get(host)!;
    const load = { wantedPerMs: loads.get(host) ?? 0, concurrency: terms.concurrency, pollMs: terms.pollMs ?? 0 };
    const stretch = stretchOfHost(load);
    if (stretch > 1 && terms.stretch === 1)
      log.warn({ host, stretch }, 'a host has more feeds than it allows for: their intervals are stretched');
    return [host, { ...terms, stretch }];
  });
  return new Map([...hosts, ...stretched]);
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
