// A sign of life of each worker pool, so that the jobs of a killed one are freed within minutes instead of hours.
import type { EventEmitter } from 'node:events';
import { databaseOfPool, openPool } from './db.ts';
import { wake } from './store/jobs.ts';
import { beat, signOff, unlockDeadPools } from './store/workers.ts';
import type { WorkerContext } from './worker_context.ts';

const BEAT_MS = 30_000;
const SILENT_MS = 120_000;

/**
 * @param events graphile-worker's: a pool is created, and released
 * @returns a promise that resolves when the released pool has signed off
 */
export function keepAlive(events: EventEmitter, { config, log }: Pick<WorkerContext, 'config' | 'log'>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    const onError = (error: unknown) => log.warn({ err: error }, 'no sign of life could be given');
    const pool = openPool({ databaseUrl: config.DATABASE_URL, size: 1, name: 'feedherald heartbeat' }, onError);
    const db = databaseOfPool(pool);
    const giveSign = async () => {
      const self = { poolId: workerPool.id, silentMs: SILENT_MS };
      await beat(db, { ...self, concurrency: config.WORKER_CONCURRENCY });
      const dead = await unlockDeadPools(db, self);
      if (dead > 0) log.warn({ dead }, 'freed the jobs of workers that were killed');
    };
    const lookAround = async () => {
      await giveSign();
      // What fell due while nobody worked does not wait for the crontab's next minute.
      for (const tick of ['sync', 'deliver'] as const) await wake(db, tick);
    };
    let last = lookAround().catch(onError);
    const timer = setInterval(() => {
      last = last.then(giveSign).catch(onError);
    }, BEAT_MS);
    let isSound = true;
    events.once('pool:fatalError', () => {
      isSound = false;
    });
    events.once('pool:release', () => {
      clearInterval(timer);
      last // a sign given after signing off would look like a worker that was killed
        // One that could not write down how a job ended leaves that job locked: it is freed as those of the killed are.
        .then(() => (isSound ? signOff(db, workerPool.id) : undefined))
        .catch(onError)
        .finally(() => pool.end())
        .then(ended.resolve, ended.reject);
    });
  });
  return ended.promise;
}
