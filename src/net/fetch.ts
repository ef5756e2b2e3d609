// Asks a publisher for a feed, politely, and says how it went: nothing a server does throws out of here.
import { hash } from 'node:crypto';
import type { GuardedAgent } from './agent.ts';
import { ACCEPT_ENCODING, decodeBody } from './body.ts';
import { withDeadline } from './deadline.ts';
import {
  type AnswerHeaders,
  conditionalHeaders,
  firstValue,
  freshForMs,
  listValue,
  readValidators,
  retryAfterMs,
} from './headers.ts';
import { type Answer, type OpenOptions, openGuarded } from './open.ts';
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

type FetchedBytes = { kind: 'bytes'; bytes: Uint8Array; contentType: string | null; url: string };

/** As feed readers ask; the wildcard keeps servers that know no feed types from answering 406. */
export const FEED_ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1';

const NO_VALIDATORS: Validators = { etag: null, lastModified: null };

/** Fetches a feed's document, or learns that it did not change. Throws only for faults of ours. */
export async function fetchFeed(url: string, options: FeedFetchOptions): Promise<FetchOutcome> {
  const validators = options.validators ?? NO_VALIDATORS;
  const conditions = conditionalHeaders(validators);
  return withDeadline(options.timeoutMs, options.signal, async (signal) => {
    const wantedBytes = (status: number) => (isSuccess(status) ? options.maxBytes : 0);
    const asking = { accept: FEED_ACCEPT, ...options, wantedBytes };
    const answer = await openGuarded(url, openOptions(asking, conditions, signal));
    if (answer.kind !== 'answer') return answer;
    if (isSuccess(answer.status)) return readDocument(answer, options);
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
    const isWanted = (status: number, headers: AnswerHeaders) =>
      isSuccess(status) && (options.accepts?.(firstValue(headers, 'content-type')) ?? true);
    const wantedBytes: OpenOptions['wantedBytes'] = (...head) => (isWanted(...head) ? options.maxBytes : 0);
    const answer = await openGuarded(url, openOptions({ accept: '*/*', ...options, wantedBytes }, {}, signal));
    if (answer.kind !== 'answer') return answer;
    if (isWanted(answer.status, answer.headers)) return decodeAnswer(answer, options);
    return isSuccess(answer.status)
      ? { kind: 'refused', reason: { code: 'content-type', host: answer.host } }
      : { kind: 'failed', reason: { code: 'status', host: answer.host, status: answer.status } };
  });
}

function openOptions(
  {
    agent,
    userAgent,
    accept,
    mayVisit,
    wantedBytes,
  }: FetchOptions & Pick<OpenOptions, 'wantedBytes'> & { accept: string },
  conditions: Record<string, string>,
  signal: AbortSignal,
): OpenOptions {
  const headers = { 'user-agent': userAgent, accept, 'accept-encoding': ACCEPT_ENCODING, ...conditions };
  return { agent, headers, signal, wantedBytes, mayVisit };
}

async function readDocument(answer: Answer, options: FeedFetchOptions): Promise<FetchOutcome> {
  const read = await decodeAnswer(answer, options);
  if (read.kind !== 'bytes') return read;
  const bodyHash = hash('sha256', read.bytes);
  return { ...read, kind: 'document', bodyHash, ...hints(answer, options, NO_VALIDATORS) };
}

/** The body as it was before compression, within its cap. A server that damages or swells it is named in the reason. */
async function decodeAnswer(
  answer: Answer,
  { maxDecodedBytes: maxBytes }: FetchOptions,
): Promise<FetchedBytes | Stopped> {
  const { host, headers } = answer;
  const decoded = await decodeBody(answer.bytes, listValue(headers, 'content-encoding'), maxBytes);
  switch (decoded.kind) {
    case 'too-large':
      return { kind: 'refused', reason: { code: 'too-large', host, maxBytes } };
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
}

function judgeStatus(answer: Answer, nowMs: number): FetchOutcome {
  const { status, host } = answer;
  if (status === 410) return { kind: 'gone' };
  const waitMs = status >= 400 ? retryAfterMs(answer.headers, nowMs) : null;
  const hostname = hostnameOf(answer.url.href)!;
  const throttled = (scope: Throttled['scope']): Throttled => ({
    kind: 'throttled',
    scope,
    hostname,
    host,
    status,
    waitMs,
  });
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
function isSuccess(status: number): boolean {
  return status >= 200 && status < 300 && status !== 206;
}

function now({ nowMs = Date.now }: FeedFetchOptions): number {
  return nowMs();
}
