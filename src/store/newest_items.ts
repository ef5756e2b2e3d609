// The newest items there are, for people who want to see some.
import type { Queryable } from '../db.ts';
import type { ChatId, FeedId, SubscriptionId } from './ids.ts';
import type { StoredItem } from './items.ts';

const COLUMNS = `
  i.id as "itemId", i.feed_id as "feedId", i.guid, i.link, i.title, i.author, i.summary, i.content, i.categories, i.media,
  to_json(i.published_at) #>> '{}' as "publishedAt", to_json(i.updated_at) #>> '{}' as "updatedAt",
  to_json(i.first_seen_at) #>> '{}' as "firstSeenAt", i.revision`;

/** Of one feed, newest first. */
export async function newestItems(db: Queryable, feedId: FeedId, limit: number): Promise<StoredItem[]> {
  const { rows } = await db.query<StoredItem>({
    name: 'newest_items',
    text: `select ${COLUMNS} from items i where i.feed_id = $1 order by i.id desc limit $2`,
    values: [feedId, limit],
  });
  return rows;
}

/** Of all that a chat follows, newest first, each with a subscription that it came by. */
export async function newestOfChat(
  db: Queryable,
  chatId: ChatId,
  limit: number,
): Promise<(StoredItem & { subscriptionId: SubscriptionId })[]> {
  const { rows } = await db.query<StoredItem & { subscriptionId: SubscriptionId }>({
    name: 'newest_of_chat',
    text: `
      select ${COLUMNS}, s.id as "subscriptionId"
      from (select feed_id, min(id) as id from subscriptions where chat_id = $1 and ended_at is null group by feed_id) s
      cross join lateral (select * from items where feed_id = s.feed_id order by id desc limit $2) i
      order by i.id desc limit $2`,
    values: [chatId, limit],
  });
  return rows;
}
