// After a good poll: whether its permanent redirect is to be believed, and then the feed's row moves, or becomes one with the row that is there already.
import type { Database, Queryable } from '../db.ts';
import { hostnameOf } from '../net/url.ts';
import type { FeedToPoll } from '../store/batches.ts';
import { findFeed, mergeFeeds, moveReaders, rememberRedirect, rewriteUrl } from '../store/feed_moves.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import { LONGEST_FEED_URL, type LockedFeed, lockFeed } from '../store/feeds.ts';
import type { FeedId } from '../store/ids.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import { tellOfRecovery } from './recovery.ts';
import { judgeRedirect } from './redirect_memory.ts';

/** Of feeds that moved, so many are taken over at once; the scheduler's tick takes the rest, as many each time. */
export const MOVED_READERS = 1_000;

/** @param permanentUrl where the poll's leading run of 301 and 308 ended; the feed's own URL if there was none */
export async function followRedirect(feed: FeedToPoll, permanentUrl: string, db: Database): Promise<void> {
  const isKeepable = permanentUrl.length <= LONGEST_FEED_URL;
  const verdict = judgeRedirect(feed.url, isKeepable ? permanentUrl : feed.url, feed.redirect);
  switch (verdict.kind) {
    case 'forget':
      if (feed.redirect) await rememberRedirect(db, feed.feedId, { url: null, seen: 0 });
      return;
    case 'watch':
      return rememberRedirect(db, feed.feedId, verdict);
    case 'rewrite':
      return moveFeed(feed.feedId, verdict.url, db);
  }
}

async function moveFeed(feedId: FeedId, url: string, db: Database): Promise<void> {
  const targetId = await findFeed(db, url);
  await db.transaction(async (tx) => {
    if (targetId !== null) return joinFeed(tx, feedId, { feedId: targetId, url });
    await lockFeed(tx, feedId);
    // Should somebody have subscribed to the target just now, the next poll finds its row.
    await rewriteUrl(tx, feedId, { url, host: hostnameOf(url) ?? '' });
  });
}

/** The target may be a row that nobody asks: given up, moved itself, or without readers until now. */
async function joinFeed(tx: Queryable, fromId: FeedId, into: { feedId: FeedId; url: string }): Promise<void> {
  const locked = new Map<FeedId, LockedFeed>();
  for (const id of inOrder(fromId, into.feedId)) locked.set(id, await lockFeed(tx, id));
  await tellOfRecovery(tx, into.feedId);
  const copied = await mergeFeeds(tx, fromId, into.feedId);
  const isOff = locked.get(into.feedId)!.state !== 'active';
  await scheduleFeed(tx, { feedId: into.feedId, host: hostnameOf(into.url) ?? '', waitMs: 0, polledNow: isOff });
  if (copied > 0) await addJob(tx, 'fan_out', { feedId: into.feedId }, { priority: PRIORITY.deliver });
  await moveReaders(tx, MOVED_READERS);
}

/** Whoever locks two feeds does so in the order of their ids, or two could wait for each other. */
function inOrder(one: FeedId, other: FeedId): FeedId[] {
  return BigInt(one) < BigInt(other) ? [one, other] : [other, one];
}
