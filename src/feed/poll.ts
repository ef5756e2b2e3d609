// One poll of one feed: ask, and write down what came of it. A publisher's fault becomes a row, never an exception.
import { fetchFeed } from '../net/fetch.ts';
import type { FetchedDocument, Postponed, Validators } from '../net/outcome.ts';
import { userAgent } from '../net/user_agent.ts';
import type { FeedToPoll } from '../store/batches.ts';
import { hostPausedMs } from '../store/hosts.ts';
import type { PublisherHints } from './feed.ts';
import { followRedirect } from './follow_redirect.ts';
import { nextTurn, rhythmOf } from './next_turn.ts';
import { parseDocument } from './parse_thread.ts';
import { endFailedPoll, isUnreachable } from './poll_failure.ts';
import type { PollDeps, PollResult, PollTerms } from './poll_terms.ts';
import { tellOfRecovery } from './recovery.ts';
import { NO_HINTS } from './schedule.ts';

/** Poll a feed that is held under a lease. Throws only for faults of ours. */
export async function pollFeed(feed: FeedToPoll, terms: PollTerms, deps: PollDeps): Promise<PollResult> {
  const outcome = await fetchFeed(feed.url, {
    ...deps,
    userAgent: userAgent(feed.subscribers),
    validators: { etag: feed.etag, lastModified: feed.lastModified },
    mayVisit: terms.mayVisit,
  });
  if (outcome.kind !== 'postponed') {
    const poll = { host: feed.host, isUnreachable: isUnreachable(outcome), wasFailing: feed.trouble !== null };
    deps.network.note(poll, performance.now());
  }
  switch (outcome.kind) {
    case 'unchanged':
      return endUnchanged(feed, outcome, terms, deps);
    case 'document':
      if (outcome.bodyHash === feed.bodyHash) return endUnchanged(feed, outcome, terms, deps);
      return endDocument(feed, outcome, terms, deps);
    case 'postponed':
      return { kind: 'postponed', waitMs: await waitForHost(outcome, deps) };
    default:
      return endFailedPoll(feed, outcome, terms, deps);
  }
}

/**
 * A redirect to a host that rests, or is busy now: its own host has been asked for nothing, and is not asked again before it could have been
 * asked anyway. Spread out, since many may have met at the same host.
 */
async function waitForHost({ reason }: Postponed, { db, minMs, random }: PollDeps): Promise<number | null> {
  if (reason.code !== 'host-held') return null;
  const restMs = await hostPausedMs(db, reason.hostname);
  return restMs + minMs * (1 + random());
}

async function endUnchanged(
  feed: FeedToPoll,
  outcome: { validators: Validators; freshForMs: number; permanentUrl: string },
  { hostStretch }: PollTerms,
  deps: PollDeps,
): Promise<PollResult> {
  if (feed.trouble?.areReadersTold) await deps.db.transaction((tx) => tellOfRecovery(tx, feed.feedId));
  await followRedirect(feed, outcome.permanentUrl, deps.db);
  const { validators, freshForMs } = outcome;
  const hints = { ...NO_HINTS, ...(feed.hints as PublisherHints), freshForMs, hostStretch };
  // A row without any may be that of a document that broke off: the same bytes again are no better, and must not be asked for with conditions.
  const hadSome = feed.etag !== null || feed.lastModified !== null;
  const areNew = hadSome && (validators.etag !== feed.etag || validators.lastModified !== feed.lastModified);
  const { waitMs, intervalMs } = nextTurn(feed, rhythmOf(feed, validators, deps), hints, deps);
  const next = {
    feedId: feed.feedId,
    waitMs,
    intervalMs,
    wasFailing: feed.trouble !== null,
    validators: areNew ? validators : null,
  };
  return { kind: 'unchanged', next };
}

async function endDocument(
  feed: FeedToPoll,
  fetched: FetchedDocument,
  { leaseToken, hostStretch }: PollTerms,
  deps: PollDeps,
): Promise<PollResult> {
  const parsed = await parseDocument(fetched.bytes, { contentType: fetched.contentType, url: fetched.url });
  if (parsed.kind === 'not-a-feed') {
    return endFailedPoll(feed, { kind: 'not-a-feed', what: parsed.reason }, { leaseToken, hostStretch }, deps);
  }
  const newItems = await deps.documents.store({ feed, parsed: parsed.feed, fetched, leaseToken, hostStretch }, deps);
  if (newItems === null) return { kind: 'skipped' };
  await followRedirect(feed, fetched.permanentUrl, deps.db);
  return { kind: 'changed', newItems };
}
