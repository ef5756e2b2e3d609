// What is pending for a chat: a query over its feeds past each cursor, not a copy.
import type { Queryable } from '../db.ts';
import { LOCK_HELD } from './chat_schedule.ts';
import type { ChatKind } from './chats.ts';
import type { ChatId, ItemId, SubscriptionId } from './ids.ts';
import type { StoredItem } from './items.ts';
import type { NoticeHead } from './notice_queue.ts';

/** The first pending item of a chat, to whom it goes, and how they want it. */
export type Head = StoredItem & {
  noticeId: null;
  chatId: ChatId;
  telegramId: string;
  chatKind: ChatKind;
  subscriptionId: SubscriptionId;
  /** the last item done with; what this head's end is written against */
  cursor: ItemId;
  threadId: number;
  feedTitle: string;
  feedLink: string | null;
  /** as that person typed it: where a redirect led from there may be somebody's secret */
  feedUrl: string;
  /** of the chat, for words and dates */
  language: string;
  timeZone: string;
  chatSettings: Settings;
  settings: Settings & { title: string | null };
  partsDone: number;
  partMessageIds: string[];
  /** the last item of a digest of which some parts are sent */
  digestTo: ItemId | null;
  /** items of this subscription that are pending, this one included, counted to `PENDING_COUNTED` */
  pending: number;
  /** counting this one */
  tries: number;
  /** tries of this part that nobody knows the end of, counting this one */
  unanswered: number;
  /** since it was first tried */
  triedForMs: number;
  /** whether another item of the chat waits behind this one */
  hasMore: boolean;
  isRebuilt: boolean;
};

/** As they are stored; null or absent is not set. */
export type Settings = { filter: string | null; template: string | null; options: Record<string, unknown> };

/** More than this many of one feed are a burst, whatever their number. */
export const PENDING_COUNTED = 11;

const ITEM_COLUMNS = `
  i.id as "itemId", i.feed_id as "feedId", i.guid, i.link, i.title, i.author, i.summary, i.content, i.categories, i.media,
  to_json(i.published_at) #>> '{}' as "publishedAt", to_json(i.updated_at) #>> '{}' as "updatedAt",
  to_json(i.first_seen_at) #>> '{}' as "firstSeenAt", i.revision, i.rebuilt as "isRebuilt"`;

/**
 * What is to be sent next to each claimed chat: a notice, else the oldest pending item over all its subscriptions. Writes down that it is being tried, so that the count
 * survives a kill. A chat without a row in the answer has nothing pending, or is leased to somebody else by now.
 */
export async function readHeads(db: Queryable, leaseToken: string, chatIds: ChatId[]): Promise<(Head | NoticeHead)[]> {
  const { rows } = await db.query<Head | NoticeHead>({
    name: 'read_heads',
    text: `
      with held as materialized (${LOCK_HELD}), heads as materialized (
        select c.id as chat_id, c.telegram_id, c.kind, c.language, c.time_zone,
          jsonb_build_object('filter', c.filter, 'template', c.template, 'options', c.options) as chat_settings,
          notice.id as notice_id, first.*, more.exists as has_more, counted.pending
        from chats c
        left join lateral (select id from notices where chat_id = c.id and sent_at is null order by id limit 1) notice on true
        left join lateral (
          select s.id as subscription_id, s.url, s.thread_id, s.cursor, s.feed_id, s.parts_done, s.part_message_ids, s.digest_to, i.id as item_id,
            jsonb_build_object('filter', s.filter, 'template', s.template, 'options', s.options, 'title', s.title) as settings
          from subscriptions s
          cross join lateral (select id from items where feed_id = s.feed_id and id > s.cursor order by id limit 1) i
          where s.chat_id = c.id and s.state = 'active' and s.ended_at is null
          order by i.id, s.id
          limit 1
        ) first on notice.id is null
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
        cross join lateral (
          select count(*)::int as pending from (select from items where feed_id = first.feed_id and id > first.cursor limit ${PENDING_COUNTED}) p
        ) counted
        where c.id = any($2::bigint[]) and c.state = 'active' and (notice.id is not null or first.item_id is not null)
      ), tried as (
        update chat_schedule s set
          head_tries = case when s.head_item is distinct from h.item_id then 1 else s.head_tries + (s.head_lease is distinct from $1)::int end,
          head_unanswered =
            case when s.head_item is distinct from h.item_id then 1 else s.head_unanswered + (s.head_lease is distinct from $1)::int end,
          head_first_at = case when s.head_item = h.item_id then s.head_first_at else clock_timestamp() end,
          head_item = h.item_id, head_lease = $1
        from heads h join held using (chat_id)
        where s.chat_id = h.chat_id and h.item_id is not null
        returning s.chat_id, s.head_tries, s.head_unanswered, s.head_first_at
      )
      select h.chat_id as "chatId", h.notice_id as "noticeId", h.telegram_id as "telegramId", h.kind as "chatKind", h.subscription_id as "subscriptionId", h.cursor,
        h.thread_id as "threadId", h.parts_done as "partsDone", h.part_message_ids as "partMessageIds", h.digest_to as "digestTo",
        h.has_more as "hasMore", h.pending, h.chat_settings as "chatSettings", h.settings,
        t.head_tries as tries, t.head_unanswered as unanswered,
        extract(epoch from clock_timestamp() - t.head_first_at)::float8 * 1000 as "triedForMs",
        f.title as "feedTitle", f.link as "feedLink", h.url as "feedUrl", h.language, h.time_zone as "timeZone", ${ITEM_COLUMNS}
      from heads h join held using (chat_id)
      left join (tried t join heads th using (chat_id) join items i on i.id = th.item_id join feeds f on f.id = th.feed_id) using (chat_id)
      where h.notice_id is not null or i.id is not null`,
    values: [leaseToken, chatIds],
  });
  return rows;
}

/** Pending items of a subscription in order, from the head on: for filters and digests. */
export async function readPending(
  db: Queryable,
  {
    subscriptionId,
    cursor,
    upTo,
    limit,
  }: Pick<Head, 'subscriptionId' | 'cursor'> & { upTo: ItemId | null; limit: number },
): Promise<PendingItem[]> {
  const { rows } = await db.query<PendingItem>({
    name: 'read_pending',
    text: `
      select ${ITEM_COLUMNS} from subscriptions s join items i on i.feed_id = s.feed_id
      where s.id = $1 and i.id > $2 and ($3::bigint is null or i.id <= $3) order by i.id limit $4`,
    values: [subscriptionId, cursor, upTo, limit],
  });
  return rows;
}

export type PendingItem = StoredItem & { isRebuilt: boolean };
