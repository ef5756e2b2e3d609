// One subscription with all that is known about it, and what a person does to it.
import type { Queryable } from '../db.ts';
import type { ChatId, FeedId, SubscriptionId } from './ids.ts';

export type Card = {
  subscriptionId: SubscriptionId;
  chatId: ChatId;
  threadId: number;
  topicName: string | null;
  feedId: FeedId;
  url: string;
  /** what may be shown: as that person typed it, since where a redirect led may be somebody's secret */
  feedUrl: string;
  feedTitle: string;
  feedLink: string | null;
  title: string | null;
  filter: string | null;
  template: string | null;
  /** of message/options.ts, as far as they are set */
  options: object;
  state: 'active' | 'paused';
  stateReason: string | null;
  /** minutes since it was ended; null: it stands */
  endedMinutes: number | null;
  feedState: 'active' | 'failing' | 'gone' | 'moved';
  /** a fault of feed/fault.ts */
  lastReason: object | null;
  /** ISO 8601 */
  lastOkAt: string | null;
  nextSyncAt: string | null;
  intervalMs: number | null;
};

export async function readCard(db: Queryable, subscriptionId: string): Promise<Card | null> {
  const { rows } = await db.query<Card>({
    name: 'read_card',
    text: `
      select s.id as "subscriptionId", s.chat_id as "chatId", s.thread_id as "threadId", t.name as "topicName", s.feed_id as "feedId",
        s.url, s.url as "feedUrl", f.title as "feedTitle", f.link as "feedLink", s.title, s.filter, s.template, s.options, s.state,
        s.state_reason as "stateReason", extract(epoch from clock_timestamp() - s.ended_at)::float8 / 60 as "endedMinutes",
        f.state as "feedState", f.last_reason as "lastReason", to_json(fs.last_ok_at) #>> '{}' as "lastOkAt",
        to_json(fs.next_sync_at) #>> '{}' as "nextSyncAt", fs.interval_ms::float8 as "intervalMs"
      from subscriptions s join feeds f on f.id = s.feed_id
      left join feed_schedule fs on fs.feed_id = f.id
      left join topics t on t.chat_id = s.chat_id and t.thread_id = s.thread_id
      where s.id = $1`,
    values: [subscriptionId],
  });
  return rows[0] ?? null;
}

/** A chat's subscriptions to a feed under a URL, as typed or as the feed is known now. */
export async function findCards(
  db: Queryable,
  { chatId, url }: { chatId: ChatId; url: string },
): Promise<{ subscriptionId: SubscriptionId; threadId: number }[]> {
  const { rows } = await db.query<{ subscriptionId: SubscriptionId; threadId: number }>({
    name: 'find_cards',
    text: `
      select s.id as "subscriptionId", s.thread_id as "threadId" from subscriptions s join feeds f on f.id = s.feed_id
      where s.chat_id = $1 and s.ended_at is null and (s.url = $2 or f.url = $2) order by s.thread_id`,
    values: [chatId, url],
  });
  return rows;
}

export async function pauseByPerson(db: Queryable, subscriptionId: SubscriptionId): Promise<void> {
  await db.query({
    name: 'pause_by_person',
    text: `
      update subscriptions set state = 'paused', state_reason = 'person', paused_at = clock_timestamp()
      where id = $1 and state = 'active' and ended_at is null`,
    values: [subscriptionId],
  });
}

/**
 * Take up a paused subscription. What came while a person had paused it is passed over; after a pause by an error it is still to be
 * sent. Call under the feed's lock: a cursor placed at "now" could pass an item that is numbered and not yet committed.
 * @returns how many items were passed over, counted to 1000
 */
export async function resumeByPerson(tx: Queryable, subscriptionId: SubscriptionId): Promise<number> {
  const { rows } = await tx.query<{ passed: number }>({
    name: 'resume_by_person',
    text: `
      with paused as (
        select s.id, s.state_reason, coalesce((select max(i.id) from items i where i.feed_id = s.feed_id), s.cursor) as newest,
          (select count(*) from (select from items i where i.feed_id = s.feed_id and i.id > s.cursor limit 1000) p)::int as pending
        from subscriptions s where s.id = $1 and s.state = 'paused'
      ), resumed as (
        update subscriptions s set state = 'active', state_reason = null, paused_at = null,
          cursor = case when p.state_reason = 'person' then greatest(s.cursor, p.newest) else s.cursor end,
          parts_done = case when p.state_reason = 'person' then 0 else s.parts_done end,
          part_message_ids = case when p.state_reason = 'person' then '{}' else s.part_message_ids end
        from paused p where s.id = p.id
        returning case when p.state_reason = 'person' then p.pending else 0 end as passed
      ) select passed from resumed`,
    values: [subscriptionId],
  });
  return rows[0]?.passed ?? 0;
}

/** Undo an unsubscribe: it goes on where it stopped. Call under the feed's lock. @returns whether it was within `minutes` */
export async function restoreSubscription(
  tx: Queryable,
  subscriptionId: SubscriptionId,
  minutes: number,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'restore_subscription',
    text: `
      update subscriptions set ended_at = null
      where id = $1 and ended_at > clock_timestamp() - $2 * interval '1 minute'`,
    values: [subscriptionId, minutes],
  });
  return rowCount === 1;
}

/** End one subscription. Call under the feed's lock. */
export async function endSubscription(tx: Queryable, subscriptionId: SubscriptionId): Promise<void> {
  await tx.query({
    name: 'end_subscription',
    text: `
      with ended as (
        update subscriptions set ended_at = clock_timestamp() where id = $1 and ended_at is null returning id, feed_id
      )
      delete from feed_schedule fs using ended e
      where fs.feed_id = e.feed_id
        and not exists (select from subscriptions s where s.feed_id = fs.feed_id and s.ended_at is null and s.id <> e.id)`,
    values: [subscriptionId],
  });
}

const IS_TOPICS = `state_reason in ('topic-closed', 'topic-missing')`;

/**
 * Send a feed to another topic from now on; what was paused because of its old topic goes on. What was ended there makes room, its settings
 * are not this subscription's.
 * @returns false when the feed is followed in that topic already
 */
export async function moveToTopic(tx: Queryable, subscriptionId: SubscriptionId, threadId: number): Promise<boolean> {
  await tx.query({
    name: 'make_room_in_topic',
    text: `
      delete from subscriptions o using subscriptions s
      where s.id = $1 and o.chat_id = s.chat_id and o.feed_id = s.feed_id and o.thread_id = $2 and o.id <> s.id and o.ended_at is not null`,
    values: [subscriptionId, threadId],
  });
  const { rowCount } = await tx.query({
    name: 'move_to_topic',
    text: `
      update subscriptions s set thread_id = $2,
        state = case when ${IS_TOPICS} then 'active' else state end,
        state_reason = case when ${IS_TOPICS} then null else state_reason end,
        paused_at = case when ${IS_TOPICS} then null else paused_at end
      where s.id = $1 and not exists (
        select from subscriptions o where o.chat_id = s.chat_id and o.feed_id = s.feed_id and o.thread_id = $2 and o.id <> s.id)`,
    values: [subscriptionId, threadId],
  });
  return rowCount === 1;
}
