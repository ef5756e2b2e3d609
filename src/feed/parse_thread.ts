// Where a document is read: small ones here, large ones in a thread of their own, since reading holds a thread until it
// is done and a hostile document could hold it for long. One large document at a time, each for five seconds at most.
import { once } from 'node:events';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { DocumentOrigin, ParseOutcome } from './feed.ts';
import { parseFeed } from './parse.ts';

const LARGE_BYTES = 256 * 1024;
const PARSE_TIMEOUT_MS = 5_000;
/** Far above what LIMITS let a feed hold; a document that needs more is hostile. */
const HEAP_MB = 256;

type Parser = (bytes: Uint8Array, origin?: DocumentOrigin) => Promise<ParseOutcome>;

/**
 * Read a fetched document. A large one is read in the parse thread, behind those that came before it.
 * @returns the feed, or why there is none; rejects only if the thread itself cannot start
 */
export const parseDocument: Parser = createParser();

/**
 * A parser with a thread of its own, which is started for the first large document.
 * @param bounds `timeoutMs`: how long one large document may take, once the thread runs
 */
export function createParser({ timeoutMs = PARSE_TIMEOUT_MS } = {}): Parser {
  let worker: Worker | null = null;
  let waiting = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let small: Promise<unknown> = Promise.resolve();

  return async (bytes, origin = {}) => {
    if (bytes.length <= LARGE_BYTES) return parseInTurn(bytes, origin);
    waiting++;
    const turn = queue.then(() => parseInThread(bytes, origin));
    queue = turn.catch(() => undefined); // the next one's turn comes however this one ended; its caller hears of it
    return turn;
  };

  /** With a turn of the loop between one and the next: documents that arrive together would hold it until the last of them is read. */
  function parseInTurn(bytes: Uint8Array, origin: DocumentOrigin): Promise<ParseOutcome> {
    const turn = small.then(() => parseFeed(bytes, origin));
    const pause = () => turnOfLoop();
    small = turn.then(pause, pause); // its caller hears how it ended
    return turn;
  }

  async function parseInThread(bytes: Uint8Array, origin: DocumentOrigin): Promise<ParseOutcome> {
    waiting--;
    const thread = await readyThread();
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const copy = new Uint8Array(bytes); // handed over whole: cloning it would write it out and read it in again
      thread.postMessage({ bytes: copy, origin }, [copy.buffer]);
      const [outcome] = await once(thread, 'message', { signal: deadline });
      // V8 keeps what a large document took until its thread ends: with an idle thread some 150 MB stayed behind.
      if (waiting === 0) await end(thread);
      return outcome;
    } catch (cause) {
      await end(thread);
      if (deadline.aborted) return { kind: 'not-a-feed', reason: 'too-slow' };
      if (isOutOfMemory(cause)) return { kind: 'not-a-feed', reason: 'too-large' };
      throw new Error('the parse thread failed', { cause });
    }
  }

  async function readyThread(): Promise<Worker> {
    if (worker !== null) return worker;
    const started = new Worker(new URL('./parse_worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    await once(started, 'message'); // it says that it has loaded: that time is not the document's
    worker = started;
    // It may run out of memory when its answer is given and nobody listens any more: an error unheard would end this process.
    started.on('error', () => {
      if (worker === started) worker = null;
    });
    return started;
  }

  async function end(thread: Worker): Promise<void> {
    worker = null;
    await thread.terminate();
  }
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
