// Opens a foreign URL under the guard and follows redirects by hand, so that every hop meets every rule. Feeds, pages and media all come through here.
import { type Dispatcher, request } from 'undici';
import type { GuardedAgent } from './agent.ts';
import { explainError, isStaleSocket } from './failure.ts';
import { type AnswerHeaders, firstValue } from './headers.ts';
import type { RefusalReason, Stopped } from './outcome.ts';
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

/** What one hop said, before it is known to be the last. */
type Heard = Omit<Answer, 'permanentUrl'>;

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
    await discard(answer);
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

/** Lets an unwanted body go, reading a small rest so that the socket can be used again. The request's own signal ends that too. */
export async function discard({ body }: Heard): Promise<void> {
  // Whatever ends this rest badly changes nothing: its status and headers have been read.
  await body.dump({ limit: DUMP_BYTES }).catch(() => null);
}

async function ask(hop: Hop, asked: URL, { agent, headers, signal }: OpenOptions): Promise<Heard | Stopped> {
  const host = nameHost(hop.url, asked);
  const refusal = refuseUrl(hop.url, host, agent.allowPrivate);
  if (refusal !== null) return refused(refusal);
  try {
    const { statusCode, headers: answered, body } = await send(hop, agent.dispatcher, headers, signal);
    const explain = (error: unknown) => explainError(error, { host, signal, isPrivate: false });
    return { kind: 'answer', status: statusCode, headers: answered, body, url: hop.url, host, explain };
  } catch (error) {
    return explainError(error, { host, signal, isPrivate: agent.isPrivate(hop.url.hostname, portOf(hop.url)) });
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

/** The next hop's hostname, when it is another host's and the caller says it may not be visited now. */
async function heldHost(hop: Hop, next: Hop, { mayVisit }: OpenOptions): Promise<string | null> {
  const hostname = hostnameOf(next.url.href);
  if (mayVisit === undefined || hostname === null || hostname === hostnameOf(hop.url.href)) return null;
  return (await mayVisit(hostname)) ? null : hostname;
}

function refused(reason: RefusalReason): Stopped {
  return { kind: 'refused', reason };
}
