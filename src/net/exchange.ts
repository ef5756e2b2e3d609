// One GET and what came back, its body taken as far as it is wanted. By a handler of our own: undici's stream and signal hooks around
// each answer cost more than a 304 itself.
import type { Dispatcher } from 'undici';
import type { AnswerHeaders } from './headers.ts';

export type Exchanged =
  /** `bytes` is empty where the body was not wanted */
  | { kind: 'answered'; status: number; headers: AnswerHeaders; bytes: Uint8Array }
  | { kind: 'too-large'; maxBytes: number }
  /** `hasAnswered`: it ended inside the body */
  | { kind: 'broken'; error: unknown; hasAnswered: boolean };

export type ExchangeOptions = {
  dispatcher: Dispatcher;
  headers: Record<string, string>;
  /** Ends everything, body included. */
  signal: AbortSignal;
  /** How much of the body is wanted, in bytes on the wire; 0: it is let go. */
  wantedBytes: (status: number, headers: AnswerHeaders) => number;
};

/** A rest this small is read to keep the socket; a larger one is not worth the bytes. */
const DUMP_BYTES = 16_384;
const NO_BYTES = new Uint8Array();

/** Never throws; settles once the exchange is over and its socket free, or cut. */
export async function exchange(
  url: URL,
  { dispatcher, headers, signal, wantedBytes }: ExchangeOptions,
): Promise<Exchanged> {
  const { promise, resolve } = Promise.withResolvers<Exchanged>();
  const reception = new Reception(resolve, signal, wantedBytes);
  const path = url.search === '' ? url.pathname : url.pathname + url.search;
  if (!signal.aborted) dispatcher.dispatch({ origin: url.origin, path, method: 'GET', headers }, reception);
  const exchanged = await promise;
  // undici frees a socket in the turn after its answer, and would open one more for a request that comes before.
  await new Promise((resolve) => setImmediate(resolve));
  return exchanged;
}

/** Owns an answer while it comes in. */
class Reception implements Dispatcher.DispatchHandler {
  readonly #settle: (exchanged: Exchanged) => void;
  readonly #signal: AbortSignal;
  readonly #wantedBytes: ExchangeOptions['wantedBytes'];
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: AnswerHeaders = {};
  #wanted = 0;
  #size = 0;
  #isOver = false;

  constructor(
    settle: (exchanged: Exchanged) => void,
    signal: AbortSignal,
    wantedBytes: ExchangeOptions['wantedBytes'],
  ) {
    this.#settle = settle;
    this.#signal = signal;
    this.#wantedBytes = wantedBytes;
    if (signal.aborted) this.#stop();
    else signal.addEventListener('abort', this.#stop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(this.#signal.reason); // it was stopped while it waited for a connection
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#wanted = this.#wantedBytes(status, headers);
    if (Number(headers['content-length'] ?? 0) > this.#most()) this.#cut(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#most()) this.#cut(controller);
    else if (this.#wanted > 0) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end(this.#answered());
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    // Whatever ends an unwanted body badly changes nothing: its status and headers have been read.
    const isEnough = this.#status !== 0 && this.#wanted === 0;
    this.#end(isEnough ? this.#answered() : { kind: 'broken', error, hasAnswered: this.#status !== 0 });
  }

  #stop = (): void => {
    if (this.#controller !== null) this.#controller.abort(this.#signal.reason);
    else this.#end({ kind: 'broken', error: this.#signal.reason, hasAnswered: false });
  };

  #most(): number {
    return this.#wanted > 0 ? this.#wanted : DUMP_BYTES;
  }

  #cut(controller: Dispatcher.DispatchController): void {
    this.#end(this.#wanted > 0 ? { kind: 'too-large', maxBytes: this.#wanted } : this.#answered());
    controller.abort(new Error('no more of this body is wanted'));
  }

  #answered(): Exchanged {
    const [only = NO_BYTES, ...more] = this.#chunks;
    const bytes = more.length === 0 ? only : Buffer.concat(this.#chunks, this.#size);
    return { kind: 'answered', status: this.#status, headers: this.#headers, bytes };
  }

  #end(exchanged: Exchanged): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#stop);
    this.#settle(exchanged);
  }
}
