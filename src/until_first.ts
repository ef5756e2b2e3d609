// Waiting for whatever comes first.
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves with the first of `events`, after `atMostMs`, or when `signal` says that the process ends. */
export async function untilFirst(
  events: Promise<unknown>[],
  atMostMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const timer = new AbortController();
  const ended = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal;
  // The timer's rejection says that it was called off, here or by the end of the process.
  await Promise.race([...events, wait(atMostMs, undefined, { signal: ended }).catch(() => undefined)]);
  timer.abort();
}
