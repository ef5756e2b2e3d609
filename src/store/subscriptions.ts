// Who reads what, where, and how far: all that is pending for a subscription lies past its cursor.
import type { Queryable } from '../db.ts';
import type { ChatId, FeedId, ItemId, SubscriptionId } from './ids.ts';

/** How many chats read a feed, counted to `limit` only. */
export async function countReaders(db: Queryable, feedId: FeedId, limit: number): Promise<number> {
  const { rows } = await db.query<{ readers: number }>({
    name: 'count_readers',
    text: `
      select count(*)::int as readers from (select from subscriptions where feed_id = $1 and ended_at is null limit $2) s`,
    values: [feedId, limit],
  });
  return rows[0]!.readers;
}

export async function countSubscriptions(db: Queryable, chatId: ChatId): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count_subscriptions',
    text: 'select count(*)::int as count from subscriptions where chat_id = $1 and ended_at is null',
    values: [chatId],
  });
  return rows[0]!.count;
}

/** Whether this chat (in this topic) already follows the feed. */
export async function isSubscribed(
  db: Queryable,
  key: { chatId: ChatId; threadId: number; feedId: FeedId },
): Promise<boolean> {
  const { rows } = await db.query<{ exists: boolean }>({
    name: 'is_subscribed',
    text: `
      select exists (
        select from subscriptions where chat_id = $1 and thread_id = $2 and feed_id = $3 and ended_at is null
      )`,
    values: [key.chatId, key.threadId, key.feedId],
  });
  return rows[0]!.exists;
}

/**
 * Start, or start again, a subscription at `cursor`. One that had ended keeps its settings. Call under the feed's lock, or the
 * cursor could pass an item that is numbered and not yet committed.
 */
export async function startSubscription(
  tx: Queryable,
  sub: { chatId: ChatId; threadId: number; feedId: FeedId; url: string; cursor: ItemId },
): Promise<SubscriptionId> {
  const { rows } = await tx.query<{ id: SubscriptionId }>({
    name: 'start_subscription',
    text: `
      insert into subscriptions as s (chat_id, thread_id, feed_id, url, cursor) values ($1, $2, $3, $4, $5)
      on conflict (chat_id, thread_id, feed_id) do update set
        url = excluded.url, cursor = excluded.cursor, parts_done = 0, part_message_ids = '{}',
        state = 'active', state_reason = null, paused_at = null, ended_at = null
      returning id`,
    values: [sub.chatId, sub.threadId, sub.feedId, sub.url, sub.cursor],
  });
  return rows[0]!.id;
}

export type ListedSubscription = {
  subscriptionId: SubscriptionId;
  threadId: number;
  topicName: string | null;
  title: string;
  url: string;
  state: 'active' | 'paused';
  feedState: 'active' | 'failing' | 'gone' | 'moved';
};

/** What a chat follows, by title. */
export async function listSubscriptions(db: Queryable, chatId: ChatId): Promise<ListedSubscription[]> {
  const { rows } = await db.query<ListedSubscription>({
    name: 'list_subscriptions',
    text: `
      select s.id as "subscriptionId", s.thread_id as "threadId", coalesce(s.title, nullif(f.title, ''), s.url) as title, s.url,
        s.state, f.state as "feedState", t.name as "topicName"
      from subscriptions s join feeds f on f.id = s.feed_id left join topics t on t.chat_id = s.chat_id and t.thread_id = s.thread_id
      where s.chat_id = $1 and s.ended_at is null
      order by lower(coalesce(s.title, nullif(f.title, ''), s.url)), s.id`,
    values: [chatId],
  });
  return rows;
}

/** The feeds a chat follows under a URL, as typed or as the feed is known now; null thread: in any topic. In id order, for locking. */
export async function findSubscribedFeeds(
  db: Queryable,
  { chatId, threadId, urls }: { chatId: ChatId; threadId: number | null; urls: string[] },
): Promise<FeedId[]> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    name: 'find_subscribed_feeds',
    text: `
      select distinct f.id as "feedId"
      from subscriptions s join feeds f on f.id = s.feed_id
      where s.chat_id = $1 and ($2::int is null or s.thread_id = $2) and s.ended_at is null and (s.url = any($3) or f.url = any($3))
      order by f.id`,
    values: [chatId, threadId, urls],
  });
  return rows.map((row) => row.feedId);
}

export type Ended = { subscriptionId: SubscriptionId; title: string };

/**
 * End a chat's subscriptions to feeds; their rows keep the settings for a while. A feed that loses its last reader leaves the schedule.
 * Call under the feeds' locks: somebody else may be subscribing, and would find the feed still scheduled.
 * @returns what ended
 */
export async function endSubscriptions(
  tx: Queryable,
  { chatId, threadId, feedIds }: { chatId: ChatId; threadId: number | null; feedIds: FeedId[] },
): Promise<Ended[]> {
  const { rows } = await tx.query<Ended>({
    name: 'end_subscriptions',
    text: `
      update subscriptions s set ended_at = clock_timestamp()
      from feeds f
      where f.id = s.feed_id and s.chat_id = $1 and ($2::int is null or s.thread_id = $2) and s.feed_id = any($3::bigint[]) and s.ended_at is null
      returning s.id as "subscriptionId", coalesce(s.title, nullif(f.title, ''), s.url) as title`,
    values: [chatId, threadId, feedIds],
  });
  await tx.query({
    name: 'unschedule_unread_feeds',
    text: `
      with unread as materialized (
        select feed_id from feed_schedule fs
        where feed_id = any($1::bigint[]) and not exists (select from subscriptions s where s.feed_id = fs.feed_id and s.ended_at is null)
        order by feed_id for update
      )
      delete from feed_schedule where feed_id = any(array(select feed_id from unread))`,
    values: [feedIds],
  });
  return rows;
}
