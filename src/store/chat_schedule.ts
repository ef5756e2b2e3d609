// When each chat may be sent to, and who is at it. New items touch only due_at; pace, retry_after and back-off only not_before.
import type { Queryable } from '../db.ts';
import type { ChatId, FeedId, ItemId, SubscriptionId } from './ids.ts';
import type { StoredItem } from './items.ts';

/**
 * Mark the next chats that read a feed as due, in the order of their ids, so that two fan-outs never wait for each other in a circle.
 * Paused chats and subscriptions are left out: resuming marks them.
 * @param after the last chat of the call before
 * @returns the last chat marked, or null when there are no more
 */
export async function markReadersDue(
  db: Queryable,
  { feedId, after, limit, wide }: { feedId: FeedId; after: ChatId | null; limit: number; wide: boolean },
): Promise<ChatId | null> {
  const { rows } = await db.query<{ last: ChatId | null }>({
    name: 'mark_readers_due',
    text: `
      with readers as (
        select distinct s.chat_id from subscriptions s join chats c on c.id = s.chat_id
        where s.feed_id = $1 and s.state = 'active' and s.ended_at is null and c.state = 'active' and s.chat_id > $2
        order by s.chat_id
        limit $3
      ), locked as (
        select chat_id from chat_schedule join readers using (chat_id) order by chat_id for update of chat_schedule
      ), marked as (
        update chat_schedule t set due_at = coalesce(due_at, clock_timestamp()), wakes = wakes + 1, wide = $4
        from locked where t.chat_id = locked.chat_id
      )
      select max(chat_id) as last from readers`,
    values: [feedId, after ?? 0, limit, wide],
  });
  return rows[0]?.last ?? null;
}

/** Something for this chat may be pending: it was resumed, or its subscriptions changed. */
export async function markChatDue(db: Queryable, chatId: ChatId): Promise<void> {
  await db.query({
    name: 'mark_chat_due',
    text: `
      insert into chat_schedule as s (chat_id, due_at, wakes) values ($1, clock_timestamp(), 1)
      on conflict (chat_id) do update set due_at = coalesce(s.due_at, clock_timestamp()), wakes = s.wakes + 1`,
    values: [chatId],
  });
}

/** A chat under lease. `wakes` is what its due date may be cleared against. */
export type ClaimedChat = { chatId: ChatId; wakes: string };

/**
 * Lease ready chats. `skip locked`: drains of several processes claim side by side and never get the same chat.
 * What is to be sent is read by `readHeads`, a later statement: in this one the snapshot would be older than the wakes it returns,
 * and an item that commits in between would be forgotten when the due date is cleared.
 */
export async function claimReadyChats(
  db: Queryable,
  { limit, leaseMs, leaseToken }: { limit: number; leaseMs: number; leaseToken: string },
): Promise<ClaimedChat[]> {
  const { rows } = await db.query<ClaimedChat>({
    name: 'claim_ready_chats',
    text: `
      with ready as (
        select chat_id from chat_schedule where ready_at <= clock_timestamp() order by ready_at limit $1 for update skip locked
      )
      update chat_schedule s set lease_until = clock_timestamp() + $2 * interval '1 millisecond', lease_token = $3
      from ready where s.chat_id = ready.chat_id
      returning s.chat_id as "chatId", s.wakes`,
    values: [limit, leaseMs, leaseToken],
  });
  return rows;
}

/** The first pending item of a chat, and to whom it goes. */
export type Head = StoredItem & {
  chatId: ChatId;
  telegramId: string;
  chatKind: 'private' | 'group' | 'supergroup' | 'channel';
  subscriptionId: SubscriptionId;
  threadId: number;
  feedTitle: string;
  feedLink: string | null;
  feedUrl: string;
  /** of the chat, for words and dates */
  language: string;
  timeZone: string;
  partsDone: number;
  partMessageIds: string[];
  /** counting this one */
  tries: number;
  /** whether another item waits behind this one */
  hasMore: boolean;
};

