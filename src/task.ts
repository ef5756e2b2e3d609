// What every task does around its work: a checked payload in, one log line out, and no end while the database is away.
import type { JobHelpers, Task } from 'graphile-worker';
import type pg from 'pg';
import type { Database } from './db.ts';
import type { Logger } from './log.ts';
import { type Payload, readPayload, type TaskName } from './payload.ts';
import { databaseOfWorker, type WorkerContext, workerContext } from './worker_context.ts';

export type TaskHelpers = WorkerContext & {
  db: Database;
  /** one connection for as long as `work` runs: for what belongs to a session */
  withClient: <T>(work: (client: pg.ClientBase) => Promise<T>) => Promise<T>;
  /** aborted when the process is about to end */
  signal: AbortSignal | undefined;
};

/**
 * A graphile-worker task out of a function of ours. Its result is logged.
 * graphile-worker ends its process when it cannot write down how a job ended, so the database is waited for first.
 */
export function defineTask<Name extends TaskName>(
  name: Name,
  work: (payload: Payload<Name>, helpers: TaskHelpers) => Promise<object | null>,
): Task {
  return async (payload, { withPgClient, abortSignal }: JobHelpers) => {
    const context = workerContext();
    const log: Logger = context.log.child({ task: name });
    const db = databaseOfWorker(withPgClient, log);
    try {
      const checked = readPayload(name, payload);
      const result = await work(checked, { ...context, log, db, withClient: withPgClient, signal: abortSignal });
      if (result) log.info(result, 'done');
    } finally {
      await db.query({ text: 'select 1' });
    }
  };
}
