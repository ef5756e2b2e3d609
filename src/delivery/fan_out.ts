// After a feed's new items have been committed: every chat that reads it becomes due, and somebody starts sending.
import type { Queryable } from '../db.ts';
import { markReadersDue } from '../store/chat_schedule.ts';
import type { ChatId, FeedId } from '../store/ids.ts';
import { wake } from '../store/jobs.ts';
import { countReaders } from '../store/subscriptions.ts';

/** Chats marked in one transaction: short enough that nobody waits for its locks. */
const CHUNK = 1_000;
/** From here on one item alone could fill the budget for a minute, and other feeds' chats are let in between. */
const WIDE_READERS = 1_000;

/** @returns how many transactions it took */
export async function fanOut(
  db: Queryable,
  feedId: FeedId,
  { wideReaders = WIDE_READERS, chunk = CHUNK } = {},
): Promise<{ chunks: number }> {
  const wide = (await countReaders(db, feedId, wideReaders)) >= wideReaders;
  let chunks = 0;
  for (let after: ChatId | null = null; ; chunks += 1) {
    after = await markReadersDue(db, { feedId, after, limit: chunk, wide });
    if (after === null) return { chunks };
    await wake(db, 'deliver'); // each time: while a chunk waits for a lock, whoever sends may have found nothing more and ended
  }
}
