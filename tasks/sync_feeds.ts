// Poll a batch of feeds. Never throws for a publisher's fault: that is written into the feed's row.
import { syncInTurn } from '../src/feed/sync_turns.ts';
import { defineTask } from '../src/task.ts';
import { describeFault } from '../src/worker_context.ts';

export default defineTask('sync_feeds', async (payload, { config, poll, ...helpers }) =>
  syncInTurn(payload, {
    ...helpers,
    ...poll,
    concurrency: config.WORKER_CONCURRENCY,
    hostConcurrency: config.HOST_CONCURRENCY,
    random: Math.random,
    describe: describeFault,
  }),
);
