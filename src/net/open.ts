// Opens a foreign URL under the guard and follows redirects by hand, so that every hop meets every rule. Feeds, pages and media all come through here.
import { type Dispatcher, request } from 'undici';
import type { GuardedAgent } from './agent.ts';
import { classifyError, isStaleSocket } from './failure.ts';
import { type AnswerHeaders, firstValue } from './headers.ts';
import type { FailureReason, RefusalReason, Stopped } from './outcome.ts';
import {
  followLocation,
  type Hop,
  hostnameOf,
  nameHost,
  portOf,
  readHop,
  refuseUrl,
  withCredentialsOf,
} from './url.ts';

export type OpenOptions = {
  agent: GuardedAgent;
  headers: Record<string, string>;
  /** Ends everything, body included. Its reason is a TimeoutError when the deadline passed. */
  signal: AbortSignal;
  /** Asked before a redirect leads to another host: may it be visited now? */
  mayVisit?: ((hostname: string) => Promise<boolean>) | undefined;
};

export type Answer = {
  kind: 'answer';
  status: number;
  headers: AnswerHeaders;
  body: Dispatcher.ResponseData['body'];
  /** Of the last hop, without credentials. */
  url: URL;
  permanentUrl: string;
  /** The host for reasons. */
  host: string;
  /** Names an error that ends this answer's body. */
  explain(error: unknown): Stopped;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);
/** A rest this small is read to keep the socket; a larger one is not worth the bytes. */
const DUMP_BYTES = 16_384;

/** GETs a URL, at most 5 redirects long. The answer's body is the caller's to read or to `discard`. Throws only for faults of ours. */
export async function openGuarded(url: string, options: OpenOptions): Promise<Answer | Stopped> {
  const first = readHop(url);
  if (first === null) return { kind: 'refused', reason: { code: 'invalid-url' } };
  let hop = first;
  let permanentUrl = url;
  let isPermanent = true;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask(hop, first.url, options);
    if (answer.kind !== 'answer') return answer;
    const location = REDIRECTS.has(answer.status) ? firstValue(answer.headers, 'location') : null;
    const next = location === null ? null : followLocation(hop, location);
    if (next === null) return { ...answer, permanentUrl };
    await discard(answer, options.signal);
    if (redirects === MAX_REDIRECTS) {
      return refused({ code: 'too-many-redirects', host: answer.host, maxRedirects: MAX_REDIRECTS });
    }
    const held = await heldHost(hop, next, options);
    if (held !== null) return { kind: 'postponed', reason: { code: 'host-held', hostname: held } };
    isPermanent &&= PERMANENT.has(answer.status);
    if (isPermanent) permanentUrl = next.authorization === null ? next.url.href : withCredentialsOf(url, next.url);
    hop = next;
  }
}

/** Lets an unwanted body go, reading a small rest so that the socket can be used again. */
export async function discard({ body }: Pick<Answer, 'body'>, signal: AbortSignal): Promise<void> {
  // Whatever ends this rest badly changes nothing: its status and headers have been read.
  await body.dump({ limit: DUMP_BYTES, signal }).catch(() => null);
}

async function ask(hop: Hop, asked: URL, { agent, headers, signal }: OpenOptions): Promise<Answer | Stopped> {
  const host = nameHost(hop.url, asked);
  const refusal = refuseUrl(hop.url, host, agent.allowPrivate);
  if (refusal !== null) return refused(refusal);
  const isPrivate = () => agent.isPrivate(hop.url.hostname, portOf(hop.url));
  const explain = (error: unknown) => explainError(error, { host, isPrivate, signal });
  try {
    const { statusCode, headers: answered, body } = await send(hop, agent.dispatcher, headers, signal);
    return {
      kind: 'answer',
      status: statusCode,
      headers: answered,
      body,
      url: hop.url,
      permanentUrl: hop.url.href,
      host,
      explain,
    };
  } catch (error) {
    return explain(error);
  }
}

async function send(hop: Hop, dispatcher: Dispatcher, headers: Record<string, string>, signal: AbortSignal) {
  const authorization = hop.authorization === null ? {} : { authorization: hop.authorization };
  const get = () => request(hop.url, { dispatcher, signal, headers: { ...headers, ...authorization } });
  try {
    return await get();
  } catch (error) {
    if (isStaleSocket(error)) return await get();
    throw error;
  }
}

function explainError(
  error: unknown,
  { host, isPrivate, signal }: { host: string; isPrivate: () => boolean; signal: AbortSignal },
): Stopped {
  const isDeadline = signal.aborted && isTimeout(signal.reason);
  if (signal.aborted && !isDeadline) return { kind: 'postponed', reason: { code: 'aborted' } };
  const code = isDeadline ? 'timeout' : classifyError(error);
  // Refused, closed, silent or unknown: inside a private network nobody outside may learn which.
  if (code === 'unreachable' || isPrivate()) return refused({ code: 'unreachable', host });
  return failed({ code, host });
}

/** The next hop's hostname, when it is another host's and the caller says it may not be visited now. */
async function heldHost(hop: Hop, next: Hop, { mayVisit }: OpenOptions): Promise<string | null> {
  const hostname = hostnameOf(next.url.href);
  if (mayVisit === undefined || hostname === null || hostname === hostnameOf(hop.url.href)) return null;
  return (await mayVisit(hostname)) ? null : hostname;
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function refused(reason: RefusalReason): Stopped {
  return { kind: 'refused', reason };
}

function failed(reason: FailureReason): Stopped {
  return { kind: 'failed', reason };
}
