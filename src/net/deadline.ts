// One deadline over everything a fetch does: name, connection, every hop, the body.

/** Made once: every fetch ends with it, and the stack that an error takes along costs as much as a small request. */
const STOPPED = new DOMException('stopped by the caller', 'AbortError');

/**
 * Runs `work` with a signal that aborts after `timeoutMs` (reason: TimeoutError) or with `outer` (its reason), and always once the work is over,
 * so that nothing it left open lives on. The outer signal is not held: a worker's own lives for days.
 */
export async function withDeadline<Result>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('deadline passed', 'TimeoutError')), timeoutMs);
  const stop = () => controller.abort(STOPPED);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
    stop();
  }
}
