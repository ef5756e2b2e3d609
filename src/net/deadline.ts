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
  const open = outer && stopsOf(outer);
  open?.add(stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    stop();
    throw error;
  } finally {
    clearTimeout(timer);
    open?.delete(stop);
  }
}

const stops = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * What ends with a signal. One listener for all of it: a signal looks through those it has whenever one comes or goes, and a worker has
 * hundreds of requests open.
 */
function stopsOf(signal: AbortSignal): Set<() => void> {
  const known = stops.get(signal);
  if (known) return known;
  const all = new Set<() => void>();
  stops.set(signal, all);
  const stopAll = () => {
    for (const stop of all) stop();
  };
  signal.addEventListener('abort', stopAll, { once: true });
  return all;
}
