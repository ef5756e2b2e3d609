// A group became a supergroup: Telegram gave it another id, ours stays.
import type { Database, Queryable } from '../db.ts';
import type { ChatId } from './ids.ts';

export type Migration = { fromTelegramId: string; toTelegramId: string };

/** How long a sender is given to finish before the merge is left to a later try. */
const MERGE_LEASE_MS = 10_000;

/**
 * Write the new id into the chat's row, in one transaction. Where the new id has a row already, the two become one, which keeps our id,
 * settings and state of the old one.
 * @param leaseToken the old chat's lease, if the caller holds it
 * @returns `busy`: somebody is sending to one of the two that would be merged, try again; `unknown`: nobody has the old id (any more)
 */
export async function migrateChat(
  db: Database,
  { fromTelegramId, toTelegramId }: Migration,
  leaseToken: string | null = null,
): Promise<'done' | 'busy' | 'unknown'> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.query<{ chatId: ChatId; isOld: boolean }>({
      text: `
        select id as "chatId", telegram_id = $1 as "isOld" from chats where telegram_id in ($1, $2) order by id for update`,
      values: [fromTelegramId, toTelegramId],
    });
    const old = rows.find((row) => row.isOld);
    const fresh = rows.find((row) => !row.isOld);
    if (!old) return 'unknown';
    if (fresh) {
      if (!(await leaseBoth(tx, [old.chatId, fresh.chatId], leaseToken))) return 'busy';
      await merge(tx, fresh.chatId, old.chatId);
    }
    await tx.query({
      text: `update chats set telegram_id = $2, kind = 'supergroup' where id = $1`,
      values: [old.chatId, toTelegramId],
    });
    return 'done';
  });
}

/** Nobody may be sending to either of them, nor begin to, until both are one. Locks are taken in everybody's order: subscriptions, chats. */
async function leaseBoth(tx: Queryable, chatIds: ChatId[], leaseToken: string | null): Promise<boolean> {
  await tx.query({
    text: 'select from subscriptions where chat_id = any($1::bigint[]) order by id for update',
    values: [chatIds],
  });
  const { rowCount } = await tx.query({
    text: `
      with free as materialized (
        select chat_id from chat_schedule
        where chat_id = any($1::bigint[]) and (lease_until < clock_timestamp() or lease_token = $2)
        order by chat_id for update
      )
      update chat_schedule set lease_until = greatest(lease_until, clock_timestamp() + $3 * interval '1 millisecond')
      where chat_id = any(array(select chat_id from free))`,
    values: [chatIds, leaseToken, MERGE_LEASE_MS],
  });
  return rowCount === chatIds.length;
}

/** Both are the same people: what one of them was sent, both were. */
async function merge(tx: Queryable, fromId: ChatId, intoId: ChatId): Promise<void> {
  const values = [fromId, intoId];
  await tx.query({
    text: `
      update subscriptions o set
        cursor = greatest(o.cursor, n.cursor),
        parts_done = case when n.cursor > o.cursor then 0 else o.parts_done end,
        part_message_ids = case when n.cursor > o.cursor then '{}' else o.part_message_ids end,
        digest_to = case when n.cursor > o.cursor then null else o.digest_to end,
        ended_at = case when n.ended_at is null then null else o.ended_at end
      from subscriptions n
      where n.chat_id = $1 and o.chat_id = $2 and o.thread_id = n.thread_id and o.feed_id = n.feed_id`,
    values,
  });
  await tx.query({
    text: `
      delete from subscriptions n using subscriptions o
      where n.chat_id = $1 and o.chat_id = $2 and o.thread_id = n.thread_id and o.feed_id = n.feed_id`,
    values,
  });
  for (const table of ['subscriptions', 'subscribe_requests']) {
    await tx.query({ text: `update ${table} set chat_id = $2 where chat_id = $1`, values });
  }
  await tx.query({ text: 'update subscribe_requests set answer_chat_id = $2 where answer_chat_id = $1', values });
  await tx.query({ text: 'update chats set managed_chat_id = $2 where managed_chat_id = $1', values });
  await tx.query({ text: 'delete from chats where id = $1', values: [fromId] });
  await tx.query({
    text: `
      update chat_schedule set due_at = coalesce(due_at, clock_timestamp()), wakes = wakes + 1, wide = false,
        lease_until = case when lease_token is null then '-infinity' else lease_until end
      where chat_id = $1`,
    values: [intoId],
  });
}
