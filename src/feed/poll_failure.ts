// What a failed poll means: when to come again, whether readers are to be told, whether to ask no more.
import type { Queryable } from '../db.ts';
import type { FetchOutcome } from '../net/outcome.ts';
import { withoutCredentials } from '../net/url.ts';
import type { FeedToPoll } from '../store/batches.ts';
import { markReadersTold, recordFailure, retireFeed } from '../store/feed_failures.ts';
import { queueFeedNotices } from '../store/notices.ts';
import { type FeedFault, faultOf } from './fault.ts';
import type { NotAFeedReason, PublisherHints } from './feed.ts';
import { GONE_RECHECK_MS, isGoneForGood, judgeFailures } from './feed_health.ts';
import { heedThrottle } from './host_manners.ts';
import { rhythmOf } from './next_turn.ts';
import type { PollDeps, PollResult, PollTerms } from './poll_terms.ts';
import { type Hints, NO_HINTS, waitBeforeNextSync } from './schedule.ts';

type BadOutcome =
  | Exclude<FetchOutcome, { kind: 'unchanged' | 'document' | 'postponed' }>
  | { kind: 'not-a-feed'; what: NotAFeedReason };

/** Write down a poll that brought no feed. */
export async function endFailedPoll(
  feed: FeedToPoll,
  outcome: BadOutcome,
  { leaseToken, hostStretch }: Pick<PollTerms, 'leaseToken' | 'hostStretch'>,
  deps: PollDeps,
): Promise<PollResult> {
  const hints = { ...NO_HINTS, ...(feed.hints as PublisherHints), hostStretch };
  if (isUnreachable(outcome) && deps.network.isDown(performance.now())) return postponeForOurNetwork(feed, hints, deps);
  if (outcome.kind === 'throttled') await heedThrottle(deps.db, outcome);
  const fault: FeedFault =
    outcome.kind === 'not-a-feed'
      ? { code: 'not-a-feed', host: feed.host, what: outcome.what }
      : faultOf(outcome, feed.host);
  const waitMs = waitAfter(feed, outcome, hints, deps);
  const failed = { feedId: feed.feedId, leaseToken, reason: fault, error: deps.describe(fault), waitMs };
  const isOurs = await deps.db.transaction(async (tx) => {
    if (!(await recordFailure(tx, { ...failed, isGone: fault.code === 'gone' }))) return false;
    await tellOfFailure(tx, feed, fault);
    return true;
  });
  if (!isOurs) return { kind: 'skipped' };
  const url = withoutCredentials(feed.url);
  deps.log.warn({ feedId: feed.feedId, url, fault, waitMs: Math.round(waitMs) }, 'a feed could not be read');
  return {
    kind: 'failed',
    resting: outcome.kind === 'throttled' && outcome.scope === 'host' ? outcome.hostname : null,
  };
}

async function tellOfFailure(tx: Queryable, feed: FeedToPoll, fault: FeedFault): Promise<void> {
  const { feedId } = feed;
  const verdict = judge(feed, fault);
  if (verdict === 'stop' && (await retireFeed(tx, feedId))) await queueFeedNotices(tx, feedId, 'feed-gone', { fault });
  if (verdict === 'tell' && (await markReadersTold(tx, feedId, true)))
    await queueFeedNotices(tx, feedId, 'feed-failing', { fault });
}

/** Not found or not connected to: what is heard of every host when our own network is down. */
export function isUnreachable(outcome: FetchOutcome | BadOutcome): boolean {
  return outcome.kind === 'failed' && (outcome.reason.code === 'dns' || outcome.reason.code === 'connect');
}

/** Nobody's count moves; each comes again in its own time, so that not all come at once when we are back. */
function postponeForOurNetwork(feed: FeedToPoll, hints: Hints, deps: PollDeps): PollResult {
  const rhythm = rhythmOf(feed, feed, deps);
  deps.log.warn(
    { feedId: feed.feedId, host: feed.host },
    'most hosts cannot be reached: our own network is taken to be down',
  );
  return {
    kind: 'postponed',
    waitMs: waitBeforeNextSync(rhythm, hints, { nowMs: feed.nowMs, random: deps.random }),
  };
}

function judge(feed: FeedToPoll, fault: FeedFault): 'go-on' | 'tell' | 'stop' {
  const { trouble } = feed;
  if (fault.code === 'gone' && isGoneForGood(trouble?.goneForMs ?? null)) return 'stop';
  const { giveUp, tellReaders } = judgeFailures({
    failures: failuresNow(feed),
    failingForMs: trouble?.failingForMs ?? 0,
    areReadersTold: trouble?.areReadersTold ?? false,
  });
  if (giveUp) return 'stop';
  return tellReaders ? 'tell' : 'go-on';
}

/** In a row, this one included. */
function failuresNow({ trouble }: FeedToPoll): number {
  return (trouble?.failures ?? 0) + 1;
}

/** What the publisher said in good times holds in bad ones: a daily feed that breaks is not asked in two minutes. */
function waitAfter(feed: FeedToPoll, outcome: BadOutcome, hints: Hints, deps: PollDeps): number {
  const rhythm = { ...rhythmOf(feed, feed, deps), failures: failuresNow(feed) };
  const asked = outcome.kind === 'throttled' ? (outcome.waitMs ?? 0) : 0;
  const retryAfterMs = outcome.kind === 'gone' ? GONE_RECHECK_MS : asked;
  return waitBeforeNextSync(rhythm, { ...hints, retryAfterMs }, { nowMs: feed.nowMs, random: deps.random });
}
