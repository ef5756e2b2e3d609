// Pauses by an error: nothing of a chat's is deleted, it is only not sent to until somebody puts it right.
import type { Database, Queryable } from '../db.ts';
import { markDue } from './chat_schedule.ts';
import { lockFeed } from './feeds.ts';
import type { ChatId, FeedId } from './ids.ts';
import { wake } from './jobs.ts';
import { queueChatNotice } from './notice_queue.ts';

/**
 * Stop sending to a chat. Whoever manages it from a private chat is told there, once.
 * @param reason why, as a word: `blocked`, `kicked`, `no-rights` … @returns whether it was active before
 */
export async function pauseChat(db: Database, chatId: ChatId, reason: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ title: string }>({
      name: 'pause_chat',
      text: `
        update chats set state = 'paused', state_reason = $2, paused_at = clock_timestamp()
        where id = $1 and state = 'active' returning title`,
      values: [chatId, reason],
    });
    if (rows.length === 0) return false;
    const managerIds = await managersOf(tx, chatId);
    for (const managerId of managerIds) {
      await queueChatNotice(tx, { chatId: managerId, key: 'chat-paused', args: { title: rows[0]!.title, reason } });
    }
    if (managerIds.length > 0) await wake(tx, 'deliver');
    return true;
  });
}

async function managersOf(tx: Queryable, chatId: ChatId): Promise<ChatId[]> {
  const { rows } = await tx.query<{ chatId: ChatId }>({
    name: 'managers_of',
    text: `select id as "chatId" from chats where managed_chat_id = $1 and state = 'active' order by id limit 20`,
    values: [chatId],
  });
  return rows.map((row) => row.chatId);
}

/**
 * Send to a chat again; what came meanwhile is still pending, but for what expired. It is marked as due in the same statement, so that
 * none is active whose backlog nobody looks for.
 * @returns how many items expired, or null when the chat was not paused
 */
export async function resumeChat(db: Queryable, chatId: ChatId): Promise<number | null> {
  const { rows } = await db.query<{ expired: number }>({
    name: 'resume_chat',
    text: `
      with paused as (select id, paused_at from chats where id = $1 and state = 'paused' for update), resumed as (
        update chats c set state = 'active', state_reason = null, paused_at = null from paused where c.id = paused.id returning c.id
      ), marked as (${markDue('select id from resumed')})
      select (
        select count(*)::int from deliveries d
        join subscriptions s on s.id = d.subscription_id
        join items i on i.feed_id = s.feed_id and i.id between d.item_id and coalesce(d.to_item_id, d.item_id)
        where s.chat_id = paused.id and d.outcome = 'expired' and d.at > paused.paused_at
      ) as expired from paused`,
    values: [chatId],
  });
  return rows[0]?.expired ?? null;
}

export type TopicKey = { chatId: ChatId; threadId: number };

/**
 * Stop sending to one topic, and say so in the chat's general one, once; of General itself those are told who manage the chat from a
 * private one.
 * @param reason `topic-closed` or `topic-missing`
 * @returns how many subscriptions that were active stand in it
 */
export async function pauseTopic(
  db: Database,
  { chatId, threadId }: TopicKey,
  reason: 'topic-closed' | 'topic-missing',
): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ name: string | null; title: string }>({
      name: 'pause_topic',
      text: `
        update subscriptions s set state = 'paused', state_reason = $3, paused_at = clock_timestamp()
        where chat_id = $1 and thread_id = $2 and state = 'active' and ended_at is null
        returning (select name from topics t where t.chat_id = $1 and t.thread_id = $2) as name,
          (select title from chats c where c.id = $1) as title`,
      values: [chatId, threadId, reason],
    });
    const [first] = rows;
    if (first && threadId !== 0) {
      await queueChatNotice(tx, { chatId, key: reason, args: { topic: first.name ?? `#${threadId}` } });
    } else if (first) {
      for (const managerId of await managersOf(tx, chatId))
        await queueChatNotice(tx, { chatId: managerId, key: 'general-closed', args: { title: first.title } });
    }
    return rows.length;
  });
}

/**
 * A topic is open again: its subscriptions go on where they stopped, those that a person paused stay as they are.
 * @returns how many go on
 */
export async function resumeTopic(db: Queryable, { chatId, threadId }: TopicKey): Promise<number> {
  const { rows } = await db.query<{ resumed: number }>({
    name: 'resume_topic',
    text: `
      with resumed as (
        update subscriptions set state = 'active', state_reason = null, paused_at = null
        where chat_id = $1 and thread_id = $2 and state = 'paused' and state_reason <> 'person'
        returning chat_id
      ), marked as (${markDue('select distinct chat_id from resumed')})
      select count(*)::int as resumed from resumed`,
    values: [chatId, threadId],
  });
  return rows[0]!.resumed;
}

/**
 * Move on what has been paused by an error for longer than `days`: its backlog ends as expired. A feed at a time, under its lock: a
 * cursor placed at "now" could pass an item that is numbered and not yet committed.
 * @returns how many subscriptions were moved on
 */
export async function expirePaused(db: Database, days: number): Promise<number> {
  const { rows } = await db.query<{ feedId: FeedId }>({
    text: `
      select distinct s.feed_id as "feedId" from subscriptions s join chats c on c.id = s.chat_id
      where ${IS_LAPSED} and exists (select from items i where i.feed_id = s.feed_id and i.id > s.cursor)
      order by 1`,
    values: [days],
  });
  let expired = 0;
  for (const { feedId } of rows) {
    expired += await db.transaction(async (tx) => {
      await lockFeed(tx, feedId);
      return expireOfFeed(tx, feedId, days);
    });
  }
  return expired;
}

const IS_LAPSED = `
  s.ended_at is null and (
    (c.state = 'paused' and c.paused_at < clock_timestamp() - $1 * interval '1 day')
    or (s.state = 'paused' and s.state_reason <> 'person' and s.paused_at < clock_timestamp() - $1 * interval '1 day'))`;

async function expireOfFeed(tx: Queryable, feedId: FeedId, days: number): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'expire_of_feed',
    text: `
      with newest as (select max(id) as id from items where feed_id = $2), lapsed as (
        select s.id, s.chat_id, coalesce(c.state_reason, s.state_reason) as reason,
          (select min(i.id) from items i where i.feed_id = $2 and i.id > s.cursor) as first_item, newest.id as last_item
        from subscriptions s join chats c on c.id = s.chat_id, newest
        where s.feed_id = $2 and s.cursor < newest.id and ${IS_LAPSED}
        for update of s
      ), moved as (
        update subscriptions s set cursor = l.last_item, parts_done = 0, part_message_ids = '{}', digest_to = null
        from lapsed l where s.id = l.id
      )
      insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason)
      select id, chat_id, first_item, nullif(last_item, first_item), 'expired', reason from lapsed`,
    values: [days, feedId],
  });
  return rowCount ?? 0;
}
