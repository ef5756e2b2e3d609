// What the readers of a feed are told about it besides its items.
import type { Queryable } from '../db.ts';
import type { FeedId } from './ids.ts';
import { addJob, PRIORITY } from './jobs.ts';

export type FeedNoticeKey = 'feed-failing' | 'feed-recovered' | 'feed-gone';

/**
 * Tell every chat and topic that reads a feed, once each, in the transaction that notes down that they are told. Marking the chats due is
 * left to a fan_out, which does it in small transactions.
 * @param args the sentence's variables, JSON; `title` is added, as that reader knows the feed
 */
export async function queueFeedNotices(
  tx: Queryable,
  feedId: FeedId,
  key: FeedNoticeKey,
  args: Record<string, unknown>,
): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'queue_feed_notices',
    text: `
      insert into notices (feed_id, chat_id, thread_id, key, args)
      select f.id, s.chat_id, s.thread_id, $2, $3::jsonb || jsonb_build_object('title', coalesce(s.title, nullif(f.title, ''), s.url))
      from feeds f join subscriptions s on s.feed_id = f.id join chats c on c.id = s.chat_id
      where f.id = $1 and s.state = 'active' and s.ended_at is null and c.state = 'active'`,
    values: [feedId, key, JSON.stringify(args)],
  });
  if (rowCount) await addJob(tx, 'fan_out', { feedId }, { priority: PRIORITY.deliver });
}