/**
 * The oldest pending item of each claimed chat, over all its subscriptions. Writes down that it is being tried, so that the count
 * survives a kill. A chat without a row in the answer has nothing pending.
 */
export async function readHeads(db: Queryable, leaseToken: string, chatIds: ChatId[]): Promise<Head[]> {
  const { rows } = await db.query<Head>({
    name: 'read_heads',
    text: `
      with heads as materialized (
        select c.id as chat_id, c.telegram_id, c.kind, c.language, c.time_zone, first.*, more.exists as has_more
        from chats c
        cross join lateral (
          select s.id as subscription_id, s.thread_id, s.title as own_title, s.feed_id, s.parts_done, s.part_message_ids, i.id as item_id
          from subscriptions s
          cross join lateral (select id from items where feed_id = s.feed_id and id > s.cursor order by id limit 1) i
          where s.chat_id = c.id and s.state = 'active' and s.ended_at is null
          order by i.id, s.id
          limit 1
        ) first
        cross join lateral (
          select exists (
            select from subscriptions s
            cross join lateral (
              select id from items
              where feed_id = s.feed_id and id > case when s.id = first.subscription_id then first.item_id else s.cursor end
              limit 1
            ) i
            where s.chat_id = c.id and s.state = 'active' and s.ended_at is null
          )
        ) more
        where c.id = any($2::bigint[]) and c.state = 'active'
      ), tried as (
        update chat_schedule s set
          head_tries = case when s.head_item = h.item_id then s.head_tries + 1 else 1 end,
          head_first_at = case when s.head_item = h.item_id then s.head_first_at else clock_timestamp() end,
          head_item = h.item_id
        from heads h
        where s.chat_id = h.chat_id and s.lease_token = $1
        returning s.chat_id, s.head_tries
      )
      select h.chat_id as "chatId", h.telegram_id as "telegramId", h.kind as "chatKind", h.subscription_id as "subscriptionId",
        h.thread_id as "threadId", h.parts_done as "partsDone", h.part_message_ids as "partMessageIds", h.has_more as "hasMore",
        t.head_tries as tries, coalesce(h.own_title, f.title) as "feedTitle", f.link as "feedLink", f.url as "feedUrl",
        h.language, h.time_zone as "timeZone",
        i.id as "itemId", i.feed_id as "feedId", i.guid, i.link, i.title, i.author, i.summary, i.content, i.categories, i.media,
        to_json(i.published_at) #>> '{}' as "publishedAt", to_json(i.updated_at) #>> '{}' as "updatedAt",
        to_json(i.first_seen_at) #>> '{}' as "firstSeenAt", i.revision
      from heads h join tried t using (chat_id) join items i on i.id = h.item_id join feeds f on f.id = h.feed_id`,
    values: [leaseToken, chatIds],
  });
  return rows;
}

/** How long until a chat is ready, in milliseconds (0: now), or null when none is due. */
export async function nextReadyInMs(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ inMs: number | null }>({
    name: 'next_ready_in_ms',
    text: `
      select greatest(extract(epoch from min(ready_at) - clock_timestamp()) * 1000, case when count(*) > 0 then 0 end)::float8 as "inMs"
      from chat_schedule where ready_at is not null`,
  });
  return rows[0]?.inMs ?? null;
}

/** Claimed, but there is nothing to send: clear the due date, unless something woke the chat since it was claimed. */
export async function settleEmpty(db: Queryable, leaseToken: string, chats: ClaimedChat[]): Promise<void> {
  if (chats.length === 0) return;
  await db.query({
    name: 'settle_empty',
    text: `
      update chat_schedule s set
        due_at = case when s.wakes = c.wakes then null else s.due_at end,
        lease_until = '-infinity', lease_token = null, head_item = null, head_tries = 0, head_first_at = null
      from unnest($2::bigint[], $3::bigint[]) as c(chat_id, wakes)
      where s.chat_id = c.chat_id and s.lease_token = $1`,
    values: [leaseToken, chats.map((chat) => chat.chatId), chats.map((chat) => chat.wakes)],
  });
}

