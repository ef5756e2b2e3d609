// What Telegram told us, stored before it is acknowledged, so that no command is lost or obeyed twice.
import type { Queryable } from '../db.ts';
import { toJson } from './json.ts';

export type StoredUpdate = { updateId: string; chatTelegramId: string | null; body: object };

/** Store updates; one that is here already is left as it is. Whoever handles them is told. */
export async function insertUpdates(db: Queryable, updates: readonly StoredUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await db.query({
    name: 'insert_updates',
    text: `
      with stored as (
        insert into updates (update_id, chat_telegram_id, body)
        select * from unnest($1::bigint[], $2::bigint[], $3::jsonb[])
        on conflict do nothing
      )
      select pg_notify('feedherald_updates', '')`,
    values: [
      updates.map((update) => update.updateId),
      updates.map((update) => update.chatTelegramId),
      updates.map((update) => toJson(update.body)),
    ],
  });
}

/** The oldest updates that nobody has handled, except those in `inHand`. */
export async function openUpdates(db: Queryable, inHand: readonly string[], limit: number): Promise<StoredUpdate[]> {
  const { rows } = await db.query<StoredUpdate>({
    name: 'open_updates',
    text: `
      select update_id as "updateId", chat_telegram_id as "chatTelegramId", body from updates
      where done_at is null and update_id <> all($1::bigint[])
      order by update_id
      limit $2`,
    values: [inHand, limit],
  });
  return rows;
}

export async function markUpdateDone(db: Queryable, updateId: string): Promise<void> {
  await db.query({
    name: 'mark_update_done',
    text: 'update updates set done_at = clock_timestamp() where update_id = $1',
    values: [updateId],
  });
}
