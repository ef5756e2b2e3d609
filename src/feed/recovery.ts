// The end of an outage, as far as readers heard of it.
import type { Queryable } from '../db.ts';
import { markReadersTold } from '../store/feed_failures.ts';
import type { FeedId } from '../store/ids.ts';
import { queueFeedNotices } from '../store/notices.ts';

/** A feed that readers were told about is well again: they are told that too, once. */
export async function tellOfRecovery(tx: Queryable, feedId: FeedId): Promise<void> {
  if (await markReadersTold(tx, feedId, false)) await queueFeedNotices(tx, feedId, 'feed-recovered', {});
}
