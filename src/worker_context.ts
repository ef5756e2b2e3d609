// What the tasks of a worker process share: settings, the log, the way to Telegram and the guarded way to publishers. Made once.
import { parseAllowPrivate } from './allow_private.ts';
import { noticePart } from './chat/notice_part.ts';
import { faultText, plainText } from './chat/text/texts.ts';
import { type Config, readConfig, requireSettings } from './config.ts';
import { type Database, databaseOf } from './db.ts';
import { type Budget, createBudget } from './delivery/budget.ts';
import { fetchUpload } from './delivery/media.ts';
import { paceOf } from './delivery/pace.ts';
import { createSettler } from './delivery/settler.ts';
import type { FeedFault } from './feed/fault.ts';
import type { FetchSettings } from './feed/poll_terms.ts';
import { createLogger, type Logger } from './log.ts';
import type { Part } from './message/part.ts';
import { connectTimeoutWithin, createGuardedAgent } from './net/agent.ts';
import { patient } from './patience.ts';
import type { Media } from './store/item.ts';
import { createTelegramClient, type TelegramClient } from './telegram/client.ts';
import { type Destination, sendPart, type Uploads } from './telegram/send.ts';

export type WorkerContext = {
  config: Config & { DATABASE_URL: string; TELEGRAM_BOT_TOKEN: string };
  log: Logger;
  telegram: TelegramClient;
  /** for what people wait for */
  fetch: FetchSettings;
  /** for polls */
  poll: FetchSettings;
  /** bounds of the polling interval */
  minMs: number;
  maxMs: number;
};

let context: WorkerContext | undefined;

/** @throws StartError when a setting that a worker needs is missing or wrong */
export function workerContext(): WorkerContext {
  context ??= createWorkerContext(requireSettings(readConfig(), ['DATABASE_URL', 'TELEGRAM_BOT_TOKEN']));
  return context;
}

function createWorkerContext(config: WorkerContext['config']): WorkerContext {
  const { allow: allowPrivate } = parseAllowPrivate(config.FETCH_ALLOW_PRIVATE);
  const limits = {
    timeoutMs: config.REQUEST_TIMEOUT * 1000,
    maxBytes: config.FETCH_MAX_BYTES,
    maxDecodedBytes: config.FETCH_MAX_DECODED_BYTES,
  };
  const guard = { allowPrivate, connectTimeoutMs: connectTimeoutWithin(limits.timeoutMs) };
  return {
    config,
    log: createLogger(config.LOG_LEVEL),
    telegram: createTelegramClient({ token: config.TELEGRAM_BOT_TOKEN, apiRoot: config.TELEGRAM_API_ROOT }),
    // Two agents: polls count their requests to a host themselves; beside those it is asked for one person at a time.
    fetch: { ...limits, agent: createGuardedAgent({ ...guard, connectionsPerOrigin: 1 }) },
    poll: { ...limits, agent: createGuardedAgent(guard) },
    minMs: config.SYNC_MIN_INTERVAL_SECONDS * 1000,
    maxMs: config.SYNC_MAX_INTERVAL_SECONDS * 1000,
  };
}

/** The database through graphile-worker's pool; it waits out a database that is away. */
export function databaseOfWorker(withClient: Parameters<typeof databaseOf>[0], log: Logger): Database {
  return patient(databaseOf(withClient), (error) => log.warn({ err: error }, 'the database is away, waiting for it'));
}

export function budgetOf({ config }: WorkerContext, db: Database): Budget {
  return createBudget(db, config.TELEGRAM_MESSAGES_PER_SECOND);
}

/** For the feed's row, which operators read. */
export function describeFault(fault: FeedFault): string {
  return faultText('en', fault);
}

/** What it takes to deliver: the way to Telegram, the budget, the words. */
export function deliveryOf(context: WorkerContext, db: Database) {
  const { telegram, fetch, config } = context;
  return {
    budget: budgetOf(context, db),
    settle: createSettler(db),
    send: (part: Part, to: Destination, uploads: Uploads) =>
      sendPart(telegram, part, { ...to, paid: config.TELEGRAM_PAID_BROADCAST }, uploads),
    fetchUpload: (media: Media, timeoutMs: number) => fetchUpload(media, timeoutMs, fetch.agent),
    now: () => performance.now(),
    readOn: (language: string) => plainText(language, 'read-on'),
    paceOf,
    notice: noticePart,
  };
}
