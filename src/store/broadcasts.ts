// Texts of the operator to every chat: kept until they say so, then notices like any other.
import type { Queryable } from '../db.ts';
import { wake } from './jobs.ts';

/** Chats that a broadcast reaches: those that follow something and can be sent to. */
const REACHED = `
  from chats c where c.state = 'active' and exists (select from subscriptions s where s.chat_id = c.id and s.ended_at is null)`;

export async function insertBroadcast(db: Queryable, text: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    name: 'insert_broadcast',
    text: 'insert into broadcasts (text) values ($1) returning id',
    values: [text],
  });
  return rows[0]!.id;
}

export async function countReached(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ chats: number }>({
    name: 'count_reached',
    text: `select count(*)::int as chats ${REACHED}`,
  });
  return rows[0]!.chats;
}

/** @returns how many chats get it, or null when it was sent or dropped before */
export async function queueBroadcast(tx: Queryable, broadcastId: string): Promise<number | null> {
  const text = await dropBroadcast(tx, broadcastId);
  if (text === null) return null;
  const { rowCount } = await tx.query({
    name: 'queue_broadcast',
    text: `
      with told as (
        insert into notices (chat_id, key, args) select c.id, 'broadcast', jsonb_build_object('text', $1::text) ${REACHED}
        returning chat_id
      ), locked as (
        select chat_id from chat_schedule join told using (chat_id) order by chat_id for update of chat_schedule
      )
      update chat_schedule t set due_at = coalesce(due_at, clock_timestamp()), wakes = wakes + 1, wide = true
      from locked where t.chat_id = locked.chat_id`,
    values: [text],
  });
  await wake(tx, 'deliver');
  return rowCount ?? 0;
}

/** @returns its text, or null when it is no more */
export async function dropBroadcast(db: Queryable, broadcastId: string): Promise<string | null> {
  const { rows } = await db.query<{ text: string }>({
    name: 'drop_broadcast',
    text: 'delete from broadcasts where id = $1 returning text',
    values: [broadcastId],
  });
  return rows[0]?.text ?? null;
}
