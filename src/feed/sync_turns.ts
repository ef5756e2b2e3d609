// Polling must not fill a worker: what people wait for, and what is to be sent, finds room in it at any time.
import type { Payload } from '../payload.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import type { SyncDeps, Tally } from './batch.ts';
import { watchOurNetwork } from './our_network.ts';
import { MINUTE_MS, queueNextTick } from './queue_due.ts';
import { gatherDocuments } from './store_polled.ts';
import { syncFeeds } from './sync.ts';

/** Slots of a pool that polling leaves free. */
const LEFT_FREE = 3;
const LATER_MS = 3_000;

let running = 0;
const network = watchOurNetwork();
const documents = gatherDocuments();

/**
 * Poll a batch, or put it off when this process polls as many as it may.
 * @param concurrency how many jobs this process runs at once
 */
export async function syncInTurn(
  { feedIds, leaseToken }: Payload<'sync_feeds'>,
  { concurrency, ...deps }: Omit<SyncDeps, 'network' | 'documents'> & { concurrency: number },
): Promise<Tally | null> {
  if (running >= Math.max(1, concurrency - LEFT_FREE)) {
    // The batch keeps its lease; should that end first, its feeds fall due again and this job finds nothing to do.
    await addJob(
      deps.db,
      'sync_feeds',
      { feedIds, leaseToken },
      { priority: PRIORITY.sync, inMs: LATER_MS, maxAttempts: 1 },
    );
    return null;
  }
  running += 1;
  try {
    const tally = await syncFeeds(feedIds, leaseToken, { ...deps, network, documents });
    // The tick that claimed these could not know that some would be due again before the crontab's next one.
    if (deps.minMs < MINUTE_MS || tally.postponed > 0) await queueNextTick(deps.db);
    return tally;
  } finally {
    running -= 1;
  }
}