export type Settled = {
  chat: ClaimedChat;
  leaseToken: string;
  subscriptionId: SubscriptionId;
  itemId: ItemId;
  outcome: 'sent' | 'filtered' | 'parked';
  reason: string | null;
  messageIds: string[];
  hasMore: boolean;
  /** the chat's even pace: a message each so many milliseconds, and how many may come at once before it counts */
  paceMs: number;
  burst: number;
};

/**
 * Write down what came of a head item, in one statement. The cursor only moves forward, so a settle that comes late, after somebody
 * subscribed anew, changes nothing; the delivery is recorded in any case, since it happened. The lease fences only the schedule: a
 * sender whose lease ran out must not clear what another one holds.
 * @returns whether the lease was still ours
 */
export async function settle(db: Queryable, settled: Settled): Promise<boolean> {
  const { rows } = await db.query<{ isOurs: boolean }>({
    name: 'settle',
    text: `
      with moved as (
        update subscriptions set cursor = $4, parts_done = 0, part_message_ids = '{}' where id = $3 and cursor < $4
      ), recorded as (
        insert into deliveries (subscription_id, chat_id, item_id, outcome, reason, message_ids) values ($3, $1, $4, $5, $6, $7::bigint[])
      ), paced as (
        update chat_schedule set
          due_at = case when not $8 and wakes = $9 then null else due_at end,
          lease_until = '-infinity', lease_token = null, head_item = null, head_tries = 0, head_first_at = null, failures = 0,
          paced_until = greatest(paced_until, clock_timestamp()) + $10 * interval '1 millisecond',
          not_before = greatest(not_before,
            greatest(paced_until, clock_timestamp()) + ($10::float8 - ($11 - 1) * $10) * interval '1 millisecond')
        where chat_id = $1 and lease_token = $2
        returning chat_id
      )
      select exists (select from paced) as "isOurs"`,
    values: [
      settled.chat.chatId,
      settled.leaseToken,
      settled.subscriptionId,
      settled.itemId,
      settled.outcome,
      settled.reason,
      settled.messageIds,
      settled.hasMore,
      settled.chat.wakes,
      settled.paceMs,
      settled.burst,
    ],
  });
  return rows[0]?.isOurs ?? false;
}

/**
 * Parts of an item that Telegram took, written down one by one, so that a retry resumes at the part that failed.
 * The lease is the fence: after it, another sender counts.
 */
export async function settlePart(
  db: Queryable,
  {
    subscriptionId,
    itemId,
    partsDone,
    messageIds,
  }: { subscriptionId: SubscriptionId; itemId: ItemId; partsDone: number; messageIds: string[] },
): Promise<void> {
  await db.query({
    name: 'settle_part',
    text: `
      update subscriptions set parts_done = $3, part_message_ids = part_message_ids || $4::bigint[]
      where id = $1 and cursor < $2 and parts_done < $3`,
    values: [subscriptionId, itemId, partsDone, messageIds],
  });
}

/** Let a chat go and hold it back: Telegram said when to come again, or something is wrong. Nothing is lost, the item stays its head. */
export async function holdBack(
  db: Queryable,
  { chatId, leaseToken, waitMs, isFailure }: { chatId: ChatId; leaseToken: string; waitMs: number; isFailure: boolean },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'hold_back',
    text: `
      update chat_schedule set
        not_before = greatest(not_before, clock_timestamp() + $3 * interval '1 millisecond'),
        lease_until = '-infinity', lease_token = null, failures = failures + $4::int
      where chat_id = $1 and lease_token = $2`,
    values: [chatId, leaseToken, waitMs, isFailure ? 1 : 0],
  });
  return rowCount === 1;
}
