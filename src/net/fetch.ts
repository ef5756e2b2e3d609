// Asks a publisher for a feed, politely, and says how it went: nothing a server does throws out of here.
import { createHash } from 'node:crypto';
import type { GuardedAgent } from './agent.ts';
import { ACCEPT_ENCODING, decodeBody, readBody } from './body.ts';
import { withDeadline } from './deadline.ts';
import { conditionalHeaders, firstValue, freshForMs, listValue, readValidators, retryAfterMs } from './headers.ts';
import { type Answer, discard, type OpenOptions, openGuarded } from './open.ts';
import type { FetchOutcome, Stopped, Throttled, Validators } from './outcome.ts';
import { hostnameOf } from './url.ts';

export type FetchOptions = {
  agent: GuardedAgent;
  /** From `userAgent()`. */
  userAgent: string;
  /** Over every hop and the body. */
  timeoutMs: number;
  /** On the wire. */
  maxBytes: number;
  /** After decompression. */
  maxDecodedBytes: number;
  accept?: string;
  signal?: AbortSignal | undefined;
  mayVisit?: OpenOptions['mayVisit'];
};

export type FeedFetchOptions = FetchOptions & {
  /** Of the last document whose items were committed; null asks for the document whatever happens. */
  validators: Validators | null;
  /** Our clock, used where an answer has no Date of its own. */
  nowMs?: () => number;
};

export type FetchedBytes = { kind: 'bytes'; bytes: Uint8Array; contentType: string | null; url: string };

/** As feed readers ask; the wildcard keeps servers that know no feed types from answering 406. */
export const FEED_ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1';

const NO_VALIDATORS: Validators = { etag: null, lastModified: null };

/** Fetches a feed's document, or learns that it did not change. Throws only for faults of ours. */
export async function fetchFeed(url: string, options: FeedFetchOptions): Promise<FetchOutcome> {
  const validators = options.validators ?? NO_VALIDATORS;
  const conditions = conditionalHeaders(validators);
  return withDeadline(options.timeoutMs, options.signal, async (signal) => {
    const answer = await openGuarded(url, openOptions({ accept: FEED_ACCEPT, ...options }, conditions, signal));
    if (answer.kind !== 'answer') return answer;
    if (isSuccess(answer)) return readDocument(answer, options);
    await discard(answer);
    if (answer.status === 304 && Object.keys(conditions).length > 0) {
      return { kind: 'unchanged', ...hints(answer, options, validators) };
    }
    return judgeStatus(answer, now(options));
  });
}

/**
 * Fetches any bytes under the same guard, deadline and caps: a page, a picture. No validators, no hints.
 * @param accepts judges the Content-Type before the body is read
 */
export async function fetchBytes(
  url: string,
  options: FetchOptions & { accepts?: (contentType: string | null) => boolean },
): Promise<FetchedBytes | Stopped> {
  return withDeadline(options.timeoutMs, options.signal, async (signal) => {
    const answer = await openGuarded(url, openOptions({ accept: '*/*', ...options }, {}, signal));
    if (answer.kind !== 'answer') return answer;
    const contentType = firstValue(answer.headers, 'content-type');
    if (isSuccess(answer) && (options.accepts?.(contentType) ?? true)) return readBytes(answer, options);
    await discard(answer);
    return isSuccess(answer)
      ? { kind: 'refused', reason: { code: 'content-type', host: answer.host } }
      : { kind: 'failed', reason: { code: 'status', host: answer.host, status: answer.status } };
  });
}

function openOptions(
  options: FetchOptions & { accept: string },
  conditions: Record<string, string>,
  signal: AbortSignal,
): OpenOptions {
  const headers = { 'user-agent': options.userAgent, accept: options.accept, 'accept-encoding': ACCEPT_ENCODING };
  return { agent: options.agent, headers: { ...headers, ...conditions }, signal, mayVisit: options.mayVisit };
}

async function readDocument(answer: Answer, options: FeedFetchOptions): Promise<FetchOutcome> {
  const read = await readBytes(answer, options);
  if (read.kind !== 'bytes') return read;
  const bodyHash = createHash('sha256').update(read.bytes).digest('hex');
  return { ...read, kind: 'document', bodyHash, ...hints(answer, options, NO_VALIDATORS) };
}

/** The body within both caps. A server that cuts, damages or swells it is named in the reason. */
async function readBytes(answer: Answer, { maxBytes, maxDecodedBytes }: FetchOptions): Promise<FetchedBytes | Stopped> {
  const { host, headers } = answer;
  const tooLarge = (cap: number): Stopped => ({ kind: 'refused', reason: { code: 'too-large', host, maxBytes: cap } });
  try {
    const declaredBytes = Number(firstValue(headers, 'content-length') ?? 0);
    const wire = await readBody(answer.body, declaredBytes, maxBytes);
    if (wire === null) return tooLarge(maxBytes);
    const decoded = await decodeBody(wire, listValue(headers, 'content-encoding'), maxDecodedBytes);
    switch (decoded.kind) {
      case 'too-large':
        return tooLarge(maxDecodedBytes);
      case 'encoding':
        return { kind: 'refused', reason: { code: 'encoding', host } };
      case 'broken':
        return { kind: 'failed', reason: { code: 'broken-body', host } };
      case 'decoded':
        return {
          kind: 'bytes',
          bytes: decoded.bytes,
          contentType: firstValue(headers, 'content-type'),
          url: answer.url.href,
        };
    }
  } catch (error) {
    return answer.explain(error);
  }
}

function judgeStatus(answer: Answer, nowMs: number): FetchOutcome {
  const { status, host } = answer;
  if (status === 410) return { kind: 'gone' };
  const waitMs = status >= 400 ? retryAfterMs(answer.headers, nowMs) : null;
  const hostname = hostnameOf(answer.url.href)!;
  const throttled = (scope: Throttled['scope']): Throttled => ({ kind: 'throttled', scope, hostname, status, waitMs });
  if (status === 429 || waitMs !== null) return throttled('host');
  // One private feed must not silence its whole host.
  if (status === 403) return throttled('feed');
  return { kind: 'failed', reason: { code: 'status', host, status } };
}

function hints(answer: Answer, options: FeedFetchOptions, old: Validators) {
  return {
    permanentUrl: answer.permanentUrl,
    validators: readValidators(answer.headers, old),
    freshForMs: freshForMs(answer.headers, now(options)),
  };
}

/** A 206 nobody asked for is a piece, and half a document would look like one whose items were dropped. */
function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300 && status !== 206;
}

function now({ nowMs = Date.now }: FeedFetchOptions): number {
  return nowMs();
}
