// One deadline over everything a fetch does: name, connection, every hop, the body.

/**
 * Runs `work` with a signal that aborts after `timeoutMs` (reason: TimeoutError), with `outer`, and when the work throws, so that nothing it left
 * open lives on; work that returns has closed what it opened. The outer signal is not held: a worker's own lives for days.
 */
export async function withDeadline<Result>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException('deadline passed', 'TimeoutError')), timeoutMs);
  const stop = () => controller.abort(new DOMException('stopped by the caller', 'AbortError'));
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    stop();
    throw error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
