// One poll of one feed: ask, and write down what came of it. A publisher's fault becomes a row, never an exception.
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { GuardedAgent } from '../net/agent.ts';
import { fetchFeed } from '../net/fetch.ts';
import type { FetchedDocument, FetchOutcome, Validators } from '../net/outcome.ts';
import { withoutCredentials } from '../net/url.ts';
import { userAgent } from '../net/user_agent.ts';
import { type FeedToPoll, rescheduleUnchanged } from '../store/feed_schedule.ts';
import { lockFeed, recordFailure, saveValidators } from '../store/feeds.ts';
import { pauseHost } from '../store/hosts.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import type { FeedFault } from './fault.ts';
import type { PublisherHints } from './feed.ts';
import { parseDocument } from './parse_thread.ts';
import { hostPause, NO_HINTS, type Rhythm, waitBeforeNextSync } from './schedule.ts';
import { storeDocument } from './store_document.ts';

export type FetchSettings = {
  agent: GuardedAgent;
  timeoutMs: number;
  maxBytes: number;
  maxDecodedBytes: number;
};

export type PollDeps = FetchSettings & {
  db: Database;
  minMs: number;
  maxMs: number;
  random: () => number;
  /** a fault in the words a reader would get */
  describe(fault: FeedFault): string;
  signal: AbortSignal | undefined;
  log: Pick<Logger, 'warn'>;
};

/** `unchanged` is left to the caller to write down, many at once. */
export type PollResult =
  | { kind: 'unchanged'; waitMs: number }
  | { kind: 'changed'; newItems: number }
  | { kind: 'failed' }
  | { kind: 'postponed' };

/** Poll a feed that is held under `leaseToken`. Throws only for faults of ours. */
export async function pollFeed(feed: FeedToPoll, leaseToken: string, deps: PollDeps): Promise<PollResult> {
  const validators = { etag: feed.etag, lastModified: feed.lastModified };
  const outcome = await fetchFeed(feed.url, { ...deps, userAgent: userAgent(feed.subscribers), validators });
  switch (outcome.kind) {
    case 'unchanged':
      return finishUnchanged(feed, outcome, deps);
    case 'document':
      if (outcome.bodyHash === feed.bodyHash) return finishUnchanged(feed, outcome, deps);
      return finishDocument(feed, outcome, leaseToken, deps);
    case 'postponed':
      return { kind: 'postponed' };
    default:
      return finishFailure(feed, outcome, leaseToken, deps);
  }
}

async function finishUnchanged(
  feed: FeedToPoll,
  outcome: { validators: Validators; freshForMs: number },
  deps: PollDeps,
): Promise<PollResult> {
  const { etag, lastModified } = outcome.validators;
  if (etag !== feed.etag || lastModified !== feed.lastModified)
    await saveValidators(deps.db, feed.feedId, outcome.validators);
  const hints = { ...NO_HINTS, ...(feed.hints as PublisherHints), freshForMs: outcome.freshForMs };
  return {
    kind: 'unchanged',
    waitMs: waitBeforeNextSync(rhythmOf(feed, outcome.validators, deps), hints, nowOf(feed, deps)),
  };
}

async function finishDocument(
  feed: FeedToPoll,
  fetched: FetchedDocument,
  leaseToken: string,
  deps: PollDeps,
): Promise<PollResult> {
  const parsed = await parseDocument(fetched.bytes, { contentType: fetched.contentType, url: fetched.url });
  if (parsed.kind === 'not-a-feed') {
    const fault: FeedFault = { code: 'not-a-feed', host: feed.host, what: parsed.reason };
    return recordFault(feed, fault, 0, leaseToken, deps);
  }
  const { validators, bodyHash, freshForMs } = fetched;
  const newItems = await deps.db.transaction(async (tx) => {
    const locked = await lockFeed(tx, feed.feedId);
    const stored = await storeDocument(tx, locked, { feed: parsed.feed, validators, bodyHash });
    const rhythm = { ...rhythmOf(feed, validators, deps), ...stored };
    const waitMs = waitBeforeNextSync(rhythm, { ...NO_HINTS, ...parsed.feed.hints, freshForMs }, nowOf(feed, deps));
    await rescheduleUnchanged(tx, leaseToken, [{ feedId: feed.feedId, waitMs }]);
    // Un-keyed: a keyed job may be running already, with a snapshot older than these items.
    if (stored.newItems > 0) await addJob(tx, 'fan_out', { feedId: feed.feedId }, { priority: PRIORITY.deliver });
    return stored.newItems;
  });
  return { kind: 'changed', newItems };
}

async function finishFailure(
  feed: FeedToPoll,
  outcome: Exclude<FetchOutcome, { kind: 'unchanged' | 'document' | 'postponed' }>,
  leaseToken: string,
  deps: PollDeps,
): Promise<PollResult> {
  switch (outcome.kind) {
    case 'gone':
      return recordFault(feed, { code: 'gone', host: feed.host }, 0, leaseToken, deps);
    case 'throttled': {
      const { hostname, status, waitMs, scope } = outcome;
      if (scope === 'host') {
        // The statement doubles a guessed pause by those that went before it.
        const pauseMs = hostPause({ retryAfterMs: waitMs, pauses: 0 });
        await pauseHost(deps.db, hostname, { waitMs: pauseMs, isGuess: waitMs === null });
      }
      return recordFault(feed, { code: 'throttled', host: hostname, status }, waitMs ?? 0, leaseToken, deps);
    }
    default:
      return recordFault(feed, outcome.reason, 0, leaseToken, deps);
  }
}

async function recordFault(
  feed: FeedToPoll,
  fault: FeedFault,
  retryAfterMs: number,
  leaseToken: string,
  deps: PollDeps,
): Promise<PollResult> {
  const rhythm = {
    ...rhythmOf(feed, { etag: feed.etag, lastModified: feed.lastModified }, deps),
    failures: feed.failures + 1,
  };
  const waitMs = waitBeforeNextSync(rhythm, { ...NO_HINTS, retryAfterMs }, nowOf(feed, deps));
  await recordFailure(deps.db, { feedId: feed.feedId, leaseToken, reason: fault, error: deps.describe(fault), waitMs });
  deps.log.warn(
    { feedId: feed.feedId, url: withoutCredentials(feed.url), fault, waitMs: Math.round(waitMs) },
    'a feed could not be read',
  );
  return { kind: 'failed' };
}

function rhythmOf(feed: FeedToPoll, validators: Validators, { minMs, maxMs }: PollDeps): Rhythm {
  const hasValidators = validators.etag !== null || validators.lastModified !== null;
  return { minMs, maxMs, hasValidators, failures: 0, lastItemAtMs: feed.lastItemAtMs, busyHours: feed.busyHours };
}

function nowOf(feed: FeedToPoll, { random }: PollDeps): { nowMs: number; random: () => number } {
  return { nowMs: feed.nowMs, random };
}
