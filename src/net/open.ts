// Opens a foreign URL under the guard and follows redirects by hand, so that every hop meets every rule. Feeds, pages and media all come through here.
import type { GuardedAgent } from './agent.ts';
import { type Exchanged, type ExchangeOptions, exchange } from './exchange.ts';
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
  wantedBytes: ExchangeOptions['wantedBytes'];
  /** Asked before a redirect leads to another host: may it be visited now? */
  mayVisit?: ((hostname: string) => Promise<boolean>) | undefined;
};

export type Answer = {
  kind: 'answer';
  status: number;
  headers: AnswerHeaders;
  /** As they came over the wire; empty where they were not wanted. */
  bytes: Uint8Array;
  /** Of the last hop, without credentials. */
  url: URL;
  permanentUrl: string;
  /** The host for reasons. */
  host: string;
};

/** What one hop said, before it is known to be the last. */
type Heard = Omit<Answer, 'permanentUrl'>;

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

/** GETs a URL, at most 5 redirects long. Throws only for faults of ours. */
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
    if (redirects === MAX_REDIRECTS) {
      return refused({ code: 'too-many-redirects', host: answer.host, maxRedirects: MAX_REDIRECTS });
    }
    const held = await heldHost(hop, next, options);
    if (held !== null) {
      return { kind: 'postponed', reason: { code: 'host-held', hostname: held, host: nameHost(next.url, first.url) } };
    }
    isPermanent &&= PERMANENT.has(answer.status);
    if (isPermanent) permanentUrl = next.authorization === null ? next.url.href : withCredentialsOf(url, next.url);
    hop = next;
  }
}

async function ask(hop: Hop, asked: URL, options: OpenOptions): Promise<Heard | Stopped> {
  const { agent, signal } = options;
  const host = nameHost(hop.url, asked);
  const refusal = refuseUrl(hop.url, host, agent.allowPrivate);
  if (refusal !== null) return refused(refusal);
  const exchanged = await send(hop, options);
  switch (exchanged.kind) {
    case 'answered':
      return { ...exchanged, kind: 'answer', url: hop.url, host };
    case 'too-large':
      return refused({ code: 'too-large', host, maxBytes: exchanged.maxBytes });
    case 'broken': {
      const isPrivate = !exchanged.hasAnswered && agent.isPrivate(hop.url.hostname, portOf(hop.url));
      return explainError(exchanged.error, { host, signal, isPrivate });
    }
  }
}

async function send(hop: Hop, { agent, headers, signal, wantedBytes }: OpenOptions): Promise<Exchanged> {
  const all = hop.authorization === null ? headers : { ...headers, authorization: hop.authorization };
  const get = () => exchange(hop.url, { dispatcher: agent.dispatcher, headers: all, signal, wantedBytes });
  const exchanged = await get();
  const isStale = exchanged.kind === 'broken' && !exchanged.hasAnswered && isStaleSocket(exchanged.error);
  return isStale ? get() : exchanged;
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
