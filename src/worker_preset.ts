// How graphile-worker runs here: the same for its command line (graphile.config.ts) and for `npm start`.
import type { EventEmitter } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger as JobLogger, parseCrontab, WorkerPreset } from 'graphile-worker';
import { connectionStringWithLimits } from './db.ts';
import { asError, StartError } from './errors.ts';
import type { Logger } from './log.ts';
import type { WorkerContext } from './worker_context.ts';

const ROOT = join(import.meta.dirname, '..');
const CRONTAB = join(ROOT, 'crontab');
const TASKS = join(ROOT, 'tasks');
/** How long running jobs may go on when the process is told to end; then they are told, and give back what they hold. */
const FINISH_MS = 500;

/** @throws StartError when the crontab is missing, cannot be read or names a task that does not exist */
export function workerPreset({ config, log }: WorkerContext, events: EventEmitter): GraphileConfig.Preset {
  checkCrontab(CRONTAB, TASKS);
  return {
    extends: [WorkerPreset],
    worker: {
      connectionString: connectionStringWithLimits(config.DATABASE_URL, 'feedherald worker'),
      concurrentJobs: config.WORKER_CONCURRENCY,
      maxPoolSize: config.DATABASE_POOL_SIZE,
      crontabFile: CRONTAB,
      taskDirectory: TASKS,
      logger: jobLogger(log),
      gracefulShutdownAbortTimeout: FINISH_MS,
      events,
    },
  };
}

/** graphile-worker goes on without a crontab, and queues jobs for tasks that nobody has: both would stop all polling in silence. */
export function checkCrontab(crontab: string, tasks: string): void {
  if (!existsSync(crontab))
    throw new StartError(`There is no crontab at ${crontab}: without it nothing would ever be polled.`);
  const known = new Set(readdirSync(tasks).map((file) => file.replace(/\.ts$/, '')));
  const unknown = readCrontab(crontab).filter((task) => !known.has(task));
  if (unknown.length > 0)
    throw new StartError(
      `The crontab names tasks that do not exist: ${unknown.join(', ')}. Tasks are the files in ${tasks}.`,
    );
}

function readCrontab(crontab: string): string[] {
  try {
    return parseCrontab(readFileSync(crontab, 'utf8')).map((item) => item.task);
  } catch (error) {
    throw new StartError(`The crontab cannot be read: ${asError(error).message}`);
  }
}

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

/** Its own logger prints words alone and drops what they are about. Its news of every job are debugging to us. */
function jobLogger(log: Logger): JobLogger {
  return new JobLogger((scope) => (level, message, meta) => {
    log[LEVELS[level]]({ ...describe(scope), ...describe(meta) }, message);
  });
}

/** Words, numbers and errors; of a job its name. Connections and jobs as a whole would fill the log, with payloads. */
function describe(meta: object | undefined): Record<string, unknown> {
  const described: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(meta ?? {})) {
    if (value instanceof Error) described.err = value;
    else if (name === 'job') described.job = { id: value.id, task: value.task_identifier, attempts: value.attempts };
    else if (typeof value !== 'object') described[name] = value;
  }
  return described;
}
