// What every process does around its work: warnings first, one sentence and an exit code for what the operator must mend, and an
// orderly end on SIGTERM and SIGINT, whether it has begun its work or is just about to.
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from './config.ts';
import { isConnectionLost } from './db.ts';
import { asError, StartError } from './errors.ts';
import { createLogger, type Logger } from './log.ts';

/** How long each step of an end may take: an answer of Telegram that is slow must not keep the database from being stopped. */
const STEP_TIMEOUT_MS = 5_000;

export type Entry = {
  log: Logger;
  /** aborted when the process is told to end */
  signal: AbortSignal;
  /** what ends what was started; the last one is called first */
  ends: (() => Promise<unknown>)[];
  /** end the process, since it cannot do its work any more */
  fail(error: Error): void;
};

/** What `--help` prints: how the process is called, and what it does in one sentence. */
type Help = { call: string; does: string };

/**
 * Run a process. Once `start` has returned it goes on until a signal, or until nothing keeps it.
 * A StartError prints its sentence and exits with its code; anything else is our own fault and is logged with its cause.
 */
export async function runEntry({ call, does }: Help, start: (entry: Entry) => Promise<unknown>): Promise<void> {
  if (process.argv.includes('--help')) return console.log(`usage: ${call}\n\n  ${does}\n\n  Settings: .env.example`);
  let log: Logger | undefined;
  try {
    const { LOG_LEVEL, warnings } = readConfig();
    log = createLogger(LOG_LEVEL);
    for (const warning of warnings) log.warn(warning);
    await startUntilTold(start, log);
  } catch (error) {
    endBadly(asError(error), log);
  }
}

async function startUntilTold(start: (entry: Entry) => Promise<unknown>, log: Logger): Promise<void> {
  const told = new AbortController();
  const ends: Entry['ends'] = [];
  let fault: Error | undefined;
  const fail = (error: Error) => {
    fault ??= error;
    told.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (!told.signal.aborted) log.info({ signal }, 'stopping');
      told.abort();
    });
  const started = Promise.resolve(start({ log, signal: told.signal, ends, fail })).catch((error) => {
    // Told to end while it was starting, it stops half way: that is no fault.
    if (!told.signal.aborted) fail(asError(error));
  });
  told.signal.addEventListener('abort', async () => {
    await Promise.race([started, wait(STEP_TIMEOUT_MS)]);
    await endAll(ends, log);
    if (fault) endBadly(fault, log);
    process.exit(0);
  });
  await started;
}

/** The last one first. One that fails or takes too long does not keep the others from being ended. */
async function endAll(ends: Entry['ends'], log: Logger): Promise<void> {
  for (const end of ends.splice(0).reverse()) {
    const isOver = new AbortController();
    const late = wait(STEP_TIMEOUT_MS, 'late', { signal: isOver.signal }).catch(() => undefined); // called off
    const ended = end().catch((error: unknown) => log.error({ err: error }, 'something ended badly'));
    if ((await Promise.race([ended, late])) === 'late') log.warn('something did not end in time and is cut short');
    isOver.abort();
  }
}

function endBadly(error: Error, log: Logger | undefined): never {
  if (error instanceof StartError) console.error(error.message);
  else if (isConnectionLost(error)) console.error(`The database of DATABASE_URL cannot be reached: ${error.message}`);
  else if (log) log.fatal({ err: error }, 'feedherald ended by a fault of its own');
  else console.error(error);
  process.exit(error instanceof StartError ? error.exitCode : 1);
}
