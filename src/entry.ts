// What every process does around its work: warnings first, one sentence and an exit code for what the operator must mend, and an
// orderly end on SIGTERM and SIGINT.
import { readConfig } from './config.ts';
import { asError, StartError } from './errors.ts';
import { createLogger, type Logger } from './log.ts';

/** How long the end of a process may take before it is cut short. */
const STOP_TIMEOUT_MS = 10_000;

/**
 * Run a process. `start` returns a function that ends it, or nothing when its work is already done.
 * A StartError prints its sentence and exits with its code; anything else is our own fault and is logged with its cause.
 */
export async function runEntry(
  start: (log: Logger) => Promise<(() => Promise<void>) | undefined | void>,
): Promise<void> {
  let log: Logger | undefined;
  try {
    const { LOG_LEVEL, warnings } = readConfig();
    log = createLogger(LOG_LEVEL);
    for (const warning of warnings) log.warn(warning);
    const stop = await start(log);
    if (stop) stopOnSignal(stop, log);
  } catch (error) {
    endBadly(asError(error), log);
  }
}

function stopOnSignal(stop: () => Promise<void>, log: Logger): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
      stop().then(
        () => process.exit(0),
        (error) => endBadly(asError(error), log),
      );
    });
}

function endBadly(error: Error, log: Logger | undefined): never {
  if (error instanceof StartError) console.error(error.message);
  else if (log) log.fatal({ err: error }, 'feedherald ended by a fault of its own');
  else console.error(error);
  process.exit(error instanceof StartError ? error.exitCode : 1);
}
